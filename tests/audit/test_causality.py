"""The causal tree of a fact: up to the command, down to its last effect, in every service."""

from __future__ import annotations

import pytest

from audit.causality import Node, tree_of
from audit.finding import find
from audit.sources import SERVICES
from audit.sources.record import Record
from shared.kernel.canonical import canonical_json
from tests.audit.clocks import FIRST, Clocks


def commanded(record: Record, command: str) -> Record:
    """As if a command had recorded it."""
    record.stored = canonical_json({**record.envelope, "command_id": command})
    record._envelope = None
    return record


@pytest.fixture
def clocks() -> Clocks:
    """A command records two facts; one of them leads, by way of programme, to an award and a notice."""
    clocks = Clocks(dict.fromkeys(SERVICES, 0))
    clocks.record("grants", "offer.submitted.v1", FIRST, {}, at_ms=0)
    beside = commanded(clocks.record("grants", "offer.scored.v1", FIRST, {}, at_ms=5), "command-1")
    proposed = commanded(clocks.record("grants", "award.proposed.v1", FIRST, {}, at_ms=5, key="g1"), "command-1")
    assert beside.position + 1 == proposed.position
    reserved = clocks.record("programme", "reservation.funds-reserved.v1", FIRST, {}, at_ms=9, cause=proposed)
    granted = clocks.record("grants", "award.granted.v2", FIRST, {}, at_ms=12, cause=reserved, key="g1")
    clocks.record("notifications", "notice.notice-recorded.v1", FIRST, {}, at_ms=14, cause=granted)
    clocks.record("grants", "offer.submitted.v1", FIRST, {}, at_ms=20)
    return clocks


def names(node: Node) -> list:
    return [node.record.name.split(".")[1], *(names(effect) for effect in node.effects)]


WHOLE = [["scored"], ["proposed", ["funds-reserved", ["granted", ["notice-recorded"]]]]]


@pytest.mark.parametrize("asked", ["grants:2", "grants:3", "programme:1", "grants:4", "notifications:1"])
def test_the_tree_of_each_of_its_facts_is_the_same_whole(clocks: Clocks, asked: str):
    source = clocks.source()
    record = find(source, asked)
    assert record is not None
    tree = tree_of(source, record)
    assert (tree.command, [names(root) for root in tree.roots]) == ("command-1", WHOLE)
    assert tree.asked == record.event_id
    assert record.event_id in tree.ancestors


def test_a_fact_is_found_by_its_id_and_by_its_place(clocks: Clocks):
    source = clocks.source()
    record = find(source, "programme:1")
    assert record is not None
    assert find(source, record.event_id) is record
    assert find(source, "programme:7") is None
    assert find(source, "nobody:1") is None
    assert find(source, "00000000-0000-5000-8000-000000000000") is None
