"""A sealer and nothing else, as a process to kill: python -m tests.support.sealing_process SERVICE DATABASE BUS KEY.

ZOMBIE=1      takes no leader's lock, as one that has lost it without knowing
DIE_AT=step   kills itself with SIGKILL at a step: grown, signed, kept, published; DIE_AFTER=n: at the n-th time
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from pathlib import Path
from typing import Any

import nats

from shared.eventstore.store import Store
from shared.proof.keys import SigningKey
from shared.sealing import sealer, task, tiles

_numbers = itertools.count(1)


def die(step: str) -> None:
    if os.environ.get("DIE_AT") == step and next(_numbers) == int(os.environ.get("DIE_AFTER", "1")):
        os.kill(os.getpid(), signal.SIGKILL)


class Dying(sealer.Sealer):
    def _grow(self, *, until: int) -> None:
        before = self.size
        super()._grow(until=until)
        if self.size > before:
            die("grown")

    def seal(self) -> Any:
        seal = super().seal()
        die("kept")
        return seal


class DyingSealing(task.Sealing):
    async def _publish(self, seal: Any, sequence: int) -> int:
        reached = await super()._publish(seal, sequence)
        die("published")
        return reached


def signed(connection: Any, seal: Any, keep: Any = tiles.keep) -> None:
    keep(connection, seal)
    die("signed")  # and the transaction is not committed


async def free(connection: Any, name: str) -> None:
    """Believes to lead already."""


async def main(service: str, database_url: str, nats_url: str, key: SigningKey) -> None:
    tiles.keep, task.Sealer = signed, Dying
    if os.environ.get("ZOMBIE"):
        task.lead = free
    connection = await nats.connect(nats_url, max_reconnect_attempts=-1)
    await DyingSealing(service, Store(database_url), connection, key, every_seconds=0.02).run()


if __name__ == "__main__":
    *addresses, key_file = sys.argv[1:]
    asyncio.run(main(*addresses, SigningKey.parse(Path(key_file).read_text())))
