"""The plan's changes, the calls' and the year's end, and the second book: counted by hand, and errors in them found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.counting import count
from audit.figures import figures_of
from audit.journal import fold
from audit.ledger import Move
from audit.matching import compare
from audit.table import in_second_book, in_table
from programme.domain.budget import planning
from tests.audit.history import P
from tests.audit.test_reconcile import differences, told
from tests.audit.test_recount import short
from tests.audit.year import LINE, OTHER_LINE, Year

JAN, FEB, MAR, APR, JUN = (date(2025, month, 3) for month in (1, 2, 3, 4, 6))
LAST, AFTER = date(2025, 12, 31), date(2026, 1, 15)
CALL = f"line/{LINE}/call/c1"


def figures(year: Year, *, as_of: date | None = None) -> dict[str, Any]:
    return figures_of(count(year.history.facts(), P).ledger, as_of=as_of)


def stored(year: Year, fact: str, nth: int = 0) -> dict[str, Any]:
    """The data of an entry as it is stored: what is changed here is changed for the count and for the journal."""
    return [event.data for event in year.history.events if event.data.get("fact") == fact][nth]


def breaches(year: Year) -> list[tuple[str, str | None]]:
    return [(breach.rule, breach.account) for breach in fold(year.history.entries()).breaches]


def changed_plan() -> Year:
    """1000 in the limit, 600 on the line, 400 in the call; then every kind of change."""
    year = Year().begin(1000, 600, 400, JAN)
    year.state_limit("BudgetAdopted", 1000, JAN)
    year.change(planning.reallocate, FEB, from_line_id=LINE, to_line_id=OTHER_LINE, amount_grosze=50)
    year.change(planning.deallocate, FEB, line_id=LINE, amount_grosze=10)
    year.change(planning.set_small_grant_pool, FEB, line_id=LINE, pool_grosze=60)
    year.change(planning.set_small_grant_pool, MAR, line_id=LINE, pool_grosze=40)
    year.change(planning.block, MAR, account=CALL, amount_grosze=30)
    year.change(planning.unblock, APR, account=CALL, amount_grosze=20)
    year.change(planning.change_call_pool, APR, call_id="c1", pool_change_grosze=25)
    year.change(planning.change_call_pool, APR, call_id="c1", pool_change_grosze=-5)
    year.amend("BudgetAmended", 540, APR)
    year.change(planning.carry_out_cut, JUN, releases=[(f"line/{LINE}", 30), (CALL, 20)])
    return year


def test_every_change_of_the_plan_is_counted_as_worked_by_hand():
    year = changed_plan()
    assert short(figures(year, as_of=MAR)) == {"free": 410, "allocated": 150, "pool": 40, "opened": 370, "blocked": 30}
    assert short(figures(year, as_of=APR)) == {"allocated": 130, "pool": 40, "opened": 410, "blocked": 10}
    assert short(figures(year)) == {"allocated": 100, "pool": 40, "opened": 390, "blocked": 10}
    assert (figures(year)["limit"], figures(year)["areas"]["culture"]["limit"]) == (540, 50)
    assert differences(year) == []
    assert breaches(year) == []


def test_an_amended_programme_counts_in_the_place_of_the_adopted_one():
    year = Year().begin(1000, 600, 400, JAN)
    year.state_limit("ProgrammeAdopted", 800, JAN)
    year.amend("ProgrammeAmended", 900, FEB)
    assert (figures(year)["limit"], figures(year)["free"]) == (900, 300)
    assert differences(year) == []


@pytest.mark.parametrize("fact", ["AreaReallocated", "ExpenditureBlocked", "ExpenditureUnblocked", "CutCarriedOut"])
def test_an_entry_that_is_its_own_source_cannot_lose_its_transfers(fact):
    year = changed_plan()
    stored(year, fact)["transfers"] = []
    assert differences(year)


@pytest.mark.parametrize("fact", ["AreaReallocated", "AreaDeallocated", "SmallGrantPoolSet", "ExpenditureBlocked"])
def test_an_entry_that_is_its_own_source_cannot_move_another_amount_than_it_states(fact):
    year = changed_plan()
    stored(year, fact)["transfers"][0]["amount_grosze"] += 1
    assert {difference.grosze for difference in differences(year)} >= {1, -1}


def test_a_cut_that_takes_less_than_was_pending_is_found():
    year = changed_plan()
    stored(year, "CutCarriedOut")["transfers"][-1]["amount_grosze"] -= 1
    assert told(differences(year)) == [("free, free", 1), ("limit, limit", -1)]


def test_a_transfer_between_accounts_that_the_table_does_not_join_is_a_breach():
    year = changed_plan()
    stored(year, "ExpenditureBlocked")["transfers"][0]["credit"] = f"line/{OTHER_LINE}/blocked"
    at = f"{CALL} → line/{OTHER_LINE}/blocked"
    assert ("the posting table has this transfer for ExpenditureBlocked", at) in breaches(year)


@pytest.mark.parametrize(
    ("fact", "debit", "credit", "lawful"),
    [
        ("CutCarriedOut", CALL, "free", True),
        ("CutCarriedOut", "free", "limit", True),
        ("CutCarriedOut", f"{CALL}/grant/g1/reserved", "free", False),
        ("AreaReallocated", f"line/{LINE}", f"line/{OTHER_LINE}", True),
        ("AreaReallocated", CALL, f"line/{OTHER_LINE}", False),
        ("SmallGrantPoolSet", f"line/{LINE}", f"line/{OTHER_LINE}/pool", False),
        ("FundsReserved", CALL, f"{CALL}/grant/g1/reserved", True),
        ("FundsReserved", f"line/{LINE}", f"{CALL}/grant/g1/reserved", True),  # an increase after the call
        ("FundsReserved", f"line/{OTHER_LINE}", f"{CALL}/grant/g1/reserved", False),
        ("FundsDisbursed", f"{CALL}/grant/g1/contracted", f"{CALL}/grant/g2/disbursed", False),
        ("FundsDisbursed", f"{CALL}/grant/g1/lapsed", f"{CALL}/grant/g1/disbursed", True),
        ("FundsDisbursed", f"{CALL}/grant/g2/lapsed", f"{CALL}/grant/g1/disbursed", False),
        ("FundsDisbursed", f"line/{LINE}/lapsed", f"{CALL}/grant/g1/disbursed", False),
        ("FundsReturned", f"line/{LINE}", f"line/{LINE}/lapsed", True),
        ("FundsReturned", f"line/{LINE}", f"{CALL}/grant/g1/lapsed", False),
        ("GrantTakenOver", f"line/{LINE}/lapsed", f"line/{LINE}/grant/g1/contracted", True),
        ("YearClosed", f"{CALL}/grant/g1/reserved", f"{CALL}/grant/g1/lapsed", True),
        ("YearClosed", f"{CALL}/grant/g1/reserved", f"line/{LINE}/lapsed", False),
        ("ExpenditureUnblocked", f"{CALL}/blocked", f"line/{LINE}", True),
        ("ExpenditureUnblocked", f"line/{LINE}/pool/blocked", f"line/{LINE}", False),
        ("YearClosed", f"{CALL}/grant/g1/disbursed", f"line/{LINE}/lapsed", False),
        ("YearClosed", "free", "lapsed", True),
        ("YearClosed", f"{CALL}/blocked", f"line/{LINE}/lapsed", True),
        ("NeverHeardOf", "free", "limit", False),
    ],
)
def test_what_the_posting_table_joins(fact, debit, credit, lawful):
    assert in_table(fact, Move(debit, credit, 1)) is lawful


def test_the_second_book_knows_two_directions():
    out, back = Move("suspense/bank", "suspense/grant/g1", 1), Move("suspense/grant/g1", "suspense/bank", 1)
    assert [in_second_book(fact, move) for fact in ("FundsDisbursed", "FundsReturned") for move in (out, back)] == [
        True,
        False,
        False,
        True,
    ]
    year = overpaid()
    stored(year, "FundsDisbursed")["suspense"][0].update(debit=back.debit, credit=back.credit)
    assert breaches(year)[0][0] == "the posting table has this transfer for FundsDisbursed"


@pytest.mark.parametrize("end", ["resolve", "annul"])
def test_a_call_ends_with_an_entry_for_every_day_on_which_money_is_there(end):
    year = Year().begin(100, 100, 100, JAN)
    year.reserve("g1", 60, JAN)
    year.decline("g1", 60, MAR)
    year.arrive_all()
    getattr(year, end)(FEB)
    fact = {"resolve": "CallResolved", "annul": "CallAnnulled"}[end]
    entries = [entry for entry in year.history.entries() if entry.fact == fact]
    assert [(entry.day, entry.stated) for entry in entries] == [(FEB, 40), (MAR, 60)]
    assert differences(year) == []
    assert short(figures(year, as_of=FEB)) == {"allocated": 40, "reserved": 60}

    facts, journal = year.history.facts(), year.history.entries()
    lost = compare(facts, journal[:-1], fold(journal[:-1]).ledger, P)
    assert (f"opened, {CALL}", 60) in told(lost)
    assert any("states another amount" in one.what for one in lost) is (end == "resolve")
    twice = [*journal, journal[-1]]
    found = compare(facts, twice, fold(twice).ledger, P)
    assert (f"no. {journal[-1].number} posts a fact again", 60) in told(found)


def test_an_annulled_call_without_any_entry_is_found():
    year = Year().begin(100, 100, 100, JAN)
    year.annul(FEB)
    entries = [entry for entry in year.history.entries() if entry.fact != "CallAnnulled"]
    found = compare(year.history.facts(), entries, fold(entries).ledger, P)
    assert told(found)[0] == ("CallAnnulled was not posted", 0)
    assert len(found) == 3


def closed() -> Year:
    """150 signed, 90 paid; on the last day of the year all the rest lapses, and 20 more on a later day."""
    year = Year().begin(1000, 600, 400, JAN)
    year.reserve("g1", 150, JAN)
    year.reserve("g2", 20, JAN)
    year.sign("g1", 150, FEB)
    year.pay("g1", 90, MAR)
    year.decline("g2", 20, AFTER)
    year.arrive_all()
    year.close(date(2026, 1, 20))
    return year


def test_what_was_planned_and_not_paid_lapses():
    year = closed()
    assert [(entry.day, entry.stated) for entry in year.history.entries() if entry.fact == "YearClosed"] == [
        (LAST, 890),
        (AFTER, 20),
    ]
    assert short(figures(year, as_of=LAST)) == {"reserved": 20, "disbursed": 90, "lapsed": 890}
    assert short(figures(year)) == {"disbursed": 90, "lapsed": 910}
    assert differences(year) == []
    assert breaches(year) == []


def test_an_account_that_the_closing_left_out_is_found_though_the_entry_is_its_own_source():
    year = closed()
    entry = stored(year, "YearClosed")
    left_out = next(move for move in entry["transfers"] if move["debit"] == f"line/{LINE}")
    entry["transfers"].remove(left_out)
    entry["amount_grosze"] -= left_out["amount_grosze"]
    assert told(differences(year)) == [(f"allocated, line/{LINE}", 200), (f"lapsed, line/{LINE}/lapsed", -200)]


def test_a_year_that_is_closed_again_is_found():
    year = closed()
    again = next(event for event in year.history.events if event.data.get("fact") == "YearClosed")
    year.history.add("programme", again.stream, again.name, LAST, **again.data)
    number = year.history.entries()[-1].number
    assert (f"no. {number} posts a fact again", 890) in told(differences(year))


def test_a_payment_found_after_the_closing_takes_what_lapsed_with_the_contract():
    year = Year().begin(1000, 600, 400, JAN)
    year.reserve("g1", 150, JAN)
    year.sign("g1", 150, FEB)
    year.arrive_all()
    year.close(AFTER)
    year.pay("g1", 90, date(2025, 12, 30))
    year.arrive_all()
    assert short(figures(year)) == {"disbursed": 90, "lapsed": 910}
    assert short(figures(year, as_of=date(2025, 12, 30)))["contracted"] == 150
    assert differences(year) == []


def test_a_payment_that_was_on_the_way_at_the_closing_is_no_difference():
    year = Year().begin(1000, 600, 400, JAN)
    year.reserve("g1", 150, JAN)
    year.sign("g1", 150, FEB)
    year.arrive_all()
    year.pay("g1", 90, date(2025, 12, 30))
    year.close(AFTER)
    year.arrive_all()
    assert differences(year) == []


def test_a_payment_found_later_takes_no_more_than_lapsed_with_its_own_grant():
    year = Year().begin(1000, 600, 400, JAN)
    year.arrive_all()
    year.close(AFTER)
    year.take_over("g2", 40, JUN)
    year.pay("g2", 50, JUN)
    year.arrive_all()
    journal = year.history.entries()
    assert (figures(year)["disbursed"], figures(year)["lapsed"], figures(year)["suspense"]) == (40, 960, 10)
    assert differences(year) == []
    twice = [*journal, journal[-1]]
    found = told(compare(year.history.facts(), twice, fold(twice).ledger, P))
    assert (f"no. {journal[-1].number} posts a fact again", 50) in found


def test_confirmed_statements_that_payments_does_not_know_of_are_found():
    year = closed()
    facts = [fact for fact in year.history.facts() if fact.name != "StatementsComplete"]
    entries = year.history.entries()
    (difference,) = compare(facts, entries, fold(entries).ledger, P)
    assert difference.what.endswith("posts a fact that its owner does not have")


def overpaid() -> Year:
    """g1 gets 130 for 100; g2 gives back 130 of 100."""
    year = Year().begin(1000, 600, 400, JAN)
    for grant in ("g1", "g2"):
        year.reserve(grant, 100, JAN)
        year.sign(grant, 100, FEB)
    year.pay("g1", 130, MAR)
    year.pay("g2", 100, MAR)
    year.give_back("g2", 130, APR)
    return year.arrive_all()


def test_two_grants_errors_do_not_cancel_in_suspense():
    year = overpaid()
    assert (figures(year)["suspense"], figures(year, as_of=MAR)["suspense"]) == (60, 30)
    assert figures_of(fold(year.history.entries()).ledger)["suspense"] == 60
    assert breaches(year) == []
    assert differences(year) == []


def test_what_was_paid_too_much_is_in_suspense_from_the_day_on_which_the_rest_moves():
    year = Year().begin(1000, 600, 400, JAN)
    year.reserve("g1", 100, JAN)
    year.sign("g1", 100, MAR)
    year.pay("g1", 130, FEB)
    year.arrive_all()
    assert (figures(year, as_of=FEB)["suspense"], figures(year, as_of=MAR)["suspense"]) == (0, 30)
    assert differences(year) == []


def test_money_paid_too_much_comes_back_out_of_suspense_and_only_the_rest_out_of_the_budget():
    year = overpaid()
    year.give_back("g1", 50, JUN)
    year.arrive_all()
    assert short(figures(year)) == {"free": 400, "allocated": 320, "opened": 200, "disbursed": 80}
    assert figures(year)["suspense"] == 30
    assert differences(year) == []


def test_a_refusal_of_a_decision_that_was_taken_anew_moves_nothing_and_is_not_missed():
    year = Year().begin(1000, 600, 400, JAN)
    year.reserve("g1", 100, JAN)
    year.decline("g1", 100, FEB)
    year.arrive_all()
    year.reserve("g1", 80, MAR, no=2)
    year.decline("g1", 100, APR, no=1)
    year.arrive_all()
    assert [entry.fact for entry in year.history.entries()].count("AwardDeclined") == 1
    assert (figures(year)["reserved"], figures(year)["suspense"]) == (80, 0)
    assert differences(year) == []
    year.decline("g1", 80, JUN, no=2)
    assert ("AwardDeclined was not posted", -80) in told(differences(year))
