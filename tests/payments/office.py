"""The use cases at a real desk, with streams kept in memory: what a writer does, without a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from shared.eventstore.desk import Desk, Noted
from shared.eventstore.reaction import Reaction
from shared.eventstore.records import Act, Cause, KeptText
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import NAMESPACE


class Office:
    """Commands and facts go in by their wire names. A refused command leaves nothing behind."""

    def __init__(self, commands: Mapping[str, Callable[..., None]], reactions: Mapping[str, Reaction]) -> None:
        self._commands = commands
        self._reactions = reactions
        self._states: dict[str, tuple[Any, int]] = {}
        self.recorded: list[Noted] = []
        self.texts: list[KeptText] = []

    def command(self, name: str, /, *, on: date, by: str = "p-1", **fields: Any) -> list[object]:
        """The facts that the command leads to."""
        return self._decide(self._commands[name], _act(on, by=by), fields)

    def fact(self, type_name: str, /, *, on: date, told: int = 1, **fields: Any) -> list[object]:
        """The facts that another service's fact leads to; `told` is its position there, which gives its identity."""
        publisher = type_name.partition(".")[0]
        cause = Cause(cause_id(publisher, told), publisher, told, told)
        return self._decide(self._reactions[type_name].handler, _act(on, by="service", cause=cause), fields)

    def effective_days(self) -> list[tuple[str, date]]:
        """Each fact's name and the day on which it takes effect."""
        return [(type(noted.event).__name__, noted.effective_on) for noted in self.recorded]

    def streams(self) -> list[str]:
        return [noted.stream for noted in self.recorded]

    def _decide(self, handler: Callable[..., None], act: Act, fields: dict[str, Any]) -> list[object]:
        desk = Desk(act, self._look_up)
        handler(desk, **fields)
        self.recorded += desk.noted
        self.texts += desk.texts
        self._states |= desk.states
        return [noted.event for noted in desk.noted]

    def _look_up(self, aggregate: Aggregate[Any], stream: str) -> tuple[Any, int]:
        return self._states.get(stream, (aggregate.initial, 0))


def cause_id(publisher: str, told: int) -> UUID:
    return uuid5(NAMESPACE, f"{publisher}/{told}")


def _act(on: date, *, by: str, cause: Cause | None = None) -> Act:
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Act(actor=by, authority="torun", acted_at=noon, acted_on=on, correlation_id="c", cause=cause)
