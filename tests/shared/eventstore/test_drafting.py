"""A draft of one append: what one piece of work cannot do stays its own affair, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.eventstore.desk import Desk
from shared.eventstore.drafting import Draft
from shared.eventstore.envelope import ENVELOPE_BYTES_MAX, with_place
from shared.eventstore.work import Work
from shared.messages.fields import Fact
from shared.transport.inbox import Inbox
from tests.support import tally
from tests.support.tally import COUNTER, Counted


def empty(aggregate: Any, _: str) -> tuple[Any, int]:
    return aggregate.initial, 0


def a_draft(publish: Callable[..., Fact | None] = tally.no_message) -> Draft:
    return Draft(tally.CODEC, publish, empty)


def record_at(key: str) -> Callable[[Desk], None]:
    return lambda desk: desk.record(COUNTER, key, [Counted(1)])


def test_an_event_that_cannot_be_told_fails_its_own_work_and_no_other() -> None:
    def publish(event: Any, *, key: str) -> Fact | None:
        if key == "b":
            raise ZeroDivisionError
        return None

    draft = a_draft(publish)
    works = [tally.counting(key, command_id=f"command-{n}") for n, key in enumerate("abca")]
    faults = [type(draft.decide(work).fault) for work in works]
    assert faults == [type(None), ZeroDivisionError, type(None), type(None)]
    assert [(event.stream, event.version) for event in draft.batch.events] == [
        ("counter/a", 1),
        ("counter/c", 1),
        ("counter/a", 2),
    ]
    assert draft.states["counter/b"] == (COUNTER.initial, 0)
    assert [receipt.command_id for receipt in draft.batch.receipts] == ["command-0", "command-2", "command-3"]


def test_an_event_of_two_that_cannot_be_stored_takes_the_other_with_it() -> None:
    def both(desk: Desk) -> None:
        desk.record(COUNTER, "a", [Counted(1)])
        desk.record(COUNTER, "b", [object()])

    draft = a_draft()
    assert draft.decide(tally.command(both, command_id="command-1")).fault
    assert (draft.batch.events, draft.batch.receipts) == ([], [])
    assert draft.states["counter/a"] == draft.states["counter/b"] == (COUNTER.initial, 0)


def test_a_fact_too_large_for_the_bus_is_refused_and_nothing_of_it_is_kept() -> None:
    draft = a_draft()
    draft.decide(tally.counting("a", command_id="command-1"))
    decided = draft.decide(tally.command(record_at("x" * ENVELOPE_BYTES_MAX), command_id="command-2"))
    assert decided.refused
    assert (decided.refused.code, decided.refused.status) == ("fact-too-large", 422)
    assert [event.stream for event in draft.batch.events] == ["counter/a"]


def test_a_reaction_whose_fact_would_be_too_large_is_parked() -> None:
    def record_too_much(desk: Desk, *, counter_id: str, amount: int) -> None:
        record_at("x" * ENVELOPE_BYTES_MAX)(desk)

    inbox = Inbox("hearer", tally.listening("teller", record_too_much))
    draft = a_draft()
    decided = draft.decide(inbox.work(tally.fact_bytes("teller", "a"), publisher="teller"))
    assert decided.status == "parked"
    assert (draft.batch.inbox[0].reason or "").startswith("fact-too-large: ")


@pytest.mark.parametrize("spare", [0, 1])
def test_the_largest_fact_that_is_kept_fits_one_message_of_the_bus_with_its_headers(spare: int) -> None:
    def envelope(length: int) -> Work:
        return tally.command(record_at("x" * length), command_id="command-1")

    probe = a_draft()
    probe.decide(envelope(1))
    length = ENVELOPE_BYTES_MAX - len(probe.batch.events[0].state) + 1 + spare
    draft = a_draft()
    assert bool(draft.decide(envelope(length)).refused) is bool(spare)
    if not spare:
        placed = with_place(draft.batch.events[0].state, position=2**63 - 1, stamp=2**63 - 1 - 2**62)
        assert len(placed) + 10_000 < 1_048_576
