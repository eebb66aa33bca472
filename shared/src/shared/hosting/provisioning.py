"""Streams and durables of one service, made by whoever has the right to: the provisioner, before the service starts.

A service that serves only compares what it finds. After a rollout, `retire` removes the durables of older versions,
each once nobody takes from it any more.
"""

import asyncio
import logging

import nats
from nats.js import JetStreamContext

from shared.hosting.service import Service
from shared.transport.access import BusAccess
from shared.transport.durables import Retirement, consumer_config, ensure_consumer, ours_on, subjects_by_publisher
from shared.transport.topology import ensure_streams

LOOK_EVERY_SECONDS = 2.0
log = logging.getLogger(__name__)


async def provision(service: Service, access: BusAccess, *, replicas: int, retire: bool) -> None:
    """Make what is missing and compare the rest; with `retire`, wait until no older durable is left.

    replicas  on how many nodes each stream lies; a durable follows its stream
    Raises TopologyDiffers, nats.errors.Error, TimeoutError.
    """
    client = await nats.connect(**access.options(), max_reconnect_attempts=3)
    try:
        js = client.jetstream()
        await ensure_streams(js, service.name, replicas=replicas)
        current: dict[str, str] = {}
        for publisher, subjects in subjects_by_publisher(service.subscriptions).items():
            wanted = consumer_config(service.name, subjects, unacknowledged_max=service.unacknowledged_max)
            await ensure_streams(js, publisher, replicas=replicas)
            await ensure_consumer(js, service.name, publisher, wanted)
            current[publisher] = str(wanted.durable_name)
        if retire:
            await _retire(js, service.name, current)
    finally:
        await client.close()


async def _retire(js: JetStreamContext, service: str, current: dict[str, str]) -> None:
    retirement = Retirement(service)
    while True:
        left = 0
        for publisher, durable in current.items():
            ours = await ours_on(js, service, publisher)
            removed = await retirement.look(js, publisher, durable, ours)
            left += len(ours) - len(removed) - 1
            for name in removed:
                log.warning("%s served an older version of %s and nobody now: removed", name, service)
        if not left:
            return
        await asyncio.sleep(LOOK_EVERY_SECONDS)
