"""The streams LOG and SEAL as they lie on the bus, message by message, from code without an event loop of its own.

What does not come from the relay (it bears no position) is passed over, as the relay itself does. A reader leaves
nothing behind.
"""

from __future__ import annotations

import asyncio
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

from audit.sources.bus_place import BusPlace

_POSITION_HEADER = "Grosz-Position"
_NUMBER = re.compile(r"[0-9]{1,18}")
_AT_A_TIME = 1_000
_ANSWER_WITHIN_SECONDS = 5.0
_FOREIGN_MAX = 1_000
T = TypeVar("T")


class BusDown(Exception):
    """The bus does not answer, or has no such stream."""


class Streams:
    """One connection to one bus. Raises BusDown."""

    def __init__(self, at: BusPlace) -> None:
        self._at = at
        self._runner = asyncio.Runner()
        self._client: Client | None = None

    def log_end(self, service: str) -> int:
        """The last sequence number of LOG now."""
        return self._run(self._last(_log(service)))

    def records(self, service: str, *, end: int) -> Iterator[tuple[int, bytes]]:
        """(position, bytes) of what the relay put into LOG, up to a sequence number."""
        for message in self._messages(_log(service), end):
            position = _position(message.headers)
            if position is not None:
                yield position, message.data

    def record_at(self, service: str, position: int) -> bytes | None:
        """The record of one position: it lies at its own sequence number, or later where foreign messages lie."""
        return self._run(self._record_at(_log(service), position))

    def notes(self, service: str) -> list[str]:
        """What lies in SEAL, oldest first."""
        stream = f"SEAL_{service.upper()}"
        messages = self._messages(stream, self._run(self._last(stream)))
        return [message.data.decode(errors="replace") for message in messages]

    def close(self) -> None:
        if self._client is not None and not self._client.is_closed:
            self._runner.run(self._client.close())
        self._runner.close()

    def _messages(self, stream: str, end: int) -> Iterator[Msg]:
        if end == 0:
            return
        subscription = self._run(self._begin(stream))
        try:
            sequence = 0
            while sequence < end:
                for message in self._run(subscription.fetch(min(_AT_A_TIME, end - sequence), _ANSWER_WITHIN_SECONDS)):
                    sequence = message.metadata.sequence.stream
                    if sequence <= end:
                        yield message
        finally:
            self._run(subscription.unsubscribe())

    async def _js(self) -> JetStreamContext:
        if self._client is None or self._client.is_closed:
            self._client = await nats.connect(
                **self._at.options(), connect_timeout=5, allow_reconnect=False, error_cb=_ignore
            )
        return self._client.jetstream(timeout=_ANSWER_WITHIN_SECONDS)

    async def _last(self, stream: str) -> int:
        return int((await (await self._js()).stream_info(stream)).state.last_seq)

    async def _begin(self, stream: str) -> JetStreamContext.PullSubscription:
        js = await self._js()
        config = ConsumerConfig(
            ack_policy=AckPolicy.NONE,
            deliver_policy=DeliverPolicy.ALL,
            mem_storage=True,
            num_replicas=1,
            inactive_threshold=30.0,
        )
        made = await js.add_consumer(stream, config)
        return await js.pull_subscribe_bind(made.name, stream)

    async def _record_at(self, stream: str, position: int) -> bytes | None:
        js = await self._js()
        for sequence in range(position, position + _FOREIGN_MAX):
            try:
                message = await js.get_msg(stream, sequence)
            except NotFoundError:
                return None
            if _position(message.headers) == position:
                return message.data or b""
        return None

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._runner.run(work)
        except (nats.errors.Error, JetStreamError, OSError, TimeoutError) as error:
            raise BusDown(str(error) or type(error).__name__) from error


def _log(service: str) -> str:
    return f"LOG_{service.upper()}"


def _position(headers: dict[str, str] | None) -> int | None:
    text = (headers or {}).get(_POSITION_HEADER, "")
    return int(text) if _NUMBER.fullmatch(text) else None


async def _ignore(_error: Exception) -> None:
    """What is lost shows in the request that fails; the client would print it as well."""
