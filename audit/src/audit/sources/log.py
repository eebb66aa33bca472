"""The LOG streams on the bus: the record of every position, in a stream that refuses deletion.

A reader leaves nothing behind: its consumer has no name that lasts, asks for no acknowledgement, is removed at the end,
and is forgotten by the server if we die. What lies in a stream and does not come from the relay (it bears no position,
or one that was there before) is passed over, as the relay itself does.
"""

import asyncio
import json
import re
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import nats
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import Error as JetStreamError
from nats.js.errors import NotFoundError

from audit.sources import SERVICES, Mark, SourceDown
from audit.sources.bus_place import BusPlace
from audit.sources.record import Record, placed_record
from shared.kernel import hlc

POSITION_HEADER = "Grosz-Position"
_NUMBER = re.compile(r"[0-9]{1,18}")
_MESSAGES_AT_A_TIME = 500
_ANSWER_WITHIN_SECONDS = 5.0
_CONNECTED_WITHIN_SECONDS = 3.0
_RELAYED_WITHIN_SECONDS = 5.0
_FORGOTTEN_AFTER_SECONDS = 60.0
T = TypeVar("T")


def log_stream(service: str) -> str:
    return f"LOG_{service.upper()}"


class Bus:
    """One connection, used from code that has no event loop of its own."""

    def __init__(self, at: BusPlace) -> None:
        self._at = at
        self._runner = asyncio.Runner()
        self._client: Client | None = None
        self._gone = False

    @property
    def place(self) -> str:
        """Where it is, without the password."""
        return self._at.name

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it and wait. Raises SourceDown when the bus does not answer."""
        try:
            return self._runner.run(work)
        except NotFoundError:
            raise
        except (nats.errors.Error, JetStreamError, OSError, TimeoutError) as error:
            raise SourceDown(
                f"the bus at {self.place} does not answer: {error or type(error).__name__}\n"
                "    grosz status shows what is down, grosz up starts it; or read elsewhere: --from db, --from FOLDER"
            ) from error

    async def client(self) -> Client:
        if self._client is None or self._client.is_closed:
            connecting = nats.connect(**self._at.options(), allow_reconnect=False, error_cb=_ignore)
            self._client = await asyncio.wait_for(connecting, _CONNECTED_WITHIN_SECONDS)
        return self._client

    async def jetstream(self) -> JetStreamContext:
        return (await self.client()).jetstream(timeout=_ANSWER_WITHIN_SECONDS)

    def watermark(self, service: str) -> Mark | None:
        """What the service itself answers: it has passed this stamp with this position. None: it is silent."""
        if self._gone:
            return None
        try:
            return self.run(self._watermark(service))
        except SourceDown:
            self._gone = self._client is None
            return None

    def ask(self, subject: str, body: bytes) -> bytes:
        """What answers under this subject says. Raises SourceDown when nobody does."""
        return self.run(self._ask(subject, body))

    async def _ask(self, subject: str, body: bytes) -> bytes:
        reply = await (await self.client()).request(subject, body, timeout=_ANSWER_WITHIN_SECONDS)
        return reply.data

    async def _watermark(self, service: str) -> Mark:
        client = await self.client()
        reply = await client.request(f"query.{service}.watermark", b"{}", timeout=_ANSWER_WITHIN_SECONDS)
        answer = json.loads(reply.data)
        if "hlc" not in answer:
            raise TimeoutError(str(answer.get("detail", "an answer without a clock")))
        return Mark(answer["position"], hlc.from_text(answer["hlc"]))

    def close(self) -> None:
        if self._client is not None and not self._client.is_closed:
            self._runner.run(self._client.close())
        self._runner.close()


class Log:
    """The LOG streams of the services, read in order."""

    services = SERVICES

    def __init__(self, at: BusPlace) -> None:
        self.bus = Bus(at)

    def describe(self) -> str:
        return f"LOG streams at {self.bus.place}"

    def mark(self, service: str) -> Mark:
        """The service's word, once its relay has brought as much to the stream; else what the last record says."""
        passed = self.bus.watermark(service)
        last = self.bus.run(self._last(service, at_least=passed.position if passed else 0))
        if last is None:
            return passed if passed and not passed.position else Mark(0, 0)
        if passed and passed.position <= last.position:
            return Mark(last.position, max(passed.watermark, last.stamp))
        return Mark(last.position, last.stamp)

    def records(self, service: str, *, after: int = 0, until: int | None = None) -> Iterator[Record]:
        last = self.bus.run(self._last(service))
        end = min(last.position if last else 0, until if until is not None else 2**63)
        position = after
        while position < end:
            reader = _Reader(self.bus, service, position, end)
            try:
                yield from reader
            finally:
                reader.leave()
            if reader.position == position:
                raise SourceDown(f"{log_stream(service)} lacks position {position + 1} of {end}, which it had before")
            position = reader.position

    def close(self) -> None:
        self.bus.close()

    async def _last(self, service: str, *, at_least: int = 0) -> Record | None:
        """The last record that comes from the relay; waited for a little while it has not brought `at_least`."""
        js = await self.bus.jetstream()
        deadline = asyncio.get_running_loop().time() + _RELAYED_WITHIN_SECONDS
        while True:
            last = await self._last_now(js, service)
            reached = last.position if last else 0
            if reached >= at_least or asyncio.get_running_loop().time() > deadline:
                return last
            await asyncio.sleep(0.05)

    async def _last_now(self, js: JetStreamContext, service: str) -> Record | None:
        try:
            state = (await js.stream_info(log_stream(service))).state
        except NotFoundError:
            raise SourceDown(
                f"the bus at {self.bus.place} has no stream {log_stream(service)}; grosz up makes it"
            ) from None
        for sequence in range(state.last_seq, max(state.first_seq, 1) - 1, -1):
            message = await js.get_msg(log_stream(service), sequence)
            if _position_in(message.headers) is not None:
                return placed_record(service, message.data or b"")
        return None


class _Reader:
    """Records from one position on, for as long as the server remembers us; it is begun again from where it stopped."""

    def __init__(self, bus: Bus, service: str, after: int, end: int) -> None:
        self._bus = bus
        self._service = service
        self.position = after
        self._end = end
        self._subscription: JetStreamContext.PullSubscription | None = None

    def __iter__(self) -> Iterator[Record]:
        while self.position < self._end:
            messages = self._bus.run(self._fetch())
            if not messages:
                return
            for message in messages:
                position = _position_in(message.headers)
                if position is None or not self.position < position <= self._end:
                    continue
                record = placed_record(self._service, message.data)
                if record.position == position:
                    self.position = position
                    yield record

    def leave(self) -> None:
        if self._subscription is not None:
            self._bus.run(self._remove(self._subscription))

    async def _fetch(self) -> list[Msg]:
        """The next messages; none when the server has none, or has forgotten us."""
        if self._subscription is None:
            self._subscription = await self._begin()
        wanted = min(_MESSAGES_AT_A_TIME, self._end - self.position)
        try:
            return await self._subscription.fetch(wanted, timeout=_ANSWER_WITHIN_SECONDS)
        except (nats.errors.TimeoutError, TimeoutError):
            return []

    async def _begin(self) -> JetStreamContext.PullSubscription:
        """A position lies at its own sequence number or later: what is foreign only pushes it back."""
        js = await self._bus.jetstream()
        stream = log_stream(self._service)
        config = ConsumerConfig(
            ack_policy=AckPolicy.NONE,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=self.position + 1,
            mem_storage=True,
            num_replicas=1,
            inactive_threshold=_FORGOTTEN_AFTER_SECONDS,
        )
        made = await js.add_consumer(stream, config)
        return await js.pull_subscribe_bind(made.name, stream)

    async def _remove(self, subscription: JetStreamContext.PullSubscription) -> None:
        name = (await subscription.consumer_info()).name
        await subscription.unsubscribe()
        await (await self._bus.jetstream()).delete_consumer(log_stream(self._service), name)


def _position_in(headers: dict[str, str] | None) -> int | None:
    text = (headers or {}).get(POSITION_HEADER, "")
    return int(text) if _NUMBER.fullmatch(text) else None


async def _ignore(_error: Exception) -> None:
    """What is lost shows in the request that fails; the client would print it as well."""
