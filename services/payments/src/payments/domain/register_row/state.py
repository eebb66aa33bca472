"""Whether a row was taken, and what it said."""

from dataclasses import dataclass

from payments.domain.register_row.events import RegisterRowTaken


@dataclass(frozen=True, slots=True)
class NotTaken:
    """No row of this payment id."""


@dataclass(frozen=True, slots=True)
class Taken:
    row: RegisterRowTaken


RowState = NotTaken | Taken


def evolve(state: RowState, event: object) -> RowState:
    match event:
        case RegisterRowTaken():
            return Taken(event)
        case _:
            return state
