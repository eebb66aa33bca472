"""When a statement is new, and what becomes of a line that fits nothing."""

from collections.abc import Sequence

from payments.domain.statement.events import StatementLineUnmatched, StatementRecorded
from payments.domain.statement.lines import NAMES_NOTHING, NOT_TOLD, Line, frame_of, names_nothing
from payments.domain.statement.state import NotRecorded, RecordedStatement, StatementState
from shared.kernel.refusal import Refusal
from shared.kernel.texts import TextRef


class StatementDiffers(Refusal):
    """Not the bank's word is refused but a mix-up of ids: two statements cannot bear one."""

    rule = "A statement id names one statement; other lines need another id."


def record_statement(state: StatementState, *, statement_id: str, lines: Sequence[Line]) -> list[StatementRecorded]:
    """Record a statement. Nothing happens when one with the same frame is recorded already: see check_same_line.

    Refuses: StatementDiffers.
    """
    wish = StatementRecorded(
        statement_id=statement_id,
        frame_sha256=frame_of(lines),
        lines_count=len(lines),
        debits_grosze=sum(line.amount_grosze for line in lines if line.direction == "debit"),
        credits_grosze=sum(line.amount_grosze for line in lines if line.direction == "credit"),
    )
    if isinstance(state, NotRecorded):
        return [wish]
    same_sums = (state.lines_count, state.debits_grosze, state.credits_grosze) == (
        wish.lines_count,
        wish.debits_grosze,
        wish.credits_grosze,
    )
    if not same_sums or state.frame_sha256 not in ("", wish.frame_sha256):
        raise _differs(statement_id)
    return []


def check_same_line(
    state: StatementState, *, statement_id: str, line_number: int, line: Line, moved_by_it: bool
) -> None:
    """Whether a line of a statement that is recorded already is the line that was recorded.

    moved_by_it: what the line names now is what this line of this statement has moved. Refuses: StatementDiffers.
    """
    reason = state.unmatched.get(line_number) if isinstance(state, RecordedStatement) else None
    same = moved_by_it if reason is None else reason == NOT_TOLD or (reason == NAMES_NOTHING) == names_nothing(line)
    if not same:
        raise _differs(statement_id)


def leave_unmatched(
    state: StatementState, *, statement_id: str, line_number: int, line: Line, reference: TextRef, reason: str
) -> list[StatementLineUnmatched]:
    """Note a line for somebody to look at, once, with the code that says why. line_number counts from 1.

    Never refuses.
    """
    if isinstance(state, NotRecorded) or line_number in state.unmatched:
        return []
    return [
        StatementLineUnmatched(
            statement_id, line_number, line.direction, line.amount_grosze, line.value_on, reference, reason
        )
    ]


def _differs(statement_id: str) -> StatementDiffers:
    return StatementDiffers(f"statement {statement_id} was recorded with other lines", field="statement_id")
