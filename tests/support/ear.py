"""A service `hearer` in this process, listening on a real bus; and what it has heard."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from nats.js import JetStreamContext

from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from shared.transport.access import BusAccess
from shared.transport.bus import Listening, make_broker
from shared.transport.inbox import Inbox
from shared.transport.topology import events_stream
from tests.support import tally
from tests.support.tally import COUNTER, fact_bytes
from tests.support.waiting import wait_until_async

_names = itertools.count()


class Ear:
    """A service `hearer` in this process, with one reaction to one teller."""

    def __init__(self, teller: str, durable: str, store: Store, js: JetStreamContext) -> None:
        self.teller = teller
        self.durable = durable
        self.store = store
        self.js = js

    async def tell(self, *numbers: int, counter: str = "a", fact: str = "counted") -> None:
        for number in numbers:
            kind = f"{self.teller}.{fact}"
            body = fact_bytes(self.teller, counter, number, position=number, identity=UUID(int=number), type=kind)
            await self.js.publish(f"{kind}.v1", body)

    async def heard(self, many: int, *, within: float = 15) -> None:
        await wait_until_async(
            lambda: asyncio.to_thread(lambda: len(self.inbox()) >= many),
            missing=lambda: f"{many} messages dealt with, there are {self.inbox()}",
            within=within,
        )

    def inbox(self) -> dict[int, str]:
        with self.store.connection() as connection:
            rows = connection.execute("SELECT position, status FROM inbox ORDER BY position").fetchall()
        return {row["position"]: row["status"] for row in rows}

    def amounts(self, counter: str = "a") -> list[int]:
        rows = self.store.select_events(COUNTER.stream(counter))
        return [int(row.state.split(b'"amount":')[1].split(b"}")[0]) for row in rows]

    async def all_acknowledged(self) -> None:
        async def nothing_left() -> bool:
            info = await self.js.consumer_info(events_stream(self.teller), self.durable)
            return not info.num_pending and not info.num_ack_pending

        await wait_until_async(nothing_left, missing="the acknowledgement of the last message")


def a_teller() -> str:
    """A name that no other test on this bus has."""
    return f"voice{next(_names)}"


@asynccontextmanager
async def an_ear(
    database: str,
    url: str,
    handler: Callable[..., None],
    *,
    writer_class: type[Writer] = Writer,
    before: Callable[[Ear], Awaitable[None]] | None = None,
    teller: str | None = None,
    facts: Sequence[str] = ("counted",),
) -> AsyncIterator[Ear]:
    """`before` is done when the durable is there and nobody listens yet; `facts` is what this version listens to."""
    teller = teller or a_teller()
    store = Store(database)
    reactions = tally.listening(teller, handler, facts=facts)
    inbox = Inbox("hearer", reactions)
    writer = writer_class(store, tally.CODEC, tally.no_message, revive=inbox.revive)
    writer.start()

    async def closed() -> None:
        """The test closes it itself."""

    broker = make_broker(BusAccess(url, "hearer"), closed=closed)
    listening = Listening("hearer", reactions, writer, inbox, unacknowledged_max=64)
    broker.include_router(listening.router())
    await broker.connect()
    js = broker.config.connection_state.connection.jetstream()
    await listening.provision(js)
    ear = Ear(teller, listening.durable(teller), store, js)
    if before:
        await before(ear)
    await broker.start()
    watch = asyncio.create_task(listening.watch(js))
    try:
        yield ear
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch
        await broker.stop()
        await asyncio.to_thread(writer.stop)
        store.close()
