"""How far the other services' clocks have passed, with all that they had said by then dealt with here.

A service gives its watermark under its append lock. It counts for us once its stream holds every message up to it and
our durable has nothing left to take; until then, the stamp of the last message that we have acknowledged counts. We
read no stream of theirs for it: what we do not listen to is not ours to see. What a watermark says of our own journal
is checked again by whoever answers, in the snapshot of the answer.
"""

import asyncio
import json
import logging
from typing import Any

import nats.errors
from eventsourcing.persistence import PersistenceError
from nats.js.errors import Error as JetStreamError

from shared.kernel import hlc
from shared.transport.topology import events_stream

OTHERS = ("grants", "payments")
REFRESH_EVERY_SECONDS = 2.0
ANSWER_WITHIN_SECONDS = 1.0
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
    try:
        mark = await _asked(host, service, "watermark")
        published = await _asked(host, service, "published")
        info = await host.js.consumer_info(events_stream(service), host.listening.durable(service))
        if published["position"] >= mark["message_position"] and not info.num_pending and not info.num_ack_pending:
            return hlc.from_text(mark["hlc"])
        taken: int | None = host.listening.heard_until(service, info.ack_floor.stream_seq if info.ack_floor else 0)
        return taken
    except (nats.errors.Error, JetStreamError, TimeoutError, OSError, LookupError, TypeError, ValueError) as error:
        log.info("%s gave no watermark: %r", service, error)
    return None


async def _asked(host: Any, service: str, question: str) -> dict[str, Any]:
    reply = await host.client.request(f"query.{service}.{question}", b"{}", timeout=ANSWER_WITHIN_SECONDS)
    answer: dict[str, Any] = json.loads(reply.data)
    return answer


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
