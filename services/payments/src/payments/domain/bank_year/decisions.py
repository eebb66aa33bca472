"""When a confirmation says something new."""

from datetime import date

from payments.domain.bank_year.events import StatementsConfirmed
from payments.domain.bank_year.state import BankYear
from shared.kernel.refusal import Refusal


class DayNotOver(Refusal):
    rule = "Statements are complete up to a day that is over."


def confirm_statements(
    state: BankYear, *, programme_id: str, through_on: date, acted_on: date
) -> list[StatementsConfirmed]:
    """Confirm that every statement up to a day is recorded. Nothing happens when a later day was confirmed before."""
    if through_on >= acted_on:
        raise DayNotOver(f"{through_on} is not over on {acted_on}", field="data.through_on")
    if state.through_on is not None and state.through_on >= through_on:
        return []
    return [StatementsConfirmed(programme_id, through_on)]
