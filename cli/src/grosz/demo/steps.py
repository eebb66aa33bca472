"""A dated command, and the phases in which commands follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from shared.kernel.periods import warsaw_date
from shared.messages.fields import Command

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:grosz:demo")


class Kind(Enum):
    """What a step does. The order here is the order of the phases within a month."""

    PROGRAMME = "programme and budget"
    ALLOCATE = "areas allocated"
    DRAFT = "calls drafted"
    WRITE = "announcements written"
    APPROVE = "calls approved"
    PLAN = "announcements planned"
    OPEN = "announcements published"
    CORRECT = "announcements corrected"
    PUBLISH_CORRECTION = "corrections published"
    EXTEND = "deadlines extended"
    REGISTER = "organisations registered"
    OFFER = "offers submitted"
    CHECK = "offers checked"
    SCORE = "offers scored"
    PROPOSE = "awards proposed"
    PROPOSE_BEYOND = "awards proposed beyond the pool"
    NOT_AWARD = "offers decided against"
    RESOLVE = "calls resolved"
    ANNUL = "calls annulled"
    PUBLISH_END = "results published"
    DECLINE = "awards declined"
    SIGN = "contracts signed"
    PREPARE = "payments prepared"
    AUTHORISE = "payments authorised"
    ORDER = "payment orders"
    STATEMENT = "bank statements"
    REPORT = "reports submitted"
    ACCEPT = "reports accepted"

    @property
    def one_by_one(self) -> bool:
        """The council's acts and the bank's statements have an order of their own."""
        return self in (Kind.PROGRAMME, Kind.ALLOCATE, Kind.STATEMENT)


_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Step:
    """A command that somebody gives at an instant (UTC). `name` is its identity within the plan."""

    at: datetime
    kind: Kind
    service: str
    person: str
    name: str
    command: Command

    @property
    def day(self) -> date:
        return warsaw_date(self.at)

    def command_id(self, *, seed: int, programme: str) -> str:
        """The same step of the same seed has the same id, however often it is played."""
        return str(uuid5(_NAMESPACE, f"{programme}/{seed}/{self.name}"))


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps of one kind in one month. They may run beside each other, unless the kind is one by one."""

    month: date
    kind: Kind
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        return f"{self.month:%Y-%m} {self.kind.value}"


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """By month, then by kind, then by instant."""
    return tuple(sorted(steps, key=lambda step: (_month(step), _RANK[step.kind], step.at, step.name)))


def phases(steps: Iterable[Step]) -> Iterator[Phase]:
    """Consecutive steps of one month and kind, from steps in order."""
    for (month, kind), together in groupby(steps, key=lambda step: (_month(step), step.kind)):
        yield Phase(month, kind, tuple(together))


def _month(step: Step) -> date:
    return step.day.replace(day=1)
