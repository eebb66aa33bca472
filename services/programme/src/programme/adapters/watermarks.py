"""How far the other services' clocks have passed, with all that they had said by then dealt with here.

A service gives its watermark under its append lock. It counts for us once its stream holds every message up to it and
our durable has nothing left to take; until then, the stamp of the last message that we have acknowledged counts.
"""

import asyncio
import json
import logging
from typing import Any

import nats.errors
from eventsourcing.persistence import PersistenceError
from nats.js.errors import Error as JetStreamError

from shared.kernel import hlc
from shared.transport.relay import POSITION_HEADER
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
    stream = events_stream(service)
    try:
        reply = await host.client.request(f"query.{service}.watermark", b"{}", timeout=ANSWER_WITHIN_SECONDS)
        mark = json.loads(reply.data)
        info = await host.js.consumer_info(stream, host.service.name)
        sequence = (await host.js.stream_info(stream)).state.last_seq
        last = await host.js.get_msg(stream, sequence) if sequence else None
        published = int(last.headers[POSITION_HEADER]) if last else 0
        if published >= mark["message_position"] and not info.num_pending and not info.num_ack_pending:
            return hlc.from_text(mark["hlc"])
        if info.ack_floor and info.ack_floor.stream_seq:
            taken = await host.js.get_msg(stream, info.ack_floor.stream_seq)
            return hlc.from_text(json.loads(taken.data)["hlc"])
    except (nats.errors.Error, JetStreamError, TimeoutError, OSError, KeyError, ValueError) as error:
        log.info("%s gave no watermark: %r", service, error)
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
