"""A relay and nothing else, as a process to kill: python -m tests.support.relay_process SERVICE DATABASE BUS [zombie].

With `zombie` it takes no leader's lock, as one that has lost it without knowing.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import nats

from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from shared.transport.relay import Relay, lanes


class Telling(Relay):
    """Says when it is about to ask for the lead, and from where it publishes."""

    async def _lead(self, leader: Any) -> None:
        print(os.getpid(), "asks for the lead", flush=True)
        await super()._lead(leader)

    async def _reached(self) -> tuple[int, int]:
        reached = await super()._reached()
        print(os.getpid(), "publishes after", *reached, flush=True)
        return reached


class Zombie(Telling):
    async def _lead(self, leader: Any) -> None:
        """Believes to be the leader already."""


async def main(service: str, database_url: str, nats_url: str, *how: str) -> None:
    store, waker = Store(database_url), Waker(database_url)
    waker.start()
    connection = await nats.connect(nats_url, max_reconnect_attempts=-1)
    kind = Zombie if "zombie" in how else Telling
    await asyncio.gather(*(kind(store, connection, lane, waker).run() for lane in lanes(service)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
