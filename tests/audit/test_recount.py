"""The count from source facts: figures worked by hand, on both axes, and its independence of programme's journal."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from audit.counting import count
from audit.facts import UnknownShape
from audit.figures import figures_of
from audit.reading import _reader, merged_events
from audit.recount import recount
from shared.kernel.accounts import BALANCES
from shared.kernel.canonical import instant_text
from shared.kernel.hlc import instant_of
from tests.audit.history import P, insert
from tests.audit.year import LINE, Year
from tests.support.tampering import tampering

NOV, JAN, MAR, DEC = date(2024, 11, 14), date(2025, 1, 7), date(2025, 3, 3), date(2025, 12, 1)


def a_year() -> Year:
    """1000 in the limit, 600 on a line, 500 in a call; one grant goes all the way, one is declined."""
    year = Year().begin(1000, 600, 500, NOV)
    year.state_limit("ProgrammeAdopted", 900, date(2024, 11, 28))
    year.state_limit("BudgetAdopted", 950, date(2024, 12, 19))
    year.reserve("g1", 200, JAN)
    year.reserve("g2", 50, JAN)
    year.decline("g2", 50, date(2025, 1, 20))
    year.sign("g1", 180, MAR)
    year.arrive_all()
    year.resolve(date(2025, 3, 31))
    year.pay("g1", 100, date(2025, 4, 1))
    year.pay("g1", 80, date(2025, 6, 1))
    year.accept("g1", 150, DEC)
    year.give_back("g1", 20, date(2025, 12, 20))
    year.give_back("g1", 10, date(2026, 1, 15))
    return year.arrive_all()


def short(figures: dict) -> dict[str, int]:
    return {name: figures[name] for name in BALANCES if figures[name]}


def test_a_year_worked_by_hand():
    figures = figures_of(count(a_year().history.facts(), P).ledger)
    assert short(figures) == {"free": 300, "allocated": 440, "settled": 150, "returned": 10}
    assert (figures["limit"], figures["committed"], figures["headroom"], figures["suspense"]) == (900, 150, 740, 0)
    assert short(figures["areas"]["sport"]) == {"allocated": 440, "settled": 150, "returned": 10}
    assert figures["areas"]["sport"]["limit"] == 600


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2024, 11, 13), {}),
        (NOV, {"free": 400, "allocated": 100, "opened": 500}),
        (date(2024, 12, 31), {"free": 300, "allocated": 100, "opened": 500}),
        (JAN, {"free": 300, "allocated": 100, "opened": 250, "reserved": 250}),
        (MAR, {"free": 300, "allocated": 100, "opened": 320, "contracted": 180}),
        (date(2025, 4, 1), {"free": 300, "allocated": 420, "contracted": 80, "disbursed": 100}),
        (DEC, {"free": 300, "allocated": 420, "disbursed": 30, "settled": 150}),
        (date(2025, 12, 31), {"free": 300, "allocated": 440, "disbursed": 10, "settled": 150}),
    ],
)
def test_the_year_as_of_a_day(as_of, expected):
    assert short(figures_of(count(a_year().history.facts(), P).ledger, as_of=as_of)) == expected


def test_a_fact_of_another_service_waits_for_its_predecessor():
    year = Year()
    year.take_over("g1", 70, MAR)
    year.take_over_payment("g1", 70, MAR)
    assert len(count(year.history.facts(), P).unplaced()) == 2
    year.take_over_year(100, NOV)
    counted = count(year.history.facts(), P)
    assert short(figures_of(counted.ledger)) == {"allocated": 30, "disbursed": 70}
    assert counted.unplaced() == []


def test_what_an_account_cannot_bear_lies_in_suspense():
    year = Year().begin(100, 100, 100, NOV)
    year.reserve("g1", 60, JAN)
    year.sign("g1", 60, MAR)
    year.pay("g1", 75, MAR)
    figures = figures_of(count(year.history.facts(), P).ledger)
    assert (figures["disbursed"], figures["contracted"], figures["suspense"]) == (60, 0, 15)


def test_a_witnessed_fact_moves_money_on_the_first_day_that_bears_it():
    year = Year().begin(100, 100, 100, NOV)
    year.reserve("g1", 60, JAN)
    year.sign("g1", 60, MAR)
    year.pay("g1", 60, date(2025, 2, 1))
    ledger = count(year.history.facts(), P).ledger
    assert figures_of(ledger, as_of=date(2025, 3, 2))["disbursed"] == 0
    assert figures_of(ledger, as_of=MAR)["disbursed"] == 60


def test_nothing_is_left_in_a_resolved_call_not_even_what_comes_in_later():
    year = Year().begin(100, 100, 100, NOV)
    year.reserve("g1", 60, JAN)
    year.decline("g1", 60, MAR)
    year.arrive_all()
    year.resolve(date(2025, 2, 1))
    ledger = count(year.history.facts(), P).ledger
    assert short(figures_of(ledger)) == {"allocated": 100}
    assert short(figures_of(ledger, as_of=date(2025, 2, 1))) == {"allocated": 40, "reserved": 60}


@pytest.mark.slow
def test_the_stores_give_the_same_figures_and_the_cut_is_by_recording(stores):
    history = a_year().history
    history.write(stores)
    answer = recount(stores, P)
    assert short(answer) == {"free": 300, "allocated": 440, "settled": 150, "returned": 10}
    assert answer["known_at"] == instant_text(instant_of(history.facts()[-1].stamp))
    before_the_decline = next(e for e in history.events if e.name == "award.declined.v1").stamp - 1
    then = recount(stores, P, as_of=date(2025, 2, 1), known_at=instant_of(before_the_decline))
    assert short(then) == {"free": 300, "allocated": 100, "opened": 250, "reserved": 250}
    assert (then["programme"], then["as_of"]) == (P, "2025-02-01")


@pytest.mark.slow
def test_the_count_does_not_look_at_what_the_journal_says_of_others(stores):
    a_year().history.write(stores)
    whole = recount(stores, P)
    with tampering(stores["programme"]) as connection:
        connection.execute(
            "DELETE FROM events WHERE topic = 'budget.entry-posted.v1' AND "
            "convert_from(state, 'UTF8')::json->'data'->>'fact' NOT IN "
            "('BudgetDraftSubmitted', 'BudgetAdopted', 'ProgrammeTakenOver', 'AreaAllocated')"
        )
    assert recount(stores, P) == whole


@pytest.mark.slow
def test_an_unknown_version_of_a_money_fact_stops_the_count(stores):
    year = a_year()
    year.history.add("grants", "contract/g9", "contract.signed.v2", MAR, programme_id=P)
    year.history.write(stores)
    with pytest.raises(UnknownShape, match=r"contract\.signed\.v2"):
        recount(stores, P)


@pytest.mark.slow
def test_a_programme_that_nobody_knows_is_not_shown_as_zeros(stores):
    with pytest.raises(LookupError):
        recount(stores, "torun-2031")


@pytest.mark.slow
def test_the_reader_cannot_write_and_gives_all_stores_in_the_order_of_their_clocks(stores):
    history = a_year().history
    history.write(stores)
    assert list(merged_events(stores)) == history.events
    with _reader(stores["grants"]) as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        insert(connection, [event for event in history.events if event.service == "grants"])


def test_another_programme_year_is_left_out():
    year = a_year()
    year.history.add(
        "programme",
        "call/c9",
        "call.opened.v1",
        JAN,
        programme_id="torun-2026",
        call_id="c9",
        line_id=LINE,
        pool_grosze=5,
        opens_on=JAN,
    )
    assert figures_of(count(year.history.facts(), P).ledger)["opened"] == 0
