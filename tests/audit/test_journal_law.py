"""The law of money over programme's journal alone: each breach is named with the number of its entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from audit.entries import Entry
from audit.figures import figures_of
from audit.journal import Breach, fold, journal_figures
from audit.ledger import Move
from tests.audit.history import P
from tests.audit.test_recount import a_year

CONTRACTED = "line/sport.wsir.926-92605-2360/call/c1/grant/g1/contracted"


def entries() -> list[Entry]:
    return a_year().history.entries()


def numbered(fact: str, nth: int = 0) -> int:
    return [entry.number for entry in entries() if entry.fact == fact][nth]


def test_a_lawful_journal_has_no_breach_and_gives_the_figures():
    journal = fold(entries())
    assert journal.breaches == []
    figures = figures_of(journal.ledger)
    assert (figures["limit"], figures["settled"], figures["returned"], figures["allocated"]) == (900, 150, 10, 440)


def test_an_account_below_zero_is_reported_with_its_journal_number():
    number = numbered("FundsDisbursed", 1)
    changed = [
        replace(entry, inside=(replace(entry.inside[0], amount=81),)) if entry.number == number else entry
        for entry in entries()
    ]
    assert fold(changed).breaches == [Breach(number, "no account below zero", CONTRACTED, None, -1)]


def test_an_account_below_zero_on_an_effective_day_only_is_reported_too():
    number = numbered("FundsDisbursed")
    changed = [
        replace(entry, day=date(2025, 3, 2), value_on=date(2025, 3, 2)) if entry.number == number else entry
        for entry in entries()
    ]
    rule = "no account below zero on any effective day"
    assert fold(changed).breaches == [Breach(number, rule, CONTRACTED, date(2025, 3, 2), -100)]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"number": 4711}, "numbers follow one another"),
        ({"value_on": date(2030, 1, 1)}, "money moves on the fact's day"),
        ({"cause_stamp": 2**62}, "an effect is recorded after its cause"),
        ({"inside": (Move("free", "suspense/grant/g1", 1),)}, "the balances add up to the limit"),
        ({"inside": (Move("free", "pocket/mine", 1),)}, "the chart of accounts has this account"),
        ({"inside": (Move("free", "pocket/mine", 1),)}, "the balances add up to the limit"),
        ({"inside": (Move("free", "line/sport.wsir.926-92605-2360", 0),)}, "a transfer moves more than zero"),
        ({"suspense": (Move("free", "suspense/grant/g1", 1),)}, "the suspense book balances"),
    ],
)
def test_what_an_entry_may_not_do(change, rule):
    last = entries()[-1]
    breaches = fold([*entries()[:-1], replace(last, **change)]).breaches
    assert [breach.number for breach in breaches if breach.rule.startswith(rule)] == [change.get("number", last.number)]


def test_a_missing_number_is_reported_once():
    without = [entry for entry in entries() if entry.number != 2]
    assert [breach.number for breach in fold(without).breaches if "numbers" in breach.rule] == [3]


@pytest.mark.slow
def test_the_stored_journal_is_folded_alone(stores):
    a_year().history.write({"programme": stores["programme"]})
    figures = journal_figures(stores, P, as_of=date(2025, 4, 1))
    assert (figures["contracted"], figures["disbursed"], figures["breaches"]) == (80, 100, [])
