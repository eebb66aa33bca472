"""A made-up history in the three places that replay is measured from: our store, the library's table, a LOG stream."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nats
import psycopg
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from nats.js.api import RetentionPolicy, StorageType, StreamConfig
from psycopg.conninfo import conninfo_to_dict

from audit.sources.log import POSITION_HEADER, log_stream
from bench.histories import MadeUp
from grosz.servers import PostgresServer
from shared.eventstore.migrations import migrate

_AT_ONCE = 500
_OURS = "COPY events (originator_id, originator_version, topic, state, notification_id, event_id, hlc) FROM STDIN"
_THEIRS = "COPY library_events (originator_id, originator_version, topic, state) FROM STDIN"


def filled_store(server: PostgresServer, made: MadeUp) -> str:
    """Programme's records in a store of ours. Gives its address."""
    address = _fresh(server, "ours")
    migrate(address)
    unplaced = MadeUp(made.facts, placed=False)
    with psycopg.connect(address) as connection:
        with connection.cursor().copy(_OURS) as copy:
            for one in unplaced.records("programme"):
                identity = f"00000000-0000-5000-8000-{one.position:012x}"
                copy.write_row((one.stream, one.version, one.name, one.stored, one.position, identity, one.stamp))
        mark = made.mark("programme")
        connection.execute("UPDATE head SET position = %s, hlc = %s", (mark.position, mark.watermark))
    _analysed(address)
    return address


@contextmanager
def filled_library(server: PostgresServer, made: MadeUp) -> Iterator[Any]:
    """The same rows in the library's own table, with its recorder."""
    address = _fresh(server, "library")
    part = conninfo_to_dict(address)
    datastore = PostgresDatastore(
        dbname=str(part["dbname"]),
        host=str(part["host"]),
        port=str(part["port"]),
        user=str(part["user"]),
        password=str(part.get("password", "")),
        originator_id_type="text",
    )
    recorder = PostgresApplicationRecorder(datastore, events_table_name="library_events")
    recorder.create_table()
    try:
        with psycopg.connect(address) as connection, connection.cursor().copy(_THEIRS) as copy:
            for one in MadeUp(made.facts, placed=False).records("programme"):
                copy.write_row((one.stream, one.version, one.name, one.stored))
        _analysed(address)
        yield recorder
    finally:
        datastore.close()


def filled_stream(url: str, made: MadeUp) -> None:
    """The records of every position in programme's LOG stream, as the relay leaves them."""

    async def fill() -> None:
        connection = await nats.connect(url)
        try:
            stream = connection.jetstream(publish_async_max_pending=2 * _AT_ONCE)
            await stream.add_stream(
                StreamConfig(
                    name=log_stream("programme"),
                    subjects=["log.programme.>"],
                    storage=StorageType.FILE,
                    retention=RetentionPolicy.LIMITS,
                )
            )
            pending = []
            for one in made.records("programme"):
                headers = {POSITION_HEADER: str(one.position)}
                pending.append(await stream.publish_async("log.programme.made", one.stored, headers=headers))
                if len(pending) == _AT_ONCE:
                    await asyncio.gather(*pending)
                    pending.clear()
            await asyncio.gather(*pending)
        finally:
            await connection.close()

    asyncio.run(fill())


def _fresh(server: PostgresServer, name: str) -> str:
    with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.dsn(name)


def _analysed(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
