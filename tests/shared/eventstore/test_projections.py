"""Read models: each event once, in order, in one transaction with its position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest

from shared.eventstore.projections import ProjectionRunner, Recorded
from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from shared.eventstore.writer import Writer
from tests.support import tally
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

Start = Callable[..., ProjectionRunner]


class Totals:
    """A read model that stumbles at an amount, as long as `stumbles` says so."""

    name = "totals"

    def __init__(self) -> None:
        self.stumbles = True

    def project(self, cursor: psycopg.Cursor[dict[str, Any]], recorded: Recorded) -> None:
        cursor.execute("INSERT INTO totals VALUES (%s, %s)", (recorded.position, recorded.event.amount))
        if recorded.event.amount == 13 and self.stumbles:
            raise ZeroDivisionError


@pytest.fixture
def totals(store: Store) -> Totals:
    with store.connection() as connection:
        connection.execute("CREATE TABLE totals (position bigint, amount bigint)")
    return Totals()


@pytest.fixture
def start(database: str, totals: Totals) -> Iterator[Start]:
    with ExitStack() as running:

        def begin() -> ProjectionRunner:
            store, waker = Store(database), Waker(database)
            runner = ProjectionRunner(store, tally.CODEC, [totals], waker)
            runner.start()
            running.callback(store.close)
            running.callback(runner.stop)
            return runner

        yield begin


def rows(store: Store) -> list[tuple[int, int]]:
    with store.connection() as connection:
        return [(r["position"], r["amount"]) for r in connection.execute("SELECT * FROM totals ORDER BY 1").fetchall()]


def count(writer: Writer, *amounts: int) -> None:
    for answer in [writer.submit(tally.counting("a", amount, command_id=f"command-{amount}")) for amount in amounts]:
        answer.result(10)


def test_four_replicas_project_each_event_once_and_in_order(writer: Writer, store: Store, start: Start) -> None:
    count(writer, *range(101, 2101))
    for runner in [start() for _ in range(4)]:
        runner.wait_for(2000, timeout_seconds=15)
    assert rows(store) == [(position, 100 + position) for position in range(1, 2001)]


def test_a_failing_event_stops_its_read_model_says_so_and_is_done_once_when_it_is_mended(
    writer: Writer, store: Store, start: Start, totals: Totals
) -> None:
    runner = start()
    count(writer, 11, 12, 13, 14)
    wait_until(lambda: runner.failures.get("totals"), missing="word of the failure")
    assert "ZeroDivisionError" in runner.failures["totals"]
    with pytest.raises(TimeoutError, match="totals"):
        runner.wait_for(4, timeout_seconds=0.1)
    totals.stumbles = False
    runner.wait_for(4, timeout_seconds=15)
    wait_until(lambda: not runner.failures, missing=lambda: f"an end of {runner.failures}")
    assert rows(store) == [(1, 11), (2, 12), (3, 13), (4, 14)]


def test_a_read_model_that_no_longer_exists_holds_nobody_up(writer: Writer, store: Store, start: Start) -> None:
    with store.connection() as connection:
        connection.execute("INSERT INTO projections VALUES ('register of last year', 0, 0)")
    runner = start()
    count(writer, 11)
    runner.wait_for(1, timeout_seconds=5)
