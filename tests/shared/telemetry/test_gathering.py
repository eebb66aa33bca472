"""Figures of the database: bounded, cached, and said to be missing rather than guessed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing

import pytest

from shared.eventstore.migrations import migrate
from shared.hosting import gathering, store_figures
from shared.hosting.gathering import Gathering
from shared.telemetry.figures import Connection, Figure, ReadFigures, age_seconds

pytestmark = pytest.mark.slow


def _slow(connection: Connection, now: float) -> Iterator[Figure]:
    connection.execute("SELECT pg_sleep(60)")
    yield Figure("never", "", now)


def _asked(database: str, *readers: ReadFigures) -> list[Figure]:
    with closing(Gathering(database, readers)) as gathered:
        return asyncio.run(gathered.figures())


def _told(figures: list[Figure]) -> dict[str, float]:
    return {figure.name: figure.value for figure in figures}


def test_an_empty_store_has_figures_and_they_are_zero(postgres):
    database = postgres.fresh_database("figures")
    migrate(database)
    readers = [store_figures.of_store, store_figures.of_inbox, store_figures.of_projections(["journal"])]
    readers.append(store_figures.of_outbox(lambda: [store_figures.Sent("EV", True, 0)]))
    told = _asked(database, *readers)
    assert {figure.name for figure in told if figure.value} == set()
    assert {"grosz_projection_lag_seconds", "grosz_outbox_unpublished_messages", "grosz_inbox_messages"} <= set(
        _told(told)
    )


def test_a_question_that_takes_too_long_is_cut_off_and_said_to_be_missing(postgres):
    told = _told(_asked(postgres.fresh_database("figures"), _slow))
    assert told == {"grosz_figures_failed": 1}


def test_a_scrape_does_not_wait_for_a_database_that_is_away():
    told = _told(_asked("host=127.0.0.1 port=1", store_figures.of_store))
    assert told == {"grosz_figures_failed": 1}


def test_scrapes_at_once_share_one_question(postgres):
    asked = []

    def counting(connection: Connection, now: float) -> Iterator[Figure]:
        asked.append(now)
        connection.execute("SELECT pg_sleep(0.2)")
        yield Figure("counted", "", len(asked))

    async def many() -> None:
        with closing(Gathering(postgres.fresh_database("figures"), [counting])) as gathered:
            for figures in await asyncio.gather(*(gathered.figures() for _ in range(8))):
                assert _told(figures) == {"counted": 1, "grosz_figures_failed": 0}

    asyncio.run(many())
    assert len(asked) == 1


def test_the_connection_may_not_write(postgres):
    def writing(connection: Connection, now: float) -> Iterator[Figure]:
        connection.execute("CREATE TABLE mine (x int)")
        yield Figure("wrote", "", now)

    assert _told(_asked(postgres.fresh_database("figures"), writing)) == {"grosz_figures_failed": 1}


def test_old_figures_are_not_shown_for_long(postgres, monkeypatch):
    broken = False

    def sometimes(connection: Connection, now: float) -> Iterator[Figure]:
        connection.execute("SELECT 1 / %s", (0 if broken else 1,))
        yield Figure("known", "", 1)

    async def asked_twice() -> dict[str, float]:
        nonlocal broken
        monkeypatch.setattr(gathering, "KEPT_SECONDS_MIN", 0)
        monkeypatch.setattr(gathering, "KEPT_TIMES_AS_LONG_AS_IT_TOOK", 0)
        with closing(Gathering(postgres.fresh_database("figures"), [sometimes])) as gathered:
            assert _told(await gathered.figures()) == {"known": 1, "grosz_figures_failed": 0}
            broken = True
            assert _told(await gathered.figures()) == {"known": 1, "grosz_figures_failed": 1}
            monkeypatch.setattr(gathering, "SHOWN_SECONDS_MAX", 0)
            return _told(await gathered.figures())

    assert asyncio.run(asked_twice()) == {"grosz_figures_failed": 1}


def test_an_age_is_never_below_zero():
    assert age_seconds(None, 10.0) == 0
    assert age_seconds((4_000 << 16) + 7, 10.0) == 6
    assert age_seconds(4_000_000 << 16, 10.0) == 0
