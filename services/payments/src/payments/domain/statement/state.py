"""Whether a statement was recorded, with which frame, and which of its lines found no place, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from payments.domain.statement.events import StatementLineUnmatched, StatementRecorded


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """No statement of this id."""


@dataclass(frozen=True, slots=True)
class RecordedStatement:
    """unmatched: line number to reason."""

    frame_sha256: str
    lines_count: int
    debits_grosze: int
    credits_grosze: int
    unmatched: Mapping[int, str] = field(default_factory=dict)


StatementState = NotRecorded | RecordedStatement


def evolve(state: StatementState, event: object) -> StatementState:
    match event:
        case StatementRecorded():
            return RecordedStatement(event.frame_sha256, event.lines_count, event.debits_grosze, event.credits_grosze)
        case StatementLineUnmatched() if isinstance(state, RecordedStatement):
            return replace(state, unmatched={**state.unmatched, event.line_number: event.reason})
        case _:
            return state
