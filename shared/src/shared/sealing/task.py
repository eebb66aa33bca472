"""Sealing as a task of a service's process: one sealer leads, seals every so many seconds, and publishes in order.

What the stream SEAL_<SERVICE> has reached is read from the stream itself; a lost stream is filled again from the store,
and a store that was set back is held to the stream.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import nats.errors
import psycopg
from eventsourcing.persistence import PersistenceError
from nats.aio.client import Client
from nats.js.errors import Error as JetStreamError

from shared.eventstore.leadership import lead
from shared.eventstore.store import Store
from shared.proof.keys import SigningKey
from shared.sealing.sealer import Contradiction, Overtaken, Sealer
from shared.sealing.tiles import Seal, TilesLost
from shared.transport.topology import seal_stream, seal_subject

LOOK_AGAIN_SECONDS = 30.0
log = logging.getLogger(__name__)


class Sealing:
    """Run it as a task; it stops when cancelled."""

    def __init__(
        self, service: str, store: Store, connection: Client, key: SigningKey, *, every_seconds: float
    ) -> None:
        self._service = service
        self._store = store
        self._js = connection.jetstream()
        self._sealer = Sealer(store, key)
        self._every_seconds = every_seconds
        self.standing_still: str | None = None
        """Why nothing is sealed any more, and a person must look; None while all is well."""

    async def run(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._store.database_url, autocommit=True) as leader:
                    await lead(leader, f"seal {self._service}")
                    await self._seal_for_ever()
            except Contradiction as error:
                self.standing_still = f"sealing has stopped: {error}"
                log.critical("%s", self.standing_still)
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
            except (
                Overtaken,
                TilesLost,
                JetStreamError,
                nats.errors.Error,
                psycopg.Error,
                PersistenceError,
                TimeoutError,
                OSError,
            ) as error:
                log.warning("sealing starts again from what is stored: %s", str(error) or type(error).__name__)
                await asyncio.sleep(0.5)

    async def _seal_for_ever(self) -> None:
        sequence, published = await self._reached()
        await asyncio.to_thread(self._sealer.resume, published)
        self.standing_still = None
        after = published.watermark if published else -1
        while True:
            if await asyncio.to_thread(self._sealer.due):
                await asyncio.to_thread(self._sealer.seal)
            while seals := await asyncio.to_thread(self._sealer.unpublished, after):
                for seal in seals:
                    sequence = await self._publish(seal, sequence)
                    after = seal.watermark
            await asyncio.sleep(self._every_seconds)

    async def _reached(self) -> tuple[int, Seal | None]:
        """The stream's last sequence, and the last checkpoint in it that our key has signed."""
        stream = seal_stream(self._service)
        state = (await self._js.stream_info(stream)).state
        for sequence in range(state.last_seq, max(state.first_seq, 1) - 1, -1):
            message = await self._js.get_msg(stream, sequence)
            seal = self._sealer.seal_of((message.data or b"").decode(errors="replace"))
            if seal:
                return state.last_seq, seal
            log.critical("message %d of %s was not signed by our key", sequence, stream)
        return state.last_seq, None

    async def _publish(self, seal: Seal, sequence: int) -> int:
        headers: dict[str, Any] = {"Nats-Expected-Last-Sequence": str(sequence)}
        acknowledged = await self._js.publish(seal_subject(self._service), seal.note.encode(), headers=headers)
        return acknowledged.seq
