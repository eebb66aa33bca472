"""The writer's answers: what goes wrong with one piece of work stays with it."""

from __future__ import annotations

import threading

import pytest
from eventsourcing.persistence import DataError

from shared.eventstore.desk import Desk
from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from tests.support import tally

pytestmark = pytest.mark.slow


class Gate:
    """A command that holds the writer until it is opened, so that what comes meanwhile makes one batch."""

    def __init__(self, writer: Writer) -> None:
        self._entered, self._opened = threading.Event(), threading.Event()
        self._answer = writer.submit(tally.command(self._wait, command_id="the-gate"))
        assert self._entered.wait(10)

    def _wait(self, desk: Desk) -> None:
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
