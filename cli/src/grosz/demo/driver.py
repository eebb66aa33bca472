"""Plays a plan: phase after phase, within a phase many commands at a time, most by HTTP and every tenth on the bus.

A service may be killed and started again meanwhile: the client repeats each command under its id until it is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic

from grosz.client import BusClient, Client, Refused
from grosz.demo.plan import Plan
from grosz.demo.steps import Kind, Phase, Step
from grosz.demo.waiting import until_answered, until_offers_go_by
from grosz.demo.watching import Watch
from grosz.stack import Stack
from shared.messages.programme_v1 import ProgrammeQuestion

AT_ONCE = 24
BUS_EVERY = 10
LATE_REASON = "demo-replay"
_UNKNOWN = 404


class YearNotOver(Exception):
    """The plan reaches into the future, where nobody can have acted."""


class PlayedOtherwise(Exception):
    """The programme is there already, and not from this plan: a second play would allocate its money twice."""


@dataclass
class Played:
    """What was done, and how fast. `repeated` commands had been stored by an earlier play."""

    by_http: int = 0
    by_bus: int = 0
    repeated: int = 0
    seconds: float = 0.0

    @property
    def commands(self) -> int:
        return self.by_http + self.by_bus

    @property
    def per_second(self) -> float:
        return self.commands / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Progress:
    """Who is told: of a phase that begins, of each command stored, of anything worth a line."""

    begin: Callable[[Phase], None]
    advance: Callable[[], None]
    tell: Callable[[str], None]


def refuse_the_future(plan: Plan, now: datetime) -> None:
    """Raises YearNotOver."""
    last = max(step.at for step in plan.steps)
    if last > now.astimezone(UTC):
        raise YearNotOver(f"the plan of {plan.programme} ends on {last:%d %B %Y}: choose a year that is over")


async def play(plan: Plan, *, stack: Stack, progress: Progress) -> Played:
    """Give every command of the plan and wait for the answers that the next ones rest on.

    Raises Refused, ServiceSilent, PlayedOtherwise, and what `waiting` raises.
    """
    watch = Watch(progress.tell)
    began = monotonic()
    async with Client(stack, on_wait=watch.on_wait) as http, BusClient(stack, on_wait=watch.on_wait) as bus:
        player = _Player(plan, http, bus, watch, progress)
        async with watch.looking():
            known = await player.programme_is_known()
            for phase in _first_step_alone(plan):
                progress.begin(phase)
                await player.phase(phase)
                if known and not player.played.repeated:
                    raise PlayedOtherwise(
                        f"{plan.programme} is there already, played with another seed or by hand; "
                        "play another year with --programme, or start with an empty data folder"
                    )
                known = False
    player.played.seconds = monotonic() - began
    return player.played


def _first_step_alone(plan: Plan) -> tuple[Phase, ...]:
    """Whether its answer is a stored one tells whether the programme that is there comes from this plan."""
    first, *others = plan.phases
    return replace(first, steps=first.steps[:1]), replace(first, steps=first.steps[1:]), *others


class _Player:
    def __init__(self, plan: Plan, http: Client, bus: BusClient, watch: Watch, progress: Progress) -> None:
        self.played = Played()
        self._plan = plan
        self._http = http
        self._bus = bus
        self._watch = watch
        self._progress = progress
        self._on_bus = {step.name for step in plan.steps[BUS_EVERY - 1 :: BUS_EVERY]}

    async def programme_is_known(self) -> bool:
        try:
            await self._http.ask("programme", ProgrammeQuestion(programme=self._plan.programme))
        except Refused as refused:
            if refused.problem.status == _UNKNOWN:
                return False
            raise
        return True

    async def phase(self, phase: Phase) -> None:
        waiting = iter(phase.steps)

        async def worker() -> None:
            for step in waiting:
                await self._give(step)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(1 if phase.kind.one_by_one else AT_ONCE):
                    group.create_task(worker())
        except ExceptionGroup as errors:
            raise _first(errors) from None
        if phase.kind in (Kind.CORRECT, Kind.EXTEND):
            await until_offers_go_by(self._http, [step.command for step in phase.steps], tell=self._progress.tell)
        if phase.kind in (Kind.PROPOSE, Kind.PROPOSE_BEYOND):
            await self._answers(phase)

    async def _give(self, step: Step) -> None:
        sender = self._bus if step.name in self._on_bus else self._http
        with self._watch.under_way(step.name, step.service):
            try:
                accepted = await sender.send(
                    step.service,
                    step.command,
                    command_id=self._plan.command_id(step),
                    person=step.person,
                    acted_at=step.at,
                    late_reason=LATE_REASON,
                )
            except Refused:
                self._progress.tell(f"refused: {step.name}, {step.command.NAME} of {step.day}")
                raise
        self.played.repeated += accepted.repeated
        if sender is self._bus:
            self.played.by_bus += 1
        else:
            self.played.by_http += 1
        self._progress.advance()

    async def _answers(self, phase: Phase) -> None:
        proposed = {step.name.removeprefix("propose ") for step in phase.steps}
        wanted = {grant: answer for grant, answer in self._plan.answers.items() if grant in proposed}
        await until_answered(self._http, self._plan.programme, wanted, tell=self._progress.tell)


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """One of the errors that ended a phase; the others are mostly the same."""
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
