"""The feed: every event once, without gaps, in the order of commits, under eight writers at once."""

from __future__ import annotations

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.eventstore.records import Batch, NewEvent
from shared.eventstore.store import FeedRow, Store
from shared.kernel.ids import event_id
from tests.support.waiting import wait_until

WRITERS = 8
APPENDS_EACH = 60


def new_event(stream: str, version: int, *, text: bytes = b"{}") -> NewEvent:
    return NewEvent(stream, version, "counter.counted.v1", text, event_id("torun", stream, version), None, None)


def append_many(address: str, writer: int, start: threading.Barrier) -> list[tuple[float, int, int, float]]:
    """Append to a stream of its own, one to three events at a time: (begun, first position, last position, ended)."""
    store, version, done = Store(address, pool_size=1), 0, []
    start.wait()
    for number in range(APPENDS_EACH):
        events = [new_event(f"counter/{writer}", version + i) for i in range(1, 2 + number % 3)]
        begun = time.monotonic()
        base = store.append(Batch(events=events))
        done.append((begun, base.position + 1, base.position + len(events), time.monotonic()))
        version += len(events)
    store.close()
    return done


@pytest.mark.slow
def test_no_event_is_skipped_and_no_position_is_missing_while_eight_writers_append(database: str) -> None:
    seen: list[FeedRow] = []
    everything = WRITERS * sum(1 + number % 3 for number in range(APPENDS_EACH))
    reader = Store(database, pool_size=1)
    start = threading.Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(append_many, database, writer, start) for writer in range(WRITERS)]

        def all_read() -> bool:
            seen.extend(reader.feed(after=seen[-1].position if seen else 0, limit=7))
            return len(seen) >= everything

        wait_until(all_read, missing=lambda: f"{everything - len(seen)} of {everything} events", within=60)
        appended = [append for writer in writers for append in writer.result()]
    reader.close()

    assert [row.position for row in seen] == list(range(1, everything + 1))
    assert all(earlier.hlc < later.hlc for earlier, later in itertools.pairwise(seen))
    for writer in range(WRITERS):
        versions = [row.version for row in seen if row.stream == f"counter/{writer}"]
        assert versions == list(range(1, len(versions) + 1))
    in_place = sorted(appended, key=lambda append: append[1])
    latest_begin = 0.0
    for begun, _, _, ended in in_place:
        assert ended > latest_begin, "an append that had ended before another began stands behind it"
        latest_begin = max(latest_begin, begun)


@pytest.mark.slow
def test_nothing_is_appended_at_or_below_a_watermark_that_was_taken(database: str) -> None:
    store = Store(database)
    start = threading.Barrier(3)
    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(append_many, database, writer, start) for writer in range(2)]
        start.wait()
        marks = []
        while not all(writer.done() for writer in writers):
            marks.append(store.watermark())
        for writer in writers:
            writer.result()
    rows = store.feed(after=0, limit=10_000)
    store.close()
    assert len(marks) > 5
    for position, stamp in marks:
        assert all((row.hlc <= stamp) == (row.position <= position) for row in rows)


@pytest.mark.slow
def test_the_watermark_of_a_store_that_rests_goes_with_the_clock(store: Store) -> None:
    first = store.watermark()
    wait_until(lambda: store.watermark().hlc > first.hlc + (5 << 16), missing="five milliseconds of the store's clock")
    assert store.watermark().position == 0


@pytest.mark.slow
def test_only_messages_are_given_to_who_asks_for_messages_alone(store: Store) -> None:
    told = NewEvent(
        "counter/a", 2, "counter.counted.v1", b"{}", event_id("torun", "counter/a", 2), "x.counted.v1", b"{}"
    )
    store.append(Batch(events=[new_event("counter/a", 1), told, new_event("counter/a", 3)]))
    assert [row.position for row in store.feed(after=0, limit=10, only_messages=True)] == [2]


@pytest.mark.slow
def test_the_librarys_own_way_in_is_closed(store: Store) -> None:
    with pytest.raises(NotImplementedError):
        store.insert_events([])
