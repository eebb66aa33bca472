"""The event store of one service: the event-sourcing library's PostgreSQL recorder with our append.

Why an append of our own (measured, see docs/decisions/0002): the library's takes fourteen socket waits per save and
knows neither receipts, inbox, hlc nor a position without gaps; ours is one call of one SQL function. Reading, the
connection pool and the errors are the library's. Its switch for database functions stays off: it loses events.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from shared.eventstore.records import Batch, InboxRow, StoredReceipt

_ARGUMENT_TYPES = (
    *("bigint", "text[]", "bigint[]"),
    *("text[]", "bigint[]", "text[]", "bytea[]", "uuid[]", "text[]", "bytea[]"),
    *("text[]", "text[]", "bytea[]", "bytea[]", "int[]"),
    *("text[]", "uuid[]", "bigint[]", "bigint[]", "text[]", "text[]", "text[]", "bytea[]", "boolean[]"),
    *("text[]", "bytea[]", "text[]"),
)
_ARGUMENTS = ", ".join(f"%b::{kind}" for kind in _ARGUMENT_TYPES)
_INBOX_ROW = (
    "i.publisher, i.event_id, i.position, i.hlc, i.key, i.status, i.reason, "
    "CASE i.status WHEN 'waiting' THEN i.message END AS message"
)
_APPEND = f"SELECT base_position, base_hlc FROM append_batch({_ARGUMENTS})"  # noqa: S608 - our own constants


class Base(NamedTuple):
    """Position and stamp just before the first event of an append: event i (from 1) has base + i."""

    position: int
    hlc: int


class FeedRow(NamedTuple):
    """A row of the feed, in the order of commits."""

    position: int
    hlc: int
    stream: str
    version: int
    name: str
    event_id: UUID
    state: bytes
    subject: str | None
    message: bytes | None


class _Datastore(PostgresDatastore):
    """The library's pool, without the composite types of its database functions, which we do not use.

    It would look them up as soon as it is made: a service whose database is away could not start and say so.
    """

    def register_type_adapters(self) -> None:
        """There are none."""


class Store(PostgresApplicationRecorder):
    """One service's events. Thread-safe: every call takes a connection from the pool; the first one connects.

    Raises the library's IntegrityError when a stream, receipt or inbox row is not as the batch expects (nothing is
    written then), OperationalError or InterfaceError when the outcome is unknown.
    """

    def __init__(self, database_url: str, *, pool_size: int = 6) -> None:
        self.database_url = database_url
        part = conninfo_to_dict(database_url)
        datastore = _Datastore(
            dbname=str(part.get("dbname", "")),
            host=str(part.get("host", "")),
            port=str(part.get("port", "5432")),
            user=str(part.get("user", "")),
            password=str(part.get("password", "")),
            connect_timeout=5,
            pool_size=pool_size,
            max_overflow=0,
            pre_ping=False,
            lock_timeout=5,
            originator_id_type="text",
            enable_db_functions=False,
        )
        super().__init__(datastore, events_table_name="events")

    def close(self) -> None:
        self.datastore.close()

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[dict[str, Any]]]:
        """A connection in autocommit mode with rows as dicts; errors are the library's."""
        with self.datastore.get_connection() as connection:
            yield connection

    def append(self, batch: Batch) -> Base:
        """Write a batch in one transaction and one round trip. Returns where it was put."""
        with self.connection() as connection, connection.cursor(binary=True) as cursor:
            cursor.execute(_APPEND, _arguments(batch), prepare=True)
            row = cursor.fetchone()
            assert row is not None
            return Base(row["base_position"], row["base_hlc"])

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """The library's own way in is closed: two write paths on one table would break the order of the feed."""
        raise NotImplementedError("append a Batch instead")

    def watermark(self) -> Base:
        """A stamp below which nothing will ever be appended, with the position of the head."""
        with self.connection() as connection:
            row = connection.execute("SELECT at_position, at_hlc FROM take_watermark()").fetchone()
            assert row is not None
            return Base(row["at_position"], row["at_hlc"])

    def receipts(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], StoredReceipt]:
        """The stored answers to these (caller, command id) pairs, where there are any."""
        with self.connection() as connection:
            rows = connection.execute(
                "SELECT r.* FROM receipts r JOIN unnest(%s::text[], %s::text[]) AS k (caller, command_id) "
                "USING (caller, command_id)",
                ([caller for caller, _ in keys], [command for _, command in keys]),
                prepare=True,
            ).fetchall()
        return {
            (row["caller"], row["command_id"]): StoredReceipt(
                bytes(row["body_hash"]), bytes(row["answer"]), row["position"], row["hlc"]
            )
            for row in rows
        }

    def inbox_status(self, keys: Sequence[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
        """What became of these messages (publisher, event id): done, waiting or parked; absent when never seen."""
        with self.connection() as connection:
            rows = connection.execute(
                "SELECT i.publisher, i.event_id, i.status FROM inbox i "
                "JOIN unnest(%s::text[], %s::uuid[]) AS k (publisher, event_id) USING (publisher, event_id)",
                ([publisher for publisher, _ in keys], [event for _, event in keys]),
                prepare=True,
            ).fetchall()
        return {(row["publisher"], row["event_id"]): row["status"] for row in rows}

    def inbox_look(
        self, places: Sequence[tuple[str, UUID]], keys: Sequence[str]
    ) -> tuple[dict[tuple[str, UUID], str], list[InboxRow]]:
        """In one round trip: what became of these messages, and what waits or is parked under these keys, oldest first.

        Bytes are given of those only that wait.
        """
        with self.connection() as connection, connection.cursor(binary=True) as cursor:
            rows = cursor.execute(
                f"SELECT {_INBOX_ROW}, true AS asked FROM inbox i "  # noqa: S608 - our own constants
                "JOIN unnest(%s::text[], %s::uuid[]) AS k (publisher, event_id) USING (publisher, event_id) "
                f"UNION ALL SELECT {_INBOX_ROW}, false FROM inbox i "
                "WHERE i.status <> 'done' AND i.key = ANY(%s::text[])",
                ([publisher for publisher, _ in places], [event for _, event in places], list(keys)),
                prepare=True,
            ).fetchall()
        statuses = {(row["publisher"], row["event_id"]): row["status"] for row in rows if row["asked"]}
        unfinished = [
            InboxRow(**{name: value for name, value in row.items() if name != "asked"}, again=True)
            for row in rows
            if not row["asked"]
        ]
        return statuses, sorted(unfinished, key=lambda row: row.hlc)

    def unfinished(self, status: str, *, keys: Sequence[str] | None = None) -> list[InboxRow]:
        """Messages that wait or are parked, oldest first; only those of some keys, or all."""
        with self.connection() as connection:
            rows = connection.execute(
                "SELECT * FROM inbox WHERE status = %s AND status <> 'done' AND (%s::text[] IS NULL OR key = ANY(%s)) "
                "ORDER BY hlc",
                (status, keys, keys),
            ).fetchall()
        return [InboxRow(**{**row, "message": bytes(row["message"])}, again=True) for row in rows]

    def discard(self, publisher: str, event_id: UUID, *, reason: str) -> bool:
        """Count a parked message as dealt with, for this reason; its bytes stay. False when it is not parked."""
        with self.connection() as connection:
            found = connection.execute(
                "UPDATE inbox SET status = 'done', reason = %s "
                "WHERE publisher = %s AND event_id = %s AND status = 'parked'",
                (reason, publisher, event_id),
            )
            return found.rowcount == 1

    def feed(self, *, after: int, limit: int, only_messages: bool = False) -> list[FeedRow]:
        """Rows after a position, in order; with `only_messages`, those that outsiders are told of."""
        condition = "AND subject IS NOT NULL" if only_messages else ""
        with self.connection() as connection, connection.cursor(binary=True) as cursor:
            cursor.execute(
                f"SELECT notification_id AS position, hlc, originator_id AS stream, originator_version AS version, "  # noqa: S608 - no outside value in the text
                f"topic AS name, event_id, state, subject, message FROM events "
                f"WHERE notification_id > %s {condition} ORDER BY notification_id LIMIT %s",
                (after, limit),
                prepare=True,
            )
            return [FeedRow(**row) for row in cursor.fetchall()]


def _arguments(batch: Batch) -> tuple[Any, ...]:
    events, receipts, inbox, texts = batch.events, batch.receipts, batch.inbox, batch.texts
    return (
        batch.cause_hlc,
        list(batch.fences),
        list(batch.fences.values()),
        [e.stream for e in events],
        [e.version for e in events],
        [e.name for e in events],
        [e.state for e in events],
        [e.event_id for e in events],
        [e.subject for e in events],
        [e.message for e in events],
        [r.caller for r in receipts],
        [r.command_id for r in receipts],
        [r.body_hash for r in receipts],
        [r.answer for r in receipts],
        [r.last for r in receipts],
        [i.publisher for i in inbox],
        [i.event_id for i in inbox],
        [i.position for i in inbox],
        [i.hlc for i in inbox],
        [i.key for i in inbox],
        [i.status for i in inbox],
        [i.reason for i in inbox],
        [i.message for i in inbox],
        [i.again for i in inbox],
        [t.ref for t in texts],
        [t.salt for t in texts],
        [t.body for t in texts],
    )
