"""Waking: a killed LISTEN connection costs latency, never an event."""

from __future__ import annotations

import asyncio
import threading
import time

import psycopg
import pytest

from shared.eventstore.records import Batch
from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from tests.shared.eventstore.test_feed import new_event
from tests.support.waiting import wait_until

LISTENERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN events'"


@pytest.fixture
def waker(database: str) -> Waker:
    waker = Waker(database)
    waker.start()
    yield waker
    waker.stop()
    waker._thread.join(5)


def listener(connection: psycopg.Connection[tuple[int]]) -> int | None:
    row = connection.execute(LISTENERS).fetchone()
    return row[0] if row else None


@pytest.mark.slow
def test_a_killed_listen_connection_loses_nothing_and_comes_back(database: str, waker: Waker, store: Store) -> None:
    followed: list[int] = []
    enough = threading.Event()

    def follow() -> None:
        seen = waker.token()
        while not enough.is_set():
            followed.extend(row.position for row in store.feed(after=followed[-1] if followed else 0, limit=100))
            seen = waker.wait(seen, timeout_seconds=1.0)

    follower = threading.Thread(target=follow)
    follower.start()
    with psycopg.connect(database, autocommit=True) as admin:
        for version in range(1, 121):
            store.append(Batch(events=[new_event("counter/a", version)]))
            if version % 40 == 0:
                pid = wait_until(lambda: listener(admin), missing="a connection that listens")
                admin.execute("SELECT pg_terminate_backend(%s)", (pid,))
        wait_until(lambda: len(followed) >= 120, missing=lambda: f"events after {followed[-1:]}")
        wait_until(lambda: listener(admin), missing="a connection that listens again")
    enough.set()
    waker.wake()
    follower.join()
    assert followed == list(range(1, 121))


@pytest.mark.slow
def test_an_append_by_another_process_wakes_long_before_the_floor(database: str, waker: Waker, store: Store) -> None:
    with psycopg.connect(database, autocommit=True) as admin:
        wait_until(lambda: listener(admin), missing="a connection that listens")
    wait_until(lambda: waker.token() > 0, missing="the waking at the start of listening")
    seen, begun = waker.token(), time.monotonic()
    store.append(Batch(events=[new_event("counter/a", 1)]))
    assert waker.wait(seen, timeout_seconds=20) > seen
    assert time.monotonic() - begun < 5


def test_who_waits_in_an_event_loop_is_woken_from_another_thread() -> None:
    waker = Waker("never started")

    async def wait() -> int:
        threading.Timer(0.05, waker.wake).start()
        return await waker.wait_async(0, timeout_seconds=20)

    assert asyncio.run(wait()) == 1


def test_an_append_between_the_look_and_the_wait_is_not_slept_through() -> None:
    waker = Waker("never started")
    seen = waker.token()
    waker.wake()
    begun = time.monotonic()
    assert waker.wait(seen, timeout_seconds=20) == 1
    assert asyncio.run(waker.wait_async(seen, timeout_seconds=20)) == 1
    assert time.monotonic() - begun < 5
