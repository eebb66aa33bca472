"""How far the other services' clocks have passed, with all that they had said by then dealt with here.

A service gives its watermark under its append lock. It counts for us once its stream holds every message up to it and
our durable has nothing left to take; until then, the stamp of the last message that we have acknowledged counts. What
a watermark says of our own journal is checked again by whoever answers, in the snapshot of the answer.
"""

import asyncio
import json
import logging
from typing import Any, NamedTuple

import nats.errors
from eventsourcing.persistence import PersistenceError
from nats.js.errors import Error as JetStreamError
from nats.js.errors import NotFoundError

from shared.kernel import hlc
from shared.transport.relay import POSITION_HEADER
from shared.transport.topology import events_stream

OTHERS = ("grants", "payments")
REFRESH_EVERY_SECONDS = 2.0
ANSWER_WITHIN_SECONDS = 1.0
LOOK_BACK_SECONDS = 1.0
log = logging.getLogger(__name__)


async def keep_fresh(host: Any) -> None:
    """Background task: look every two seconds, so that a stopped service is remembered as far as it came."""
    while True:
        await refresh(host)
        await asyncio.sleep(REFRESH_EVERY_SECONDS)


async def refresh(host: Any) -> None:
    """Ask the other services, then ourselves; a service that does not answer keeps its last known stamp."""
    passed = dict(zip(OTHERS, await asyncio.gather(*(_passed(host, service) for service in OTHERS)), strict=True))
    try:
        await asyncio.to_thread(_keep, host, {service: stamp for service, stamp in passed.items() if stamp})
    except (PersistenceError, TimeoutError) as error:
        log.warning("watermarks could not be kept: %s", error)


async def _passed(host: Any, service: str) -> int | None:
    """A stamp that the service has passed, with all that it had said by then dealt with here; None when unknown.

    The order of the looks carries the claim: first how far the service had spoken, then whether its stream holds
    that, and only then what our durable has left. A message published after a look is seen by the next one.
    """
    stream = events_stream(service)
    js = host.js
    try:
        reply = await host.client.request(f"query.{service}.watermark", b"{}", timeout=ANSWER_WITHIN_SECONDS)
        mark = json.loads(reply.data)
        last = await _newest(js, stream, (await js.stream_info(stream)).state.last_seq)
        info = await js.consumer_info(stream, host.listening.durable(service))
        published = last.position if last else 0
        if published >= mark["message_position"] and not info.num_pending and not info.num_ack_pending:
            return hlc.from_text(mark["hlc"])
        taken = await _newest(js, stream, info.ack_floor.stream_seq if info.ack_floor else 0)
        return taken.stamp if taken else None
    except (nats.errors.Error, JetStreamError, TimeoutError, OSError, LookupError, TypeError, ValueError) as error:
        log.info("%s gave no watermark: %r", service, error)
    return None


class _Said(NamedTuple):
    """Where a message of a service lies in its store: position and stamp."""

    position: int
    stamp: int


async def _newest(js: Any, stream: str, sequence: int) -> _Said | None:
    """The newest message at or before a sequence that the service itself said.

    Anybody who may publish can put a message behind the relay's; without the relay's header it tells us nothing, and
    what lies before it still counts.
    """
    async with asyncio.timeout(LOOK_BACK_SECONDS):
        for at in range(sequence, 0, -1):
            try:
                message = await js.get_msg(stream, at)
                return _Said(
                    int((message.headers or {})[POSITION_HEADER]), hlc.from_text(json.loads(message.data)["hlc"])
                )
            except (NotFoundError, LookupError, TypeError, ValueError):
                continue
    return None


def _keep(host: Any, stamps: dict[str, int]) -> None:
    """Our own stamp counts once our journal has been projected up to it."""
    own = host.store.watermark()
    host.projections.wait_for(own.position, timeout_seconds=5)
    with host.store.connection() as connection:
        for service, stamp in {**stamps, host.service.name: own.hlc}.items():
            connection.execute(
                "INSERT INTO watermarks VALUES (%s, %s) ON CONFLICT (service) "
                "DO UPDATE SET hlc = greatest(watermarks.hlc, excluded.hlc)",
                (service, stamp),
            )
