"""The services' stores themselves, through connections that can only read (role `auditor`).

Memory does not grow with history: rows come through a server-side cursor, or some at a time as the server finds them.
The watermark is the head row's clock. An append takes its stamps from that row under its lock, all of them greater;
so what is recorded after our look bears a greater stamp than what we saw, also if that append had begun before.
Reading does not move the clock: where a bus is given, each service is asked first, and moves its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, LiteralString, cast
from urllib.parse import urlsplit

import psycopg

from audit.sources import Mark, SourceDown
from audit.sources.log import Bus
from audit.sources.record import Record

_ROWS_AT_A_TIME = 1_000
_ROWS_OF_A_STREAM = 100
_FOR_EVER = 2**63 - 1
_MARK: LiteralString = (
    "SELECT coalesce(max(e.notification_id), 0), greatest(max(h.hlc), coalesce(max(e.hlc), 0)) FROM head h LEFT JOIN "
    "(SELECT notification_id, hlc FROM events ORDER BY notification_id DESC LIMIT 1) e ON true"
)
_RECORDS: LiteralString = (
    "SELECT notification_id, hlc, originator_id, originator_version, topic, state FROM events "
    "WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id"
)
_NAMED: LiteralString = (
    "SELECT notification_id, hlc, state FROM events WHERE topic = %s OR hlc > %s ORDER BY notification_id"
)


class Databases:
    """addresses: service to the address of its database. bus: where services are asked to pass the present moment."""

    def __init__(self, addresses: Mapping[str, str], *, bus: Bus | None = None) -> None:
        self._addresses = dict(addresses)
        self._bus = bus
        self._idle: dict[str, psycopg.Connection[Any]] = {}

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(self._addresses)

    def describe(self) -> str:
        places = sorted({urlsplit(address).netloc.rpartition("@")[2] for address in self._addresses.values()})
        return f"databases at {', '.join(places)}"

    def mark(self, service: str) -> Mark:
        if self._bus:
            self._bus.watermark(service)  # a silent service keeps the clock that it had
        with self._reader(service) as connection:
            row = connection.execute(_MARK).fetchone()
        return Mark(*row) if row else Mark(0, 0)

    def records(self, service: str, *, after: int = 0, until: int | None = None) -> Iterator[Record]:
        with self._reader(service) as connection, connection.cursor(name="replay", binary=True) as cursor:
            cursor.execute(_RECORDS, (after, _FOR_EVER if until is None else until))
            while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
                for position, stamp, stream, version, name, state in rows:
                    yield Record(service, position, stamp, stream, version, name, state, placed=False)

    def named(self, service: str, name: str, *, until: int) -> Iterator[tuple[int, bytes]]:
        """Position and stored form of each record of one name, before the first of any name with a stamp above `until`.

        The same as picking them from `records`, for folds that need no more of each: no object is made, and the server
        reads on while we fold. Who stops early costs it a cancelled query. Raises SourceDown.
        """
        with (
            self._reader(service) as connection,
            connection.cursor(binary=True) as cursor,
            closing(cast(Any, cursor.stream(_NAMED, (name, until), size=_ROWS_OF_A_STREAM))) as rows,
        ):
            for position, stamp, state in rows:
                if stamp > until:
                    return
                yield position, state

    def close(self) -> None:
        for connection in self._idle.values():
            connection.close()
        if self._bus:
            self._bus.close()

    @contextmanager
    def _reader(self, service: str) -> "Iterator[psycopg.Connection[Any]]":
        """One snapshot of one store. The session cannot write, whatever the role may do."""
        connection = self._idle.pop(service, None)
        try:
            connection = connection or self._connected(service)
            yield connection
            connection.rollback()
            self._idle.setdefault(service, connection)
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable) as error:
            why = str(error).strip().splitlines()[0]
            raise SourceDown(
                f"the database of {service} cannot be read: {why}\n"
                "    grosz status shows what is down, grosz up starts it; or read elsewhere: --from log, --from FOLDER"
            ) from error
        finally:
            if connection is not None and connection is not self._idle.get(service):
                connection.close()

    def _connected(self, service: str) -> "psycopg.Connection[Any]":
        connection = psycopg.connect(
            self._addresses[service],
            connect_timeout=10,
            application_name="grosz-audit",
            options="-c default_transaction_read_only=on",
        )
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        return connection
