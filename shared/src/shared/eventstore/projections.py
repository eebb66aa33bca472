"""Read models follow the store's feed; each moves its position in the same transaction as its rows."""

import logging
import threading
import time
from collections.abc import Sequence
from typing import Any, Protocol

import psycopg

from shared.eventstore.codec import Codec
from shared.eventstore.envelope import recorded
from shared.eventstore.records import Recorded
from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from shared.telemetry import words

__all__ = ["Projection", "ProjectionRunner", "Recorded", "reached"]

PAGE = 500
log = logging.getLogger(__name__)


class Projection(Protocol):
    """A read model: `name` is its row in the table of positions; `project` writes its tables for one event."""

    name: str

    def project(self, cursor: "psycopg.Cursor[dict[str, Any]]", recorded: Recorded) -> None: ...


def reached(connection: "psycopg.Connection[dict[str, Any]]", names: Sequence[str]) -> tuple[int, int]:
    """Position and stamp up to which all these read models have come; (0, 0) where one has not begun."""
    rows = connection.execute(
        "SELECT position, hlc FROM projections WHERE name = ANY(%s) ORDER BY position", (list(names),)
    ).fetchall()
    return (rows[0]["position"], rows[0]["hlc"]) if len(rows) == len(names) else (0, 0)


class ProjectionRunner:
    """Keeps read models up with the feed, in a thread of its own. A failing event stops its read model, and says so."""

    def __init__(self, store: Store, codec: Codec, projections: Sequence[Projection], waker: Waker) -> None:
        self._store = store
        self._codec = codec
        self._projections = projections
        self._waker = waker
        self._stopped = threading.Event()
        self.failures: dict[str, str] = {}
        self._thread = threading.Thread(target=self._run, name="projections", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._waker.wake()
        if self._thread.ident is not None:  # a service may be told to stop while it still starts
            self._thread.join(10)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        seen = self._waker.token()
        while not self._stopped.is_set():
            for projection in self._projections:
                try:
                    while self.advance(projection) == PAGE and not self._stopped.is_set():
                        pass
                    self.failures.pop(projection.name, None)
                except Exception as error:
                    if projection.name not in self.failures:
                        log.exception("read model %s stands still", projection.name)
                    self.failures[projection.name] = words.of_error(error)
                    self._stopped.wait(0.5)
            seen = self._waker.wait(seen, timeout_seconds=1.0)

    def advance(self, projection: Projection) -> int:
        """Project the next page in one transaction. Returns how many events it took."""
        with self._store.connection() as connection, connection.transaction():
            cursor = connection.cursor()
            cursor.execute(
                "INSERT INTO projections VALUES (%s, 0, 0) ON CONFLICT (name) DO NOTHING", (projection.name,)
            )
            cursor.execute("SELECT position FROM projections WHERE name = %s FOR UPDATE", (projection.name,))
            row = cursor.fetchone()
            assert row is not None
            page = self._store.feed(after=row["position"], limit=PAGE)
            for entry in page:
                projection.project(cursor, recorded(self._codec, entry))
            if page:
                cursor.execute(
                    "UPDATE projections SET position = %s, hlc = %s WHERE name = %s",
                    (page[-1].position, page[-1].hlc, projection.name),
                )
        return len(page)

    def wait_for(self, position: int, *, timeout_seconds: float) -> None:
        """Block until every read model has reached a position. Raises TimeoutError saying which one has not."""
        until = time.monotonic() + timeout_seconds
        while behind := {n: p for n, p in self.positions().items() if p < position}:
            if time.monotonic() > until:
                raise TimeoutError(f"read models behind position {position}: {behind}")
            time.sleep(0.01)

    def positions(self) -> dict[str, int]:
        """How far each read model has come."""
        with self._store.connection() as connection:
            rows = connection.execute("SELECT name, position FROM projections").fetchall()
        # A read model of an older version may have left its row; nobody moves it any more.
        reached = {row["name"]: row["position"] for row in rows}
        return {projection.name: reached.get(projection.name, 0) for projection in self._projections}
