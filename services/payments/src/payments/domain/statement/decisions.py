"""When a statement is new, and what becomes of a line that fits nothing."""

from collections.abc import Sequence

from payments.domain.statement.events import StatementLineUnmatched, StatementRecorded
from payments.domain.statement.lines import Line, digest_of
from payments.domain.statement.state import NotRecorded, RecordedStatement, StatementState
from shared.kernel.refusal import Refusal
from shared.kernel.texts import TextRef


class StatementDiffers(Refusal):
    """Not the bank's word is refused but a mix-up of ids: two statements cannot bear one."""

    rule = "A statement id names one statement; other lines need another id."


def record_statement(state: StatementState, *, statement_id: str, lines: Sequence[Line]) -> list[StatementRecorded]:
    """Record a statement. Nothing happens when the same one is recorded already. Refuses: StatementDiffers."""
    digest = digest_of(lines)
    if isinstance(state, RecordedStatement):
        if state.body_sha256 != digest:
            raise StatementDiffers(f"statement {statement_id} was recorded with other lines", field="statement_id")
        return []
    return [
        StatementRecorded(
            statement_id=statement_id,
            body_sha256=digest,
            lines_count=len(lines),
            debits_grosze=sum(line.amount_grosze for line in lines if line.direction == "debit"),
            credits_grosze=sum(line.amount_grosze for line in lines if line.direction == "credit"),
        )
    ]


def leave_unmatched(
    state: StatementState, *, statement_id: str, line_number: int, line: Line, reference: TextRef
) -> list[StatementLineUnmatched]:
    """Note a line for somebody to look at, once. line_number counts from 1. Never refuses."""
    if isinstance(state, NotRecorded) or line_number in state.unmatched:
        return []
    return [
        StatementLineUnmatched(statement_id, line_number, line.direction, line.amount_grosze, line.value_on, reference)
    ]
