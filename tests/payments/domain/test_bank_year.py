"""Statements are confirmed complete up to a day that is over, and never less than before."""

from datetime import date

from payments.domain.bank_year import BANK_YEAR, StatementsConfirmed, confirm_statements
from payments.domain.bank_year.decisions import DayNotOver
from tests.support.scenario import Scenario

P, LAST = "torun-2025", date(2025, 12, 31)


def confirm(through: date, acted: date = date(2026, 1, 5)):
    return lambda state: confirm_statements(state, programme_id=P, through_on=through, acted_on=acted)


def test_statements_are_confirmed_up_to_a_day_once():
    Scenario(BANK_YEAR).when(confirm(LAST)).then(StatementsConfirmed(P, LAST))


def test_a_day_that_is_not_over_is_not_confirmed():
    Scenario(BANK_YEAR).when(confirm(LAST, acted=LAST)).refused(DayNotOver)


def test_an_earlier_day_changes_nothing():
    Scenario(BANK_YEAR).given(StatementsConfirmed(P, LAST)).when(confirm(date(2025, 11, 30))).nothing_happens()


def test_a_confirmation_never_goes_back_in_days():
    folded = BANK_YEAR.fold([StatementsConfirmed(P, LAST), StatementsConfirmed(P, date(2025, 11, 30))])
    assert folded.through_on == LAST
