"""Planted differences are found, to the grosz and with the facts behind them; and nothing else is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from audit.figures import figures_of
from audit.journal import fold
from audit.matching import compare
from audit.reconcile import Difference, reconcile
from audit.words import compare_budget, compare_grants, compare_payments
from shared.kernel.canonical import canonical_json
from tests.audit.history import P
from tests.audit.test_recount import JAN, MAR, NOV, a_year
from tests.audit.year import Year
from tests.support.tampering import tampering

G1 = {
    "awarded_grosze": 200,
    "contracted_grosze": 180,
    "disbursed_grosze": 180,
    "accepted_grosze": 150,
    "returned_grosze": 30,
}
GRANTS = [
    {"grant_id": "g1", **G1},
    {"grant_id": "g2", **dict.fromkeys(G1, 0)},
    {"grant_id": "never-awarded", **dict.fromkeys(G1, 0)},
]
PAYMENTS = {
    "disbursed_grosze": 180,
    "returned_grosze": 30,
    "grants": [{"grant_id": "g1", "amount_grosze": 180, "disbursed_grosze": 180, "returned_grosze": 30}],
}


def told(differences: list[Difference]) -> list[tuple[str, int | None]]:
    return [(difference.what, difference.grosze) for difference in differences]


def differences(year: Year) -> list[Difference]:
    entries = year.history.entries()
    return compare(year.history.facts(), entries, fold(entries).ledger, P)


def answer(year: Year, *, as_of: date | None = None, in_flight: int = 0) -> dict:
    """What programme would say at the end of the history."""
    figures = figures_of(fold(year.history.entries()).ledger, as_of=as_of)
    known_at = year.history.now
    return {
        "programme": P,
        "as_of": as_of and as_of.isoformat(),
        "known_at": known_at,
        "in_flight": in_flight,
        **figures,
    }


def change(stores: dict[str, str], service: str, name: str, nth: int, **data: object) -> None:
    """Edit a stored fact, as somebody with rights on the database could."""
    with tampering(stores[service]) as connection:
        position, state = connection.execute(
            "SELECT notification_id, state FROM events WHERE topic = %s ORDER BY 1 OFFSET %s LIMIT 1", (name, nth)
        ).fetchone()
        envelope = json.loads(state)
        envelope["data"].update(data)
        connection.execute(
            "UPDATE events SET state = %s WHERE notification_id = %s", (canonical_json(envelope), position)
        )


@pytest.mark.slow
def test_an_honest_house_has_no_difference(stores):
    year = a_year()
    year.history.write(stores)
    assert reconcile(stores, P, None, None, None) == []
    assert reconcile(stores, P, answer(year), GRANTS, PAYMENTS) == []
    assert reconcile(stores, P, answer(year, as_of=date(2025, 4, 1)), GRANTS, PAYMENTS) == []


@pytest.mark.slow
def test_a_fact_missing_at_its_owner_is_found(stores):
    a_year().history.write(stores)
    with tampering(stores["payments"]) as connection:
        connection.execute("DELETE FROM events WHERE notification_id = 4")  # 10 grosze back in 2026, the last fact
    found = reconcile(stores, P)
    assert [(d.where, d.grosze) for d in found if "posts a fact that its owner does not have" in d.what] == [
        ("journal", 10)
    ]
    assert {d.what.split(",")[0]: d.grosze for d in found if "," in d.what} == {"disbursed": -10, "returned": 10}


@pytest.mark.slow
def test_a_hole_in_a_store_is_found(stores):
    a_year().history.write(stores)
    with tampering(stores["grants"]) as connection:
        connection.execute("DELETE FROM events WHERE topic = 'award.declined.v1'")
    assert ("grants lacks 1 of 3 positions", 0) in told(reconcile(stores, P))


@pytest.mark.slow
def test_a_changed_amount_at_the_owner_is_found(stores):
    a_year().history.write(stores)
    change(stores, "grants", "settlement.expenditure-accepted.v1", 0, amount_grosze=151)
    found = reconcile(stores, P)
    stated, disbursed, settled = found[0], found[1], found[2]
    assert (stated.counted, stated.said) == (151, 150)
    assert "ExpenditureAccepted g1" in stated.facts[0]
    assert "journal no." in stated.facts[1]
    assert disbursed.what.startswith("disbursed, line/")
    assert (settled.what.split(",")[0], settled.counted, settled.said) == ("settled", 151, 150)


@pytest.mark.slow
def test_a_changed_transfer_in_the_journal_is_found(stores):
    a_year().history.write(stores)
    nth = next(i for i, entry in enumerate(a_year().history.entries()) if entry.fact == "ExpenditureAccepted")
    change(stores, "programme", "budget.entry-posted.v1", nth, transfers=[])
    assert {d.what.split(",")[0]: d.grosze for d in reconcile(stores, P)} == {"settled": -150, "disbursed": 150}


def test_another_day_or_another_name_than_the_fact_has_is_found():
    year = a_year()
    facts, entries = year.history.facts(), year.history.entries()
    last = entries[-1]
    for changed, what in (
        ({"value_on": date(2026, 1, 14)}, "states 2026-01-14, the fact 2026-01-15"),
        ({"fact": "ExpenditureAccepted"}, "posts FundsReturned as ExpenditureAccepted"),
    ):
        planted = [*entries[:-1], replace(last, **changed)]
        found = compare(facts, planted, fold(planted).ledger, P)
        assert told(found) == [(f"no. {last.number} {what}", 0)]


def test_money_that_moved_on_another_day_is_found_though_the_totals_agree():
    year = a_year()
    entries = [
        replace(entry, day=date(2025, 4, 2)) if entry.day == date(2025, 4, 1) else entry
        for entry in year.history.entries()
    ]
    found = compare(year.history.facts(), entries, fold(entries).ledger, P)
    at = "line/sport.wsir.926-92605-2360/call/c1/grant/g1"
    assert told(found) == [
        (f"contracted, {at}/contracted, at the end of 2025-04-01", 100),
        (f"disbursed, {at}/disbursed, at the end of 2025-04-01", -100),
    ]


@pytest.mark.slow
def test_a_posting_made_twice_is_found(stores):
    year = a_year()
    last = next(e for e in reversed(year.history.events) if e.data.get("fact") == "FundsReturned")
    year.history.add("programme", f"budget/{P}", last.name, date(2026, 1, 15), **last.data)
    year.history.write(stores)
    found = reconcile(stores, P)
    number = year.history.entries()[-1].number
    assert (f"no. {number} posts a fact again", 10) in told(found)
    assert [d.what for d in found if d.where == "law"] == [
        f"journal no. {number}: no account below zero in line/sport.wsir.926-92605-2360/call/c1/grant/g1/disbursed"
    ]


@pytest.mark.slow
def test_a_fact_whose_meaning_is_not_known_is_reported(stores):
    year = a_year()
    year.history.add("payments", "gift/1", "gift.given.v1", MAR, amount_grosze=5)
    year.history.write(stores)
    assert told(reconcile(stores, P)) == [
        ("payments holds 1 facts named gift.given.v1, whose meaning for money is not known", 0)
    ]


@pytest.mark.slow
def test_what_is_on_the_way_is_no_difference_if_programme_shows_exactly_that_much(stores):
    year = a_year()
    year.pay("g1", 7, date(2025, 7, 1))
    year.history.write(stores)
    assert reconcile(stores, P, answer(year, in_flight=7)) == []
    assert ("FundsDisbursed was not posted", -7) in told(reconcile(stores, P, answer(year, in_flight=6)))
    assert ("FundsDisbursed was not posted", -7) in told(reconcile(stores, P))


@pytest.mark.slow
def test_facts_after_known_at_are_not_held_against_the_answer(stores):
    year = a_year()
    then = answer(year)
    year.pay("g1", 7, date(2025, 7, 1))
    year.history.write(stores)
    assert reconcile(stores, P, then) == []


def test_every_word_of_the_services_is_compared_to_the_grosz():
    year = a_year()
    facts, figures = year.history.facts(), answer(year)
    assert compare_grants(facts, GRANTS) == []
    assert compare_payments(facts, PAYMENTS) == []
    assert compare_budget(figures, figures) == []
    for field, amount in G1.items():
        changed = [{**GRANTS[0], field: amount + 1}, *GRANTS[1:]]
        assert told(compare_grants(facts, changed)) == [(f"{field} of g1", 1)]
    assert told(compare_grants(facts, GRANTS[1:])) == [(f"{field} of g1", -amount) for field, amount in G1.items()]
    assert told(compare_payments(facts, {**PAYMENTS, "returned_grosze": 31})) == [("returned_grosze of all grants", 1)]
    row = {**PAYMENTS["grants"][0], "disbursed_grosze": 179}
    assert told(compare_payments(facts, {**PAYMENTS, "grants": [row]})) == [("disbursed_grosze of g1", -1)]
    for name in ("limit", "free", "written_off", "committed", "headroom", "suspense"):
        assert told(compare_budget(figures, {**figures, name: figures[name] + 1})) == [(name, 1)]
    sport = {**figures["areas"]["sport"], "settled": 149}
    assert told(compare_budget(figures, {**figures, "areas": {"sport": sport}})) == [("settled, area sport", -1)]
    assert ("limit, area ghost", 3) in told(
        compare_budget(figures, {**figures, "areas": {**figures["areas"], "ghost": {"limit": 3}}})
    )


def test_a_refusal_that_was_on_the_way_while_its_call_was_resolved_is_no_difference():
    year = Year().begin(100, 100, 100, NOV)
    year.reserve("g1", 60, JAN)
    year.decline("g1", 60, date(2025, 1, 20))
    year.resolve(MAR)
    year.arrive_all()
    assert differences(year) == []


def test_money_back_and_expenditure_accepted_at_the_same_time_are_no_difference():
    """Both say 60 of 100; the journal took the later one first, so the other is short there."""
    year = Year().begin(100, 100, 100, NOV)
    year.reserve("g1", 100, JAN)
    year.sign("g1", 100, JAN)
    year.pay("g1", 100, MAR)
    year.arrive_all()
    year.accept("g1", 60, date(2025, 4, 1))
    year.give_back("g1", 60, date(2025, 4, 2))
    year.arrive(1)
    year.arrive(0)
    assert differences(year) == []


def test_a_difference_names_the_facts_behind_it():
    text = str(Difference("grants", "accepted_grosze of g1", 100, 99, ("grants/3 ExpenditureAccepted g1",)))
    assert text == "grants: accepted_grosze of g1: counted 1,00, said 0,99 (-1 gr)\n    grants/3 ExpenditureAccepted g1"
