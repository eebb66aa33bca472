"""Random histories: the count equals a naive fold, and programme's real ledger however late facts arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.counting import count
from audit.figures import figures_of
from audit.journal import fold
from audit.matching import compare
from shared.kernel.accounts import BALANCES
from tests.audit.history import P
from tests.audit.late import Doing, Late
from tests.audit.naive import FIRST, Naive
from tests.audit.year import Year

KINDS = ("reserve", "reserve", "decline", "sign", "sign", "pay", "pay", "accept", "give_back", "write_off", "resolve")
steps = st.tuples(
    st.sampled_from(KINDS), st.sampled_from(["g1", "g2", "g3", "g4"]), st.floats(0.1, 1.0), st.integers(0, 12)
)


@settings(max_examples=200, deadline=None)
@given(limit=st.integers(0, 10**9), history=st.lists(steps, max_size=40), after=st.integers(-1, 300))
def test_a_lawful_history_counts_to_a_naive_fold_on_every_day(limit, history, after):
    naive = Naive()
    naive.begin(limit)
    for kind, grant, part, later in history:
        naive.day += timedelta(days=later)
        naive.act(kind, grant, part)
    day = FIRST + timedelta(days=after)
    counted = count(naive.facts, P)
    figures, expected = figures_of(counted.ledger, as_of=day), naive.balances(day)
    assert {name: figures[name] for name in BALANCES} == expected
    assert figures["limit"] == sum(expected.values()) == (limit if after >= 0 else 0)
    assert figures["suspense"] == 0
    assert all(amount >= 0 for amount in expected.values())
    assert counted.unplaced() == []


DOINGS = (
    *("limit", "reserve", "decline", "decline", "sign", "sign", "pay", "pay"),
    *("accept", "accept", "give_back", "give_back", "resolve", "arrive", "arrive", "arrive", "arrive"),
    *("increase", "drop", "annex", "annex", "terminate", "cancel", "send_back", "send_back", "withdraw", "withdraw"),
    *("write_off", "write_off", "confirm_year", "reduce_year", "drop_draft", "close"),
    *("amend", "cut", "reallocate", "deallocate", "pool", "block", "unblock", "change_pool", "open", "annul", "close"),
)
doings = st.builds(
    Doing,
    st.sampled_from(DOINGS),
    st.sampled_from(["g1", "g2", "g3"]),
    st.integers(1, 150),
    st.integers(0, 120).map(lambda days: FIRST + timedelta(days=days)),
    st.integers(0, 5),
)


def _played(history: list[Doing]) -> Year:
    late = Late()
    for grant in ("g1", "g2", "g3"):
        late.act(Doing("reserve", grant, 100, FIRST))
    for doing in (Doing("sign", "g1", 90, FIRST), *history):
        late.act(doing)
    late.arrive_all()
    return late.year


@settings(max_examples=300, deadline=None)
@given(history=st.lists(doings, min_size=8, max_size=30))
def test_the_count_agrees_with_programmes_own_ledger_however_late_facts_arrive(history):
    year = _played(history)
    facts, entries = year.history.facts(), year.history.entries()
    journal = fold(entries)
    assert journal.breaches == []
    assert not year.on_the_way
    assert list(map(str, compare(facts, entries, journal.ledger, P))) == []


@settings(max_examples=150, deadline=None)
@given(history=st.lists(doings, max_size=20), which=st.integers(0, 99), how=st.sampled_from(["lost", "twice", "more"]))
def test_whatever_is_done_to_an_entry_is_found(history, which, how):
    year = _played(history)
    entries = year.history.entries()
    at = [n for n, entry in enumerate(entries) if entry.inside]
    at = at[which % len(at)]
    entry = entries[at]
    more = replace(entry, inside=(replace(entry.inside[0], amount=entry.inside[0].amount + 1), *entry.inside[1:]))
    changed = {"lost": [], "twice": [entry, entry], "more": [more]}[how]
    entries[at : at + 1] = changed
    assert compare(year.history.facts(), entries, fold(entries).ledger, P)
