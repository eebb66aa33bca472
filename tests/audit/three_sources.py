"""The same history in the three places that the workbench reads: databases, LOG streams, and a bundle."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import nats
import psycopg
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from audit.bundle.writing import export
from audit.sources import SERVICES, Source
from audit.sources.bundle import Bundle
from audit.sources.bus_place import BusPlace
from audit.sources.databases import Databases
from audit.sources.log import Log
from shared.eventstore.envelope import with_place
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from shared.transport.relay import POSITION_HEADER, Publisher
from shared.transport.topology import ensure_streams, log_stream
from tests.audit.history import History, StoredEvent, insert
from tests.support.bus import on_bus

DAY = date(2025, 3, 1)
AT_ONCE = 200
KINDS = ("db", "log", "bundle")


def body_of(event: StoredEvent) -> bytes:
    """The LOG record, as the services' own code makes it."""
    return with_place(canonical_json(event.envelope), position=event.position, stamp=event.stamp)


@contextmanager
def answering_services(nats_url: str, dsns: dict[str, str]) -> Iterator[None]:
    """Answers questions for watermarks with the head of each store, as the services do, from a thread of its own."""
    loop = asyncio.new_event_loop()

    async def begin() -> Client:
        connection = await nats.connect(nats_url)
        for service, dsn in dsns.items():
            await connection.subscribe(f"query.{service}.watermark", cb=_answer_of(dsn))
        await connection.flush()
        return connection

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    connection = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(connection.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def _answer_of(dsn: str) -> Callable[[Msg], Awaitable[None]]:
    async def answer(message: Msg) -> None:
        with psycopg.connect(dsn) as connection:
            row = connection.execute("SELECT position, hlc FROM head").fetchone()
        assert row is not None
        await message.respond(canonical_json({"position": row[0], "hlc": hlc.text_of(row[1])}))

    return answer


@dataclass
class ThreeSources:
    """Write a history, or more of it; then open any of the three sources. `passed`: watermark of every service."""

    dsns: dict[str, str]
    nats_url: str
    folder: Path
    bundles: int = 0

    def write(self, events: Iterable[StoredEvent], *, passed: int | None = None, to_the_bus: bool = True) -> None:
        """Record these events; then every store's clock stands at `passed`, or at its last event."""
        events = list(events)
        for service, dsn in self.dsns.items():
            with psycopg.connect(dsn) as connection:
                insert(connection, [event for event in events if event.service == service])
                connection.execute(
                    "UPDATE head SET position = (SELECT coalesce(max(notification_id), 0) FROM events), "
                    "hlc = greatest(hlc, %s, (SELECT max(hlc) FROM events))",
                    (passed or 0,),
                )
        if to_the_bus:
            on_bus(self.nats_url, lambda js: _publish(js._nc, events))

    def open(self, kind: str) -> Source:
        match kind:
            case "db":
                return Databases(self.dsns)
            case "log":
                return Log(BusPlace(self.nats_url))
        self.bundles += 1
        folder = self.folder / f"bundle-{self.bundles}"
        with closing(Databases(self.dsns)) as stores:
            export(stores, folder)
        return Bundle(folder)


async def _publish(connection: Client, events: list[StoredEvent]) -> None:
    publisher = Publisher(connection)
    await publisher.start()
    for first in range(0, len(events), AT_ONCE):
        fates = [
            await publisher.publish(
                f"log.{event.service}.{event.stream.split('/')[0]}",
                body_of(event),
                {POSITION_HEADER: str(event.position)},
            )
            for event in events[first : first + AT_ONCE]
        ]
        await asyncio.gather(*fates)


async def fresh_streams(js: JetStreamContext) -> None:
    for service in SERVICES:
        with suppress(NotFoundError):
            await js.delete_stream(log_stream(service))
        await ensure_streams(js, service)


def some_history(facts: int = 20) -> History:
    """Facts of all four services, each caused by the one before."""
    history, before = History(), None
    for number in range(facts):
        service = SERVICES[number % len(SERVICES)]
        before = history.add(
            service, f"note/{number % 3}", "note.taken.v1", DAY, because_of=before, number=number, amount_grosze=number
        )
    return history
