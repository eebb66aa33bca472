"""From the store to the bus: every position once, in order, whatever dies in between.

Each publish names the sequence that the stream must have before it (Nats-Expected-Last-Sequence); what was reached is
read from the stream's own last message, so there is no second truth to disagree. Two relays at once fence each other;
the advisory lock only spares them the trouble. A stream that lost its tail is filled again with the same bytes.
"""

import asyncio
import itertools
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import nats.errors
import psycopg
from eventsourcing.persistence import PersistenceError
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import Error as JetStreamError

from shared.eventstore.envelope import with_place
from shared.eventstore.store import FeedRow, Store
from shared.eventstore.waking import Waker
from shared.transport.topology import events_stream, log_stream

WINDOW = 128
ACK_WITHIN_SECONDS = 5
POSITION_HEADER = "Grosz-Position"
log = logging.getLogger(__name__)


class Fenced(Exception):
    """The stream is not where we thought: another relay, a lost acknowledgement, or a restored stream."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One stream that is filled from the feed."""

    stream: str
    only_messages: bool
    subject: Callable[[FeedRow], str]
    body: Callable[[FeedRow], bytes]
    message_id: Callable[[FeedRow], str]


def lanes(service: str) -> list[Lane]:
    return [
        Lane(
            stream=log_stream(service),
            only_messages=False,
            subject=lambda row: f"log.{service}.{row.stream.split('/', 1)[0]}",
            body=lambda row: with_place(row.state, position=row.position, stamp=row.hlc),
            message_id=lambda row: f"log:{row.event_id}",
        ),
        Lane(
            stream=events_stream(service),
            only_messages=True,
            subject=lambda row: row.subject or "",
            body=lambda row: with_place(row.message or b"", position=row.position, stamp=row.hlc),
            message_id=lambda row: str(row.event_id),
        ),
    ]


class Publisher:
    """Publishes with many in flight and tells each one's fate; the client library's own form loses errors."""

    def __init__(self, connection: Client) -> None:
        self._connection = connection
        self._inbox = connection.new_inbox()
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._numbers = itertools.count()

    async def start(self) -> None:
        await self._connection.subscribe(f"{self._inbox}.*", cb=self._answered)

    async def publish(self, subject: str, body: bytes, headers: dict[str, str]) -> "asyncio.Future[dict[str, Any]]":
        number = str(next(self._numbers))
        fate: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = fate
        await self._connection.publish(subject, body, reply=f"{self._inbox}.{number}", headers=headers)
        return fate

    def forget(self) -> None:
        """Drop what is in flight; its fate is read from the stream."""
        for fate in self._waiting.values():
            fate.cancel()
        self._waiting.clear()

    async def _answered(self, message: Msg) -> None:
        fate = self._waiting.pop(message.subject.rsplit(".", 1)[1], None)
        if fate is None or fate.done():
            return
        if not message.data:
            fate.set_exception(Fenced(f"no stream answers: {message.headers}"))
            return
        answer = json.loads(message.data)
        if "error" in answer or answer.get("duplicate"):
            fate.set_exception(Fenced(str(answer.get("error", "duplicate"))))
        else:
            fate.set_result(answer)


class Relay:
    """Fills one lane. Run it as a task; it stops when cancelled."""

    def __init__(self, store: Store, connection: Client, lane: Lane, waker: Waker) -> None:
        self._store = store
        self._connection = connection
        self._lane = lane
        self._waker = waker
        self._publisher = Publisher(connection)
        self.position = 0

    async def run(self) -> None:
        await self._publisher.start()
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._store.database_url, autocommit=True) as leader:
                    await self._lead(leader)
                    await self._follow()
            except (
                Fenced,
                JetStreamError,
                nats.errors.Error,
                psycopg.Error,
                PersistenceError,
                TimeoutError,
                OSError,
            ) as error:
                log.info("relay of %s starts again from the stream: %s", self._lane.stream, error)
                self._publisher.forget()
                await asyncio.sleep(0.2)

    async def _lead(self, leader: "psycopg.AsyncConnection[Any]") -> None:
        while True:
            cursor = await leader.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (f"relay {self._lane.stream}",))
            row = await cursor.fetchone()
            if row and row[0]:
                return
            await asyncio.sleep(1.0)

    async def _follow(self) -> None:
        sequence, self.position = await self._reached()
        seen = self._waker.token()
        while True:
            rows = await asyncio.to_thread(
                self._store.feed, after=self.position, limit=WINDOW, only_messages=self._lane.only_messages
            )
            if rows:
                await self._publish(rows, sequence)
                sequence += len(rows)
                self.position = rows[-1].position
            if len(rows) < WINDOW:
                seen = await self._waker.wait_async(seen, timeout_seconds=1.0)

    async def _reached(self) -> tuple[int, int]:
        """(sequence, position) of the stream's last message."""
        js = self._connection.jetstream()
        sequence = (await js.stream_info(self._lane.stream)).state.last_seq
        if sequence == 0:
            return 0, 0
        last = await js.get_msg(self._lane.stream, sequence)
        return sequence, int((last.headers or {})[POSITION_HEADER])

    async def _publish(self, rows: list[FeedRow], sequence: int) -> None:
        fates = [
            await self._publisher.publish(
                self._lane.subject(row),
                self._lane.body(row),
                {
                    "Nats-Msg-Id": self._lane.message_id(row),
                    "Nats-Expected-Last-Sequence": str(sequence + i),
                    POSITION_HEADER: str(row.position),
                },
            )
            for i, row in enumerate(rows)
        ]
        await asyncio.wait_for(asyncio.gather(*fates), ACK_WITHIN_SECONDS)
