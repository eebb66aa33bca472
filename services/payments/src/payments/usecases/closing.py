"""The end of the bank's year: that every statement is in."""

from datetime import date

from payments.domain import bank_year
from payments.domain.bank_year import BANK_YEAR
from shared.eventstore.desk import Desk


def confirm_statements(desk: Desk, *, programme_id: str, through_on: date) -> None:
    confirmed = bank_year.confirm_statements(
        desk.state(BANK_YEAR, programme_id),
        programme_id=programme_id,
        through_on=through_on,
        acted_on=desk.act.acted_on,
    )
    desk.record(BANK_YEAR, programme_id, confirmed, effective_on=through_on)
