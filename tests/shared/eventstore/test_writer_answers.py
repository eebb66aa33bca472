"""The writer's answers: what goes wrong with one piece of work stays with it."""

from __future__ import annotations

import threading

import pytest
from eventsourcing.persistence import DataError

from shared.eventstore import writer as writer_module
from shared.eventstore.desk import Desk
from shared.eventstore.store import Store
from shared.eventstore.writer import Writer, WriterBusy
from tests.support import tally

pytestmark = pytest.mark.slow


class Gate:
    """A command that holds the writer until it is opened, so that what comes meanwhile makes one batch."""

    def __init__(self, writer: Writer) -> None:
        self._entered, self._opened = threading.Event(), threading.Event()
        self._answer = writer.submit(tally.command(self._wait, command_id="the-gate"))
        assert self._entered.wait(10)

    def _wait(self, _: Desk) -> None:
        self._entered.set()
        assert self._opened.wait(10)

    def open(self) -> None:
        self._opened.set()
        self._answer.result(10)


def test_somebody_who_goes_away_does_not_spoil_the_answers_of_the_others(writer: Writer, store: Store) -> None:
    def go_away(desk: Desk) -> None:
        assert answers[1].cancel()
        tally.count(desk, counter_id="a", amount=1)

    gate = Gate(writer)
    works = [tally.counting("a", command_id=f"command-{number}") for number in range(3)]
    works[1] = tally.command(go_away, command_id="command-1")
    answers = [writer.submit(work) for work in works]
    gate.open()
    assert [answers[0].result(10).position, answers[2].result(10).position] == [1, 3]
    assert len(store.select_events("counter/a")) == 3


def test_what_the_store_can_never_take_fails_at_once_and_alone(writer: Writer, store: Store) -> None:
    gate = Gate(writer)
    before = writer.submit(tally.counting("a", command_id="command-1"))
    poison = writer.submit(
        tally.command(lambda desk: tally.remark(desk, counter_id="a", remark="nul \x00"), command_id="command-2")
    )
    after = writer.submit(tally.counting("a", command_id="command-3"))
    gate.open()
    assert [before.result(5).position, after.result(5).position] == [1, 2]
    with pytest.raises(DataError):
        poison.result(5)
    assert store.receipts([("anna", "command-2")]) == {}


def test_a_writer_whose_queue_is_full_can_be_stopped_and_finishes_what_is_queued(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "QUEUE_MAX", 3)
    writer = Writer(store, tally.CODEC, tally.no_message)
    writer.start()
    gate = Gate(writer)
    answers = [writer.submit(tally.counting("a", command_id=f"command-{number}")) for number in range(3)]
    with pytest.raises(WriterBusy, match="full"):
        writer.submit(tally.counting("a", command_id="one-too-many")).result(5)
    stopping = threading.Thread(target=writer.stop, kwargs={"timeout_seconds": 0.1}, daemon=True)
    stopping.start()
    stopping.join(10)
    assert not stopping.is_alive(), "who stops it waits for a place in its queue"
    gate.open()
    assert [answer.result(10).position for answer in answers] == [1, 2, 3]
    writer.stop()
    assert not writer.alive


def test_a_writer_that_is_stopped_takes_nothing_more(store: Store) -> None:
    writer = Writer(store, tally.CODEC, tally.no_message)
    writer.start()
    writer.stop()
    with pytest.raises(WriterBusy, match="stopping"):
        writer.submit(tally.counting("a", command_id="command-1")).result(5)


def test_a_writer_that_was_never_started_can_be_stopped_and_tells_those_who_wait(store: Store) -> None:
    writer = Writer(store, tally.CODEC, tally.no_message)
    answer = writer.submit(tally.counting("a", command_id="command-1"))
    writer.stop()
    with pytest.raises(WriterBusy, match="stopping"):
        answer.result(5)
    writer.start()
    assert not writer.alive, "a start that was under way comes too late"


def test_a_writer_finishes_what_is_queued_before_it_stops(store: Store, database: str) -> None:
    writer = Writer(store, tally.CODEC, tally.no_message)
    writer.start()
    gate = Gate(writer)
    answers = [writer.submit(tally.counting("a", command_id=f"command-{number}")) for number in range(200)]
    stopping = threading.Thread(target=writer.stop)
    stopping.start()
    gate.open()
    stopping.join(20)
    assert [answer.result(0).position for answer in answers] == list(range(1, 201))
    assert not writer.alive
