"""Any service may die at any step: the journey goes on when it returns, and the figures are the same."""

import asyncio
import os
import signal

import pytest

from grosz.client import Client
from grosz.home import Home
from grosz.stack import SERVICES, Stack
from grosz.starting import bring_up
from tests.e2e.journey import Journey
from tests.e2e.test_journey_of_a_grant import FINAL, not_zero

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

KILL_AFTER = ("open-call", "propose-award", "sign-contract", "record-statement", "submit-report")


class Killer:
    """Kills one service with SIGKILL after chosen steps and starts it again while the journey goes on."""

    def __init__(self, home: Home, victim: str) -> None:
        self._home = home
        self._victim = victim
        self._returning: asyncio.Task[Stack] | None = None
        self.kills = 0

    async def after(self, step: str) -> None:
        if step not in KILL_AFTER:
            return
        await self.returned()
        process = Stack.load(self._home).services[self._victim].process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        self.kills += 1
        self._returning = asyncio.create_task(asyncio.to_thread(bring_up, self._home, say=print))

    async def returned(self) -> None:
        if self._returning:
            await self._returning


@pytest.mark.parametrize("victim", SERVICES)
async def test_a_service_killed_at_five_steps_changes_no_figure(stack: Stack, home: Home, victim: str):
    killer = Killer(home, victim)
    async with Client(stack) as client:
        journey = Journey(client, f"without-{victim}", between=killer.after)
        await journey.play()
        await killer.returned()
        assert killer.kills >= len(KILL_AFTER)
        assert not_zero(await journey.settled_budget()) == FINAL
