"""Up to which day the statements are complete."""

from dataclasses import dataclass
from datetime import date

from payments.domain.bank_year.events import StatementsConfirmed


@dataclass(frozen=True, slots=True)
class BankYear:
    through_on: date | None = None


def evolve(state: BankYear, event: object) -> BankYear:
    match event:
        case StatementsConfirmed(through_on=day) if state.through_on is None or day > state.through_on:
            return BankYear(day)
        case _:
            return state
