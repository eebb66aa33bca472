"""Figures of this service's durables on the streams of others, asked of the bus when somebody scrapes."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import nats.errors
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo
from nats.js.errors import Error as JetStreamError

from shared.telemetry.figures import Figure
from shared.transport.bus import Listening
from shared.transport.topology import events_stream

WAIT_SECONDS = 1.5
LOOKED_THROUGH_MAX = 20
"""Messages looked at to find one of ours. Where none is found the age is that of one which is older than ours."""


async def of_bus(js: JetStreamContext, listening: Listening) -> list[Figure]:
    """Per publisher; a durable that cannot be asked has no figures but is counted as missing."""
    found = await asyncio.gather(
        *(
            _of(js, listening.durable(publisher), publisher, subjects)
            for publisher, subjects in listening.subjects.items()
        )
    )
    return [figure for figures in found for figure in figures]


async def _of(js: JetStreamContext, durable: str, publisher: str, subjects: Sequence[str]) -> list[Figure]:
    labels = {"publisher": publisher, "durable": durable}
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            info = await js.consumer_info(events_stream(publisher), durable)
            oldest = await _oldest(js, info, subjects)
    except (JetStreamError, nats.errors.Error, TimeoutError, OSError):
        return [_missing(1, labels)]
    told = {
        "grosz_bus_pending_messages": ("Messages on the stream that were not delivered yet.", info.num_pending),
        "grosz_bus_unacknowledged_messages": ("Messages delivered and not acknowledged yet.", info.num_ack_pending),
        "grosz_bus_redelivered_messages": ("Messages delivered again and not acknowledged yet.", info.num_redelivered),
        "grosz_bus_oldest_unprocessed_age_seconds": ("Age of the oldest message not acknowledged yet.", oldest),
    }
    return [_missing(0, labels), *(Figure(name, text, value or 0, labels) for name, (text, value) in told.items())]


def _missing(value: int, labels: Mapping[str, str]) -> Figure:
    return Figure("grosz_bus_consumer_missing", "1: the durable could not be asked, or is gone.", value, labels)


async def _oldest(js: JetStreamContext, info: ConsumerInfo, subjects: Sequence[str]) -> float:
    """Seconds since the first message of ours behind the acknowledged ones was stored; 0 when all are acknowledged."""
    if not info.num_pending and not info.num_ack_pending:
        return 0.0
    floor: Any = info.ack_floor
    sequence = floor.stream_seq if floor else 0
    stored: datetime | None = None
    for _ in range(LOOKED_THROUGH_MAX):
        message = await js.get_msg(info.stream_name or "", sequence + 1, next=True, subject=">")
        stored, sequence = message.time, message.seq or sequence + 1
        if message.subject in subjects:
            break
    return max(0.0, time.time() - stored.astimezone(UTC).timestamp()) if stored else 0.0
