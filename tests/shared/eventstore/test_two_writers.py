"""Two writers on one database: being single is for speed only, so the total is exact with two as well."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.eventstore.records import Batch
from shared.eventstore.store import Store
from shared.eventstore.work import Outcome
from shared.eventstore.writer import Writer
from tests.shared.eventstore.test_feed import new_event
from tests.support import tally

pytestmark = pytest.mark.slow

THREADS = 16
COMMANDS_EACH = 25
LIMIT = 150


def test_two_writers_sixteen_threads_and_every_command_twice_end_with_exactly_the_limit(
    store: Store, start_writer: Callable[..., Writer]
) -> None:
    writers = [start_writer(), start_writer()]

    def send(thread: int) -> list[tuple[Outcome, Outcome]]:
        both = []
        for number in range(COMMANDS_EACH):
            work = [tally.counting("a", command_id=f"command-{thread}-{number}", limit=LIMIT) for _ in writers]
            answers = [writer.submit(one) for writer, one in zip(writers, work, strict=True)]
            both.append((answers[0].result(60), answers[1].result(60)))
        return both

    with ThreadPoolExecutor(THREADS) as pool:
        pairs = [pair for pairs in pool.map(send, range(THREADS)) for pair in pairs]

    for one, other in pairs:
        assert (one.position, one.hlc, one.refused) == (other.position, other.hlc, other.refused)
        assert one.repeated != other.repeated, "exactly one of the two carries it out"
    accepted = [one.position for one, _ in pairs if one.refused is None]
    assert sorted(accepted) == list(range(1, LIMIT + 1))
    stored = store.select_events("counter/a")
    assert [row.originator_version for row in stored] == list(range(1, LIMIT + 1))
    assert len(pairs) - len(accepted) == THREADS * COMMANDS_EACH - LIMIT


def test_a_writer_that_comes_late_to_a_long_stream_is_not_starved_by_one_that_knows_it(
    store: Store, start_writer: Callable[..., Writer]
) -> None:
    events = [new_event("counter/long", version, text=b'{"data":{"amount":1}}') for version in range(1, 8001)]
    store.append(Batch(events=events))
    busy, late = start_writer(), start_writer()
    busy.submit(tally.counting("long", command_id="warm-up-1")).result(60)
    with ThreadPoolExecutor(1) as pool:
        stop = [False]

        def keep_busy() -> int:
            number = 0
            while not stop[0]:
                busy.submit(tally.counting("long", command_id=f"busy-{number:04d}")).result(60)
                number += 1
            return number

        keeping = pool.submit(keep_busy)
        try:
            for number in range(5):
                late.submit(tally.counting("long", command_id=f"late-{number:04d}")).result(30)
        finally:
            stop[0] = True
        number = keeping.result()
    assert store.select_events("counter/long", desc=True, limit=1)[0].originator_version == 8001 + 5 + number
