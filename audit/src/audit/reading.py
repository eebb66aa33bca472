"""The services' stores, read only: stored events in the order of positions, or of all stores merged by their clocks.

Memory does not grow with history: rows come through a server-side cursor. Each store is read in one snapshot of its
own. While services write, a count is closed under causes only up to a `known_at` that lies in the past: every event
bears a stamp that is greater than those of its causes.
"""

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

_ROWS_AT_A_TIME = 2_000
_FOR_EVER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """position  in its service's store, from 1; version: in its stream, from 1; stamp: the hybrid logical clock."""

    service: str
    position: int
    stamp: int
    stream: str
    version: int
    name: str
    envelope: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.envelope["data"]
        return data

    @property
    def event_id(self) -> str:
        return str(self.envelope["event_id"])

    @property
    def order(self) -> tuple[int, str, int]:
        """No effect comes before its cause; facts that know nothing of each other and share a stamp go by service."""
        return self.stamp, self.service, self.position


def stored_events(
    service: str, dsn: str, *, stems: Sequence[str] | None = None, until: int | None = None
) -> Iterator[StoredEvent]:
    """One store's events in the order of positions.

    stems  names without their version; None: all. Every version is given, so that none is passed over unseen.
    until  the greatest stamp that counts; None: all.
    """
    with _reader(dsn) as connection, connection.cursor(name="replay") as cursor:
        cursor.itersize = _ROWS_AT_A_TIME
        cursor.execute(
            "SELECT notification_id, hlc, originator_id, originator_version, topic, state FROM events "
            "WHERE hlc <= %(until)s AND (%(stems)s::text[] IS NULL "
            "OR regexp_replace(topic, '[.]v[0-9]+$', '') = ANY(%(stems)s)) ORDER BY notification_id",
            {"until": _FOR_EVER if until is None else until, "stems": None if stems is None else list(stems)},
        )
        for position, stamp, stream, version, name, state in cursor:
            yield StoredEvent(service, position, stamp, stream, version, name, json.loads(state))


def merged_events(
    dsns: Mapping[str, str], *, stems: Sequence[str] | None = None, until: int | None = None
) -> Iterator[StoredEvent]:
    """The events of all stores in one causal order. `dsns`: service to address."""
    stores = [stored_events(service, dsn, stems=stems, until=until) for service, dsn in dsns.items()]
    return heapq.merge(*stores, key=lambda event: event.order)


@dataclass(frozen=True, slots=True)
class Contents:
    """How many events of each name a store holds, and the position of its last one."""

    names: dict[str, int]
    last_position: int


def contents(dsn: str) -> Contents:
    """One scan of a store. Positions have no gaps, so the counts add up to the last position."""
    with _reader(dsn) as connection:
        rows = connection.execute("SELECT topic, count(*), max(notification_id) FROM events GROUP BY topic").fetchall()
    return Contents({name: count for name, count, _ in rows}, max((last for *_, last in rows), default=0))


def _reader(dsn: str) -> "psycopg.Connection[tuple[Any, ...]]":
    connection = psycopg.connect(dsn, connect_timeout=10, application_name="grosz-audit")
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return connection
