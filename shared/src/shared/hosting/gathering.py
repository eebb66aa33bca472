"""Figures of the service's own database, gathered when somebody scrapes: cached, bounded, on a connection of its own.

A scrape never waits for the writer's pool, never runs two gatherings at once, and takes at most a twentieth of a
connection's time: the longer a gathering took, the longer its figures are kept. What cannot be gathered is left out
and said, never guessed and never shown for long after it was true.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import psycopg
from psycopg.rows import dict_row

from shared.telemetry.figures import Connection, Figure, ReadFigures

KEPT_SECONDS_MIN = 1.0
KEPT_TIMES_AS_LONG_AS_IT_TOOK = 20
SHOWN_SECONDS_MAX = 60.0
WAIT_SECONDS = 3.0
_OPTIONS = "-c statement_timeout=2000 -c lock_timeout=500 -c default_transaction_read_only=on"
log = logging.getLogger(__name__)


class Gathering:
    """Call `figures` from the event loop as often as you like."""

    def __init__(self, database_url: str, readers: Sequence[ReadFigures]) -> None:
        self._database_url = database_url
        self._readers = readers
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="figures")
        self._connection: Connection | None = None
        self._running: asyncio.Future[list[Figure]] | None = None
        self._figures: list[Figure] = []
        self._taken_at = 0.0
        self._took = 0.0
        self._failed = False

    async def figures(self) -> list[Figure]:
        """What is known by now: fresh where the database answers in time. Never raises, never waits long."""
        if time.monotonic() > self._taken_at + max(KEPT_SECONDS_MIN, KEPT_TIMES_AS_LONG_AS_IT_TOOK * self._took):
            await self._gather()
        age = time.monotonic() - self._taken_at
        shown = self._figures if age < SHOWN_SECONDS_MAX else []
        failed = Figure(
            "grosz_figures_failed", "1: the figures that are read from the database are missing.", self._failed
        )
        return [*shown, failed]

    async def _gather(self) -> None:
        if self._running is None:
            loop = asyncio.get_running_loop()
            self._running = asyncio.ensure_future(loop.run_in_executor(self._thread, self._read))
        running = self._running
        done, _ = await asyncio.wait([running], timeout=WAIT_SECONDS)
        if self._running is not running:
            return  # another scrape waited for the same and has taken it
        if not done:
            self._failed = True  # it goes on in its thread; who scrapes next waits for the same one
            return
        self._running = None
        if error := running.exception():
            self._failed = True
            log.warning("figures could not be read: %s", error)
        else:
            self._figures, self._failed = running.result(), False
            self._taken_at = time.monotonic()

    def _read(self) -> list[Figure]:
        started = time.monotonic()
        try:
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(
                    self._database_url,
                    autocommit=True,
                    connect_timeout=2,
                    tcp_user_timeout=3000,
                    options=_OPTIONS,
                    application_name="figures",
                    row_factory=dict_row,
                )
            now = time.time()
            return [figure for read in self._readers for figure in read(self._connection, now)]
        except psycopg.Error:
            if self._connection:
                self._connection.close()
            raise
        finally:
            self._took = time.monotonic() - started

    def close(self) -> None:
        """Hang up, without waiting: a question that hangs ends by the server's own limit."""
        self._thread.submit(self._hang_up)
        self._thread.shutdown(wait=False)

    def _hang_up(self) -> None:
        if self._connection:
            self._connection.close()
