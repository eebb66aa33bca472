"""Random histories break no law of money; whatever is done to an entry of them breaks one."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.checks.checking import Checks
from audit.checks.money import RULES
from audit.meanings import JOURNAL_ENTRY
from audit.reading import StoredEvent
from tests.audit.lawful import records
from tests.audit.naive import FIRST
from tests.audit.test_properties import _played, doings

MONEY = tuple(rule for rule in RULES if rule.judge and rule.code != "money-has-its-cause")
"""In these histories a promise answers no question; that each entry has its cause is tested with the lawful story."""


def broken(events: list[StoredEvent]) -> list[str]:
    entries = [event for event in events if event.name == JOURNAL_ENTRY]
    checks = Checks(MONEY).run(records(entries), today=FIRST)
    return [rule["code"] for rule in checks.plain() if rule["broken"]]


@settings(max_examples=150, deadline=None)
@given(history=st.lists(doings, min_size=8, max_size=30))
def test_no_random_history_breaks_the_law_of_money(history):
    assert broken(_played(history).history.events) == []


@settings(max_examples=150, deadline=None)
@given(
    history=st.lists(doings, max_size=20),
    which=st.integers(0, 99),
    how=st.sampled_from(["lost", "twice", "overdrawn", "made", "astray", "nothing"]),
)
def test_whatever_is_done_to_an_entry_breaks_the_law_of_money(history, which, how):
    events = list(_played(history).history.events)
    at = [n for n, event in enumerate(events) if event.name == JOURNAL_ENTRY and event.data["transfers"]][:-1]
    at = at[which % len(at)]
    event = events[at] = replace(events[at], envelope=deepcopy(events[at].envelope))
    move = event.data["transfers"][0]
    match how:
        case "lost":
            del events[at]
        case "twice":
            events.insert(at, event)
        case "overdrawn":
            move["amount_grosze"] += 10**9
        case "made":
            move["credit"] = "suspense/grant/g1"
        case "astray":
            move["credit"] = "returned"
        case "nothing":
            move["amount_grosze"] = 0
    assert broken(events)
