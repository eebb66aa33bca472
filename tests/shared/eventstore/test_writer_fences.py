"""A decision never rests on a state that has moved: it is taken again, whether it was a yes or a no."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.eventstore.desk import Desk
from shared.eventstore.records import Batch
from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from tests.shared.eventstore.test_feed import new_event
from tests.support import tally
from tests.support.tally import COUNTER

pytestmark = pytest.mark.slow

ENVELOPE = b'{"data":{"amount":5}}'


class MovesWhileDeciding:
    """A use case that reads the counter `read`; while it thinks for the first time, somebody else counts there."""

    def __init__(self, store: Store, then: Callable[[Desk, int], None]) -> None:
        self._store = store
        self._then = then
        self.totals: list[int] = []

    def __call__(self, desk: Desk) -> None:
        total = desk.state(COUNTER, "read").total
        self.totals.append(total)
        if len(self.totals) == 1:
            self._store.append(Batch(events=[new_event("counter/read", 1, text=ENVELOPE)]))
        self._then(desk, total)


def write_what_was_read(desk: Desk, total: int) -> None:
    desk.record(COUNTER, "written", [tally.Counted(total + 1)])


def refuse_at_nothing(desk: Desk, total: int) -> None:
    if total == 0:
        raise tally.LimitReached("nothing is there")


def do_nothing(desk: Desk, total: int) -> None:
    """The wish is true already, as far as the reader knows."""


@pytest.mark.parametrize("then", [write_what_was_read, refuse_at_nothing, do_nothing])
def test_a_decision_that_only_read_a_stream_is_taken_again_when_the_stream_has_moved(
    writer: Writer, store: Store, then: Callable[[Desk, int], None]
) -> None:
    decide = MovesWhileDeciding(store, then)
    outcome = writer.submit(tally.command(decide, command_id="command-1")).result(10)
    assert decide.totals == [0, 5]
    assert outcome.refused is None
    written = store.select_events("counter/written")
    assert [row.state.count(b'"amount":6') for row in written] == ([1] if then is write_what_was_read else [])


def test_decisions_of_one_batch_see_what_the_earlier_ones_recorded(writer: Writer) -> None:
    seen: list[int] = []

    def look_and_count(desk: Desk) -> None:
        seen.append(desk.state(COUNTER, "a").total)
        desk.record(COUNTER, "a", [tally.Counted(1), tally.Counted(1)])
        assert desk.state(COUNTER, "a").total == seen[-1] + 2

    answers = [writer.submit(tally.command(look_and_count, command_id=f"command-{n}")) for n in range(50)]
    positions = [answer.result(10).position for answer in answers]
    assert seen == list(range(0, 100, 2))
    assert positions == list(range(2, 102, 2))


def test_a_refused_decision_leaves_nothing_for_the_next_of_its_batch(writer: Writer, store: Store) -> None:
    def record_and_refuse(desk: Desk) -> None:
        desk.keep_text("left behind?")
        desk.record(COUNTER, "a", [tally.Counted(1)])
        raise tally.LimitReached("no")

    refused = writer.submit(tally.command(record_and_refuse, command_id="command-1"))
    counted = writer.submit(tally.counting("a", 7, command_id="command-2"))
    assert refused.result(10).refused.code == "limit-reached"
    assert counted.result(10).position == 1
    assert [row.originator_version for row in store.select_events("counter/a")] == [1]
    with store.connection() as connection:
        assert connection.execute("SELECT * FROM texts").fetchall() == []


def test_a_faulty_decision_hurts_nobody_else_of_its_batch(writer: Writer, store: Store) -> None:
    def crash(desk: Desk) -> None:
        desk.record(COUNTER, "a", [tally.Counted(1)])
        raise ZeroDivisionError

    answers = [
        writer.submit(tally.counting("a", 1, command_id="command-1")),
        writer.submit(tally.command(crash, command_id="command-2")),
        writer.submit(tally.counting("a", 2, command_id="command-3")),
    ]
    assert answers[0].result(10).position == 1
    assert answers[2].result(10).position == 2
    with pytest.raises(ZeroDivisionError):
        answers[1].result(10)
    assert store.receipts([("anna", "command-2")]) == {}
