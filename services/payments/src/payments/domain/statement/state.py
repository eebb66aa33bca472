"""Whether a statement was recorded, with which body, and which of its lines found no place."""

from dataclasses import dataclass, replace

from payments.domain.statement.events import StatementLineUnmatched, StatementRecorded


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """No statement of this id."""


@dataclass(frozen=True, slots=True)
class RecordedStatement:
    body_sha256: str
    unmatched: frozenset[int] = frozenset()


StatementState = NotRecorded | RecordedStatement


def evolve(state: StatementState, event: object) -> StatementState:
    match event:
        case StatementRecorded():
            return RecordedStatement(event.body_sha256)
        case StatementLineUnmatched() if isinstance(state, RecordedStatement):
            return replace(state, unmatched=state.unmatched | {event.line_number})
        case _:
            return state
