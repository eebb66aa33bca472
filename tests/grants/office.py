"""The use cases at a real desk, with streams kept in memory: what a writer does, without a store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from grants import usecases
from shared.eventstore.desk import Desk, Noted
from shared.eventstore.records import Act, Cause
from shared.kernel.aggregate import Aggregate


class Office:
    """Commands and facts go in by their wire names; what was recorded stays in `recorded`."""

    def __init__(self) -> None:
        self.recorded: list[Noted] = []
        self._states: dict[str, tuple[Any, int]] = {}
        self._heard = 0

    def command(self, name: str, /, *, on: date, **fields: Any) -> list[object]:
        return self._decide(usecases.COMMANDS[name], _act(on), fields)

    def fact(
        self, type_name: str, /, *, on: date = date(2025, 1, 2), position: int | None = None, **fields: Any
    ) -> list[object]:
        self._heard += 1
        cause = Cause(uuid4(), type_name.partition(".")[0], position or self._heard, 1)
        return self._decide(usecases.REACTIONS[type_name].handler, _act(on, cause), fields)

    def effective_days(self) -> dict[str, date]:
        """The day on which each kind of fact last took effect."""
        return {type(noted.event).__name__: noted.effective_on for noted in self.recorded}

    def _decide(self, handler: Callable[..., None], act: Act, fields: dict[str, Any]) -> list[object]:
        desk = Desk(act, self._look_up)
        handler(desk, **fields)
        self.recorded += desk.noted
        self._states |= desk.states
        return [noted.event for noted in desk.noted]

    def _look_up(self, aggregate: Aggregate[Any], stream: str) -> tuple[Any, int]:
        return self._states.get(stream, (aggregate.initial, 0))


def _act(on: date, cause: Cause | None = None) -> Act:
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Act(actor="somebody", authority="torun", acted_at=noon, acted_on=on, correlation_id="c", cause=cause)
