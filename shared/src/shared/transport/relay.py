"""From the store to the bus: every position once, in order, whatever dies in between.

Each publish names the sequence that the stream must have before it (Nats-Expected-Last-Sequence) and, within a window,
the message that must lie there (Nats-Expected-Last-Msg-Id). The sequence alone would not do: a foreign message takes
the place of one of ours, which is rejected, and the next one in flight finds the sequence that it expects. What was
reached is read from the stream itself, so there is no second truth to disagree. Two relays at once fence each other;
the advisory lock only spares them the trouble. A stream that lost its tail is filled again with the same bytes.
"""

import asyncio
import itertools
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import nats.errors
import psycopg
from eventsourcing.persistence import PersistenceError
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import Error as JetStreamError

from shared.eventstore.envelope import with_place
from shared.eventstore.leadership import lead
from shared.eventstore.store import FeedRow, Store
from shared.eventstore.waking import Waker
from shared.telemetry import traces, words
from shared.transport.topology import events_stream, log_stream

WINDOW = 128
ACK_WITHIN_SECONDS = 5
TRIES_BEFORE_WARNING = 5
POSITION_HEADER = "Grosz-Position"
_NUMBER = re.compile(r"[0-9]{1,18}")
log = logging.getLogger(__name__)


class Fenced(Exception):
    """The stream is not where we thought: another relay, a lost acknowledgement, or a restored stream."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One stream that is filled from the feed."""

    kind: str
    stream: str
    only_messages: bool
    subject: Callable[[FeedRow], str]
    body: Callable[[FeedRow], bytes]
    message_id: Callable[[FeedRow], str]


def lanes(service: str) -> list[Lane]:
    return [
        Lane(
            kind="LOG",
            stream=log_stream(service),
            only_messages=False,
            subject=lambda row: f"log.{service}.{row.stream.split('/', 1)[0]}",
            body=lambda row: with_place(row.state, position=row.position, stamp=row.hlc),
            message_id=lambda row: f"log:{row.event_id}",
        ),
        Lane(
            kind="EV",
            stream=events_stream(service),
            only_messages=True,
            subject=lambda row: row.subject or "",
            body=lambda row: with_place(row.message or b"", position=row.position, stamp=row.hlc),
            message_id=lambda row: str(row.event_id),
        ),
    ]


def position_of(message: RawStreamMsg) -> int | None:
    """The position in its service's store that a message on the bus was made from; None for a foreign message."""
    text = (message.headers or {}).get(POSITION_HEADER, "")
    return int(text) if _NUMBER.fullmatch(text) else None


async def newest_of_ours(js: JetStreamContext, stream: str) -> tuple[int, int]:
    """A stream's last sequence, and the position of the last message in it that is ours; 0 while there is none.

    Whoever may publish at all could put something else last; to look past it is better than to stand still before it.
    """
    state = (await js.stream_info(stream)).state
    for sequence in range(state.last_seq, max(state.first_seq, 1) - 1, -1):
        position = position_of(await js.get_msg(stream, sequence))
        if position is not None:
            return state.last_seq, position
        log.critical("message %d of %s does not come from here", sequence, stream)
    return state.last_seq, 0


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
        self.lane = lane
        self._waker = waker
        self._publisher = Publisher(connection)
        self.position = 0
        self.leading = False
        self.reached = False
        self._tries = 0
        self._hindrance = ""

    @property
    def standing_still(self) -> str | None:
        """Why nothing was published for some tries although there was something to publish; None while all is well."""
        if self._tries < TRIES_BEFORE_WARNING:
            return None
        return f"relay of {self.lane.stream} at position {self.position}: {self._hindrance}"

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
                self._tries += 1
                self._hindrance = words.of_error(error)
                level = logging.ERROR if self.standing_still else logging.INFO
                log.log(level, "relay of %s starts again from the stream: %s", self.lane.stream, self._hindrance)
                self._publisher.forget()
                await asyncio.sleep(0.2)

    async def _lead(self, leader: "psycopg.AsyncConnection[Any]") -> None:
        self.leading = False
        await lead(leader, f"relay {self.lane.stream}")
        self.leading = True

    async def _follow(self) -> None:
        sequence, self.position = await self._reached()
        self.reached = True
        seen = self._waker.token()
        while True:
            rows = await asyncio.to_thread(
                self._store.feed, after=self.position, limit=WINDOW, only_messages=self.lane.only_messages
            )
            if rows:
                await self._publish(rows, sequence)
                sequence += len(rows)
                self.position = rows[-1].position
            self._tries = 0
            if len(rows) < WINDOW:
                seen = await self._waker.wait_async(seen, timeout_seconds=1.0)

    async def _reached(self) -> tuple[int, int]:
        return await newest_of_ours(self._connection.jetstream(), self.lane.stream)

    async def _publish(self, rows: list[FeedRow], sequence: int) -> None:
        fates, before = [], None
        with traces.spans(f"publish {self.lane.stream}", lambda: map(_trace_of, rows), kind="producer"):
            for i, row in enumerate(rows):
                headers = {
                    "Nats-Msg-Id": self.lane.message_id(row),
                    "Nats-Expected-Last-Sequence": str(sequence + i),
                    POSITION_HEADER: str(row.position),
                }
                if before is not None:
                    headers["Nats-Expected-Last-Msg-Id"] = self.lane.message_id(before)
                fates.append(await self._publisher.publish(self.lane.subject(row), self.lane.body(row), headers))
                before = row
            await asyncio.wait_for(asyncio.gather(*fates), ACK_WITHIN_SECONDS)


def _trace_of(row: FeedRow) -> str | None:
    """The trace that an event was recorded in."""
    found: str | None = json.loads(row.state)["traceparent"]
    return found
