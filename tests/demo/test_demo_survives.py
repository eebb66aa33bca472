"""Each service is killed in the middle of a play and started again: the figures are the same. On a real stack."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grosz.client import Client
from grosz.demo import checking, driver
from grosz.demo.driver import Played, PlayedOtherwise
from grosz.demo.figures import CALLS
from grosz.demo.plan import Plan, make_plan
from grosz.demo.steps import Kind, Phase
from grosz.demo.waiting import until_at_rest
from grosz.home import Home
from grosz.stack import SERVICES, Stack
from grosz.starting import bring_up
from grosz.stopping import bring_down

pytestmark = pytest.mark.slow

# Few calls of each sort: large and small, of the year and of the season, on the draft budget alone, rolling.
SHORT = tuple(call for call in CALLS if call.number in ("2", "13", "19.1", "26", "49", "51"))
KILLED_AT = {
    Kind.OFFER: "grants",
    Kind.PROPOSE: "programme",
    Kind.PREPARE: "payments",
    Kind.STATEMENT: "notifications",
}
DOWN_SECONDS = 1.5


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="grosz-demo-") as folder:
        Path(folder).chmod(0o755)
        found = Home(Path(folder) / "stack")
        try:
            bring_up(found, say=print)
            yield found
        finally:
            bring_down(found, say=print)


@dataclass
class Killer:
    """Kills a service when the first phase of a kind begins, and has it started again a little later."""

    home: Home
    wanted: dict[Kind, str]
    told: list[str] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)
    _starts: set["asyncio.Task[None]"] = field(default_factory=set)

    def begin(self, phase: Phase) -> None:
        service = self.wanted.pop(phase.kind, None)
        if service is None:
            return
        process = Stack.load(self.home).services[service].process
        assert process
        os.kill(process.pid, signal.SIGKILL)
        self.killed.append(service)
        self._starts.add(asyncio.get_running_loop().create_task(self._start()))

    async def started(self) -> None:
        await asyncio.gather(*self._starts)

    async def _start(self) -> None:
        await asyncio.sleep(DOWN_SECONDS)
        await asyncio.to_thread(bring_up, self.home, say=print)


def play(plan: Plan, home: Home, wanted: dict[Kind, str]) -> tuple[Played, Killer, dict[str, int]]:
    """Play, wait until the ledger is at rest, and give its figures."""
    killer = Killer(home, dict(wanted))
    stack = Stack.load(home)

    async def playing() -> tuple[Played, dict[str, int]]:
        progress = driver.Progress(begin=killer.begin, advance=lambda: None, tell=killer.told.append)
        played = await driver.play(plan, stack=stack, progress=progress)
        await killer.started()
        async with Client(stack) as client:
            return played, await until_at_rest(client, plan.programme, plan.expected, tell=killer.told.append)

    played, figures = asyncio.run(playing())
    return played, killer, figures


def test_each_service_killed_once_gives_the_same_figures(home: Home):
    plan = make_plan(calls=SHORT)
    played, killer, figures = play(plan, home, KILLED_AT)
    assert sorted(killer.killed) == sorted(SERVICES)
    assert played.commands == len(plan.steps)
    assert played.by_bus == len(plan.steps) // 10
    assert {name: figures[name] for name in plan.expected} == plan.expected
    dsns = {service: Stack.load(home).auditor_dsn(service) for service in SERVICES}
    replayed = checking.auditors_recount()(dsns, plan.programme)
    assert [c for c in checking.with_replay(figures, replayed) if c.difference_grosze] == []


def test_the_same_play_again_stores_nothing_new(home: Home):
    plan = make_plan(calls=SHORT)
    played, _, figures = play(plan, home, {})
    assert played.repeated == played.commands == len(plan.steps)
    assert {name: figures[name] for name in plan.expected} == plan.expected


def test_another_seed_does_not_play_over_the_same_programme(home: Home):
    with pytest.raises(PlayedOtherwise, match="another seed or by hand"):
        play(make_plan(seed=2026, calls=SHORT), home, {})
