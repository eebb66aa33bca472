"""The bus border: commands and questions by request/reply, facts by durable pull subscriptions. FastStream, tamed.

As shipped it would drop a message at the first error, close for good after two minutes without the bus, and rewrite
streams it finds. So acknowledgement is ours (MANUAL), reconnects are endless, streams and consumers are made and
compared by `topology`, and a watch makes a deleted consumer again (measured, see docs/decisions/0003).
"""

import asyncio
import logging
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import nats.errors
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage, NatsRouter, PullSub
from faststream.nats.subscriber.usecases import stream_pull_subscriber
from nats.js import JetStreamContext
from nats.js.errors import Error as JetStreamError
from nats.js.errors import NotFoundError

from shared.eventstore.writer import Writer, WriterBusy
from shared.messages.envelope import Problem
from shared.telemetry import counters
from shared.transport.access import BusAccess, inbox_of
from shared.transport.binding import BoundReaction
from shared.transport.commands import CommandDesk
from shared.transport.durables import Retirement, consumer_config, ensure_consumer, ours_on, subjects_by_publisher
from shared.transport.inbox import ClockAhead, Inbox
from shared.transport.questions import QuestionDesk
from shared.transport.reacting import reacting
from shared.transport.topology import ensure_streams, events_stream

ACTOR_HEADER = "Grosz-Actor"
REQUESTS_AT_ONCE = 32
TRIES_BEFORE_PARKING = 8
RETRY_SECONDS_MAX = 10.0
HEARD_KEPT = 256
WATCH_EVERY_SECONDS = 2.0
PULL_SECONDS = 5.0
log = logging.getLogger(__name__)

# A fetch that finds nothing ends in asyncio's TimeoutError; FastStream 0.7.8 expects only the client's own subclass of
# it, and an idle subscription would crash and be started again every so often.
stream_pull_subscriber.TimeoutError = TimeoutError  # type: ignore[attr-defined,assignment]


def make_broker(access: BusAccess, *, closed: Callable[[], Awaitable[None]]) -> NatsBroker:
    """A broker that never gives up: `closed` is called when the client has closed for good all the same."""
    return NatsBroker(
        access.url,
        name=access.user,
        security=access.security(),
        inbox_prefix=access.inbox_prefix,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        ping_interval=10,
        closed_cb=closed,
        graceful_timeout=20,
        ack_policy=AckPolicy.MANUAL,
        apply_types=False,
        decoder=_whole,
        logger=logging.getLogger("faststream"),
    )


async def _whole(message: NatsMessage) -> NatsMessage:
    """Handlers get the message as it came: shapes are checked by ours, the same for HTTP and the bus."""
    return message


def requests_router(
    service: str, commands: CommandDesk, names: list[str], questions: QuestionDesk, asked: list[str]
) -> NatsRouter:
    """Commands under cmd.<service>.<name>, questions under query.<service>.<name>; every request is answered."""
    router = NatsRouter()

    def carry_out(name: str) -> Callable[[NatsMessage], Awaitable[bytes]]:
        async def handle(message: NatsMessage) -> bytes:
            headers = message.headers or {}
            answer = await commands.carry_out(
                name,
                message.body,
                token=headers.get(ACTOR_HEADER),
                traceparent=headers.get("traceparent"),
                door="bus",
            )
            return answer.model_dump_json().encode()

        return handle

    def answer(name: str) -> Callable[[NatsMessage], Awaitable[bytes]]:
        async def handle(message: NatsMessage) -> bytes:
            result = await questions.answer_json(name, message.body)
            return result.model_dump_json().encode() if isinstance(result, Problem) else result

        return handle

    for name in names:
        _request(router, f"cmd.{service}.{name}", service, carry_out(name))
    for name in asked:
        _request(router, f"query.{service}.{name}", service, answer(name))
    return router


def _request(router: NatsRouter, subject: str, queue: str, handle: Callable[..., Awaitable[bytes]]) -> None:
    router.subscriber(subject, queue=queue, max_workers=REQUESTS_AT_ONCE)(handle)


class Listening:
    """The durable subscriptions of one service, one per publisher, and the watch over them."""

    def __init__(
        self,
        service: str,
        reactions: Mapping[str, BoundReaction],
        writer: Writer,
        inbox: Inbox,
        *,
        unacknowledged_max: int,
        retires: bool = True,
    ) -> None:
        """`retires`: remove durables of older versions, each once it stands idle. A service with a key of its own may
        not; there `prepare --retire` does it, with the provisioner's key."""
        self._service = service
        self._writer = writer
        self._inbox = inbox
        self._unacknowledged_max = unacknowledged_max
        self.subjects = subjects_by_publisher(reactions)
        self.missing: set[str] = set(self.subjects)
        self._failures: Counter[tuple[str, int]] = Counter()
        self._retirement = Retirement(service) if retires else None
        self._heard: dict[str, deque[tuple[int, int]]] = defaultdict(lambda: deque(maxlen=HEARD_KEPT))

    def durable(self, publisher: str) -> str:
        """The name of our durable on a publisher's stream, in this version of the service."""
        return str(self._config(publisher).durable_name)

    def heard_until(self, publisher: str, sequence: int) -> int | None:
        """The stamp of the newest message at or before a sequence that this process has dealt with; None: unknown."""
        return max((stamp for at, stamp in self._heard[publisher] if at <= sequence), default=None)

    def router(self) -> NatsRouter:
        router = NatsRouter()
        for publisher in self.subjects:
            router.subscriber(
                f"{publisher}.*.*",
                stream=JStream(events_stream(publisher), declare=False),
                durable=self.durable(publisher),
                pull_sub=PullSub(batch_size=self._unacknowledged_max, timeout=PULL_SECONDS),
                config=self._config(publisher),
                ack_policy=AckPolicy.MANUAL,
                # The connection's own prefix is not used for pulls.
                inbox_prefix=f"{inbox_of(self._service)}.".encode(),
            )(self._handler(publisher))
        return router

    async def provision(self, js: JetStreamContext) -> None:
        """Streams of ours and of those we listen to, and our durables on them."""
        await ensure_streams(js, self._service)
        for publisher in self.subjects:
            await ensure_streams(js, publisher)
            await ensure_consumer(js, self._service, publisher, self._config(publisher))
        self.missing.clear()

    async def watch(self, js: JetStreamContext) -> None:
        """Look at our durables every two seconds: make the one of this version again when it is gone, and remove
        those of older versions once nobody takes from them. Runs until cancelled."""
        while True:
            await asyncio.sleep(WATCH_EVERY_SECONDS)
            for publisher in self.subjects:
                try:
                    await self._look(js, publisher)
                except (JetStreamError, nats.errors.Error, TimeoutError):
                    self.missing.add(publisher)

    async def _look(self, js: JetStreamContext, publisher: str) -> None:
        try:
            await js.consumer_info(events_stream(publisher), self.durable(publisher))
        except NotFoundError:
            self.missing.add(publisher)
            log.error("our consumer on %s is gone, making it again", events_stream(publisher))
            await self._make_again(js, publisher)
            return
        self.missing.discard(publisher)
        if self._retirement:
            ours = await ours_on(js, self._service, publisher)
            for name in await self._retirement.look(js, publisher, self.durable(publisher), ours):
                log.warning("%s on %s served an older version and nobody now: removed", name, events_stream(publisher))

    async def _make_again(self, js: JetStreamContext, publisher: str) -> None:
        try:
            await ensure_consumer(js, self._service, publisher, self._config(publisher))
            self.missing.discard(publisher)
        except (JetStreamError, nats.errors.Error, TimeoutError) as error:
            log.error("the consumer could not be made: %s", error)

    def _config(self, publisher: str) -> Any:
        return consumer_config(self._service, self.subjects[publisher], unacknowledged_max=self._unacknowledged_max)

    def _handler(self, publisher: str) -> Callable[[NatsMessage], Awaitable[None]]:
        async def handle(message: NatsMessage) -> None:
            # Failures are counted, not deliveries: a store that was gone or a process that died says nothing of it.
            place = (publisher, message.raw_message.metadata.sequence.stream)
            failures = self._failures[place]
            too_often = f"failed {failures} times" if failures >= TRIES_BEFORE_PARKING else None
            try:
                work = self._inbox.work(message.body, publisher=publisher, park_because=too_often)
                with reacting(work, publisher=publisher, subject=message.raw_message.subject) as span:
                    span.note(outcome=(await asyncio.wrap_future(self._writer.submit(work))).status)
            except Exception as error:
                if not isinstance(error, WriterBusy):
                    self._failures[place] += 1
                    counters.MESSAGES.labels(publisher, "failed").inc()
                    trace = None if isinstance(error, ClockAhead) else error
                    log.error(
                        "a message of %s failed, for the %d. time: %s",
                        publisher,
                        self._failures[place],
                        error,
                        exc_info=trace,
                    )
                deliveries = min(message.raw_message.metadata.num_delivered, 10)
                await message.nack(delay=min(RETRY_SECONDS_MAX, 0.2 * 2**deliveries))
            else:
                self._failures.pop(place, None)
                await message.ack()
                if work.message and work.message.hlc:
                    self._heard[publisher].append((place[1], work.message.hlc))

        return handle
