"""Counters: a writer counts what it has appended, refused and decided again, once each."""

from __future__ import annotations

import pytest
from prometheus_client import REGISTRY

from shared.eventstore.migrations import migrate
from shared.eventstore.writer import Writer
from tests.support import tally
from tests.support.running import running_writer

pytestmark = pytest.mark.slow


def _value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture
def database(postgres):
    dsn = postgres.fresh_database("counted")
    migrate(dsn)
    return dsn


def _give(writer: Writer, command_id: str, *, limit: int | None = None) -> None:
    writer.submit(tally.counting("one", 5, command_id=command_id, limit=limit)).result(20)


def test_appends_events_and_refusals_are_counted_and_a_repetition_is_not(database):
    def told() -> dict[str, float]:
        return {
            "appends": _value("grosz_store_appends_total"),
            "timed": _value("grosz_store_append_duration_seconds_count"),
            "events": _value("grosz_store_events_total", event="counter.counted.v1"),
            "refused": _value("grosz_refusals_total", code="limit-reached"),
        }

    before = told()
    with running_writer(database) as writer:
        _give(writer, "command-1")
        _give(writer, "command-2", limit=7)
        _give(writer, "command-1")
        _give(writer, "command-2", limit=7)
    now = told()
    assert {name: now[name] - before[name] for name in now} == {"appends": 2, "timed": 2, "events": 1, "refused": 1}


def test_an_append_that_lost_to_another_writer_is_a_conflict(database):
    before = _value("grosz_store_conflicts_total")
    with running_writer(database) as first, running_writer(database) as second:
        _give(first, "command-1")
        _give(second, "command-2")
        _give(first, "command-3")
    assert _value("grosz_store_conflicts_total") > before
