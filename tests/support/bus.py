"""What lies on the bus, read as an administrator would: streams whole, message by message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import nats
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.eventstore.envelope import with_place
from shared.eventstore.store import Store
from shared.transport.topology import ensure_streams, events_stream, log_stream

T = TypeVar("T")


@dataclass(frozen=True)
class Lying:
    """A message as it lies in a stream."""

    sequence: int
    subject: str
    position: str | None
    body: bytes


def on_bus(nats_url: str, work: Callable[[JetStreamContext], Awaitable[T]]) -> T:
    """Do something on the bus from a test that has no event loop of its own."""

    async def whole() -> T:
        connection = await nats.connect(nats_url, allow_reconnect=False)
        try:
            return await work(connection.jetstream())
        finally:
            await connection.close()

    return asyncio.run(whole())


async def make_streams(js: JetStreamContext, *services: str) -> None:
    for service in services:
        await ensure_streams(js, service)


async def messages(js: JetStreamContext, stream: str) -> list[Lying]:
    """All messages of a stream, in order, by a reader that leaves nothing behind."""
    try:
        last = (await js.stream_info(stream)).state.messages
    except NotFoundError:
        return []
    if not last:
        return []
    found: list[Lying] = []
    reader = await js.subscribe(">", stream=stream, ordered_consumer=True)
    while len(found) < last:
        message = await reader.next_msg(timeout=5)
        position = (message.headers or {}).get("Grosz-Position")
        found.append(Lying(message.metadata.sequence.stream, message.subject, position, message.data))
    await reader.unsubscribe()
    return found


async def counts(js: JetStreamContext, service: str) -> tuple[int, int]:
    """How many messages lie in a service's LOG and EV streams."""
    infos = [await js.stream_info(name) for name in (log_stream(service), events_stream(service))]
    return infos[0].state.messages, infos[1].state.messages


def expected_log(store: Store, service: str) -> list[Lying]:
    """What LOG must hold, made from the store's rows."""
    return [
        Lying(
            number,
            f"log.{service}.{row.stream.split('/')[0]}",
            str(row.position),
            with_place(row.state, position=row.position, stamp=row.hlc),
        )
        for number, row in enumerate(store.feed(after=0, limit=1_000_000), 1)
    ]


def expected_events(store: Store, service: str) -> list[Lying]:
    """What EV must hold, made from the store's rows."""
    return [
        Lying(
            number,
            row.subject or "",
            str(row.position),
            with_place(row.message or b"", position=row.position, stamp=row.hlc),
        )
        for number, row in enumerate(store.feed(after=0, limit=1_000_000, only_messages=True), 1)
    ]
