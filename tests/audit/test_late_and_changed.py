"""Late facts, changed contracts and a year's part of a commitment: counted by hand, and errors in them found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.counting import count
from audit.figures import figures_of
from audit.journal import fold
from audit.matching import compare
from tests.audit.history import P
from tests.audit.test_reconcile import differences
from tests.audit.test_recount import short
from tests.audit.year import Year

JAN, FEB, MAR, APR, JUN, NOV = (date(2025, month, 3) for month in (1, 2, 3, 4, 6, 11))
LAST, NEXT, AFTER = date(2025, 12, 31), date(2026, 1, 2), date(2026, 1, 15)


def begun() -> Year:
    """1000 in the limit, 600 on the line, 400 in the call; 150 signed, 100 paid."""
    year = Year().begin(1000, 600, 400, JAN)
    year.reserve("g1", 150, JAN)
    year.sign("g1", 150, FEB)
    year.pay("g1", 100, MAR)
    return year.arrive_all()


def annexed_down(year: Year) -> None:
    year.annex("g1", "down", 40, APR)


def annexed_up(year: Year) -> None:
    year.increase("g1", 30, APR)
    year.annex("g1", "up", 30, APR)


def increase_dropped(year: Year) -> None:
    year.increase("g1", 30, APR)
    year.decline("g1", 30, APR, no=2, row="IncreaseDropped")


def terminated(year: Year) -> None:
    year.terminate("g1", 50, APR)


def tranche_cancelled(year: Year) -> None:
    year.cancel("g1", 20, APR)


def sent_back(year: Year) -> None:
    year.send_back("g1", 100, APR)


def sent_back_after_the_end(year: Year) -> None:
    year.terminate("g1", 50, APR)
    year.send_back("g1", 100, APR)


def sent_back_later(year: Year) -> None:
    year.send_back("g1", 100, NEXT)


def acceptance_withdrawn(year: Year) -> None:
    year.accept("g1", 90, APR)
    year.withdraw("g1", 40, JUN)


def relief_granted(year: Year) -> None:
    year.give_back("g1", 30, APR)
    year.write_off("g1", 50, JUN)


def time_barred_after_the_closing(year: Year) -> None:
    year.accept("g1", 60, NOV)
    year.close(AFTER)
    year.write_off("g1", 40, date(2032, 1, 1), row="ClaimTimeBarred")


def relief_granted_in_a_closed_year(year: Year) -> None:
    year.close(AFTER)
    year.write_off("g1", 40, NOV)


def more_written_off_than_was_left(year: Year) -> None:
    year.accept("g1", 90, APR)
    year.write_off("g1", 40, JUN)


def overpaid_and_written_off(year: Year) -> None:
    year.pay("g1", 70, APR)
    year.write_off("g1", 30, JUN)


def year_confirmed(year: Year) -> None:
    year.state_limit("BudgetAdopted", 1000, FEB)
    year.commit("m1", 80, MAR)
    year.confirm_year("m1", APR)
    year.reduce_year("m1", 30, JUN)


def award_revoked(year: Year) -> None:
    year.reserve("g2", 60, MAR)
    year.decline("g2", 60, APR, row="AwardRevoked")


def returned_late(year: Year) -> None:
    year.close(AFTER)
    year.give_back("g1", 40, NOV)


def sent_back_late(year: Year) -> None:
    year.close(AFTER)
    year.send_back("g1", 100, NOV)


def paid_late(year: Year) -> None:
    year.close(AFTER)
    year.pay("g1", 50, LAST)


def paid_after_the_year(year: Year) -> None:
    year.pay("g1", 50, NEXT)


def signed_late(year: Year) -> None:
    year.reserve("g2", 60, MAR)
    year.close(AFTER)
    year.sign("g2", 60, NOV)


def taken_over_late(year: Year) -> None:
    year.close(AFTER)
    year.take_over("g2", 60, MAR)
    year.take_over_payment("g2", 50, APR)


# what happened after 150 signed and 100 paid, the day of 3 April, and the end
CASES = [
    (annexed_down, {"allocated": 240, "contracted": 10, "disbursed": 100}, None),
    (annexed_up, {"opened": 220, "contracted": 80, "disbursed": 100}, None),
    (increase_dropped, {"contracted": 50, "disbursed": 100}, None),
    (terminated, {"allocated": 250, "disbursed": 100}, None),
    (tranche_cancelled, {"allocated": 220, "contracted": 30, "disbursed": 100}, None),
    (sent_back, {"contracted": 150}, None),
    (sent_back_after_the_end, {"allocated": 350}, None),
    (sent_back_later, {"contracted": 50, "disbursed": 100}, {"contracted": 50, "returned": 100}),
    (acceptance_withdrawn, {"contracted": 50, "disbursed": 10, "settled": 90}, {"disbursed": 50, "settled": 50}),
    (relief_granted, {"contracted": 50, "disbursed": 70}, {"contracted": 50, "disbursed": 20, "written_off": 50}),
    (
        time_barred_after_the_closing,
        {"contracted": 50, "disbursed": 100},
        {"settled": 60, "written_off": 40, "lapsed": 900},
    ),
    (
        relief_granted_in_a_closed_year,
        {"contracted": 50, "disbursed": 100},
        {"disbursed": 60, "written_off": 40, "lapsed": 900},
    ),
    (
        more_written_off_than_was_left,
        {"contracted": 50, "disbursed": 10, "settled": 90},
        {"contracted": 50, "settled": 90, "written_off": 10},
    ),
    (overpaid_and_written_off, {"disbursed": 150}, {"disbursed": 140, "written_off": 10}),
    (
        year_confirmed,
        {"allocated": 120, "contracted": 130, "disbursed": 100},
        {"allocated": 150, "contracted": 100, "disbursed": 100},
    ),
    (award_revoked, {"contracted": 50, "disbursed": 100}, None),
    (returned_late, {"contracted": 50, "disbursed": 100}, {"disbursed": 60, "lapsed": 940}),
    (sent_back_late, {"contracted": 50, "disbursed": 100}, {"lapsed": 1000}),
    (paid_late, {"contracted": 50, "disbursed": 100}, {"disbursed": 150, "lapsed": 850}),
    (paid_after_the_year, {"contracted": 50, "disbursed": 100}, None),
    (signed_late, {"opened": 190, "reserved": 60, "contracted": 50}, {"disbursed": 100, "lapsed": 900}),
    (taken_over_late, {"contracted": 50, "disbursed": 100}, {"disbursed": 150, "lapsed": 850}),
]


def played(what: Any) -> Year:
    year = begun()
    what(year)
    return year.arrive_all()


@pytest.mark.parametrize(("what", "in_april", "end"), CASES, ids=[case[0].__name__ for case in CASES])
def test_it_is_counted_as_worked_by_hand_and_the_journal_agrees(what, in_april, end):
    year = played(what)
    ledger = count(year.history.facts(), P).ledger
    then, now = short(figures_of(ledger, as_of=APR)), short(figures_of(ledger))
    assert then.items() >= in_april.items()
    assert now.items() >= (end or in_april).items()
    assert differences(year) == []
    assert fold(year.history.entries()).breaches == []


@pytest.mark.parametrize("what", [case[0] for case in CASES], ids=[case[0].__name__ for case in CASES])
def test_an_entry_that_is_lost_or_moves_a_grosz_less_is_found(what):
    year = played(what)
    facts, entries = year.history.facts(), year.history.entries()
    lost = entries[:-1]
    assert compare(facts, lost, fold(lost).ledger, P)
    moving = [event for event in year.history.events if event.data.get("transfers") or event.data.get("suspense")]
    last = [event for event in moving if event.name == "budget.entry-posted.v1"][-1]
    (last.data["transfers"] or last.data["suspense"])[0]["amount_grosze"] -= 1
    assert differences(year) or fold(year.history.entries()).breaches


def test_money_that_lapsed_with_one_grant_and_pays_another_is_a_breach():
    year = begun()
    year.reserve("g2", 60, MAR)
    year.sign("g2", 60, MAR)
    year.arrive_all()
    year.close(AFTER)
    year.pay("g1", 50, LAST)
    year.arrive_all()
    last = [event for event in year.history.events if event.data.get("fact") == "FundsDisbursed"][-1]
    stolen = last.data["transfers"][0]["debit"].replace("g1", "g2")
    last.data["transfers"][0]["debit"] = stolen
    rules = [breach.rule for breach in fold(year.history.entries()).breaches]
    assert rules == ["the posting table has this transfer for FundsDisbursed"]
