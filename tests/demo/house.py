"""The four services' own use cases in one process: commands decided, facts passed on at once, nothing stored.

For asking whether a plan keeps to every rule of the house, in a second. What crashes, delays and repetition do is asked
elsewhere, on real servers.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid5

import grants.main
import notifications.main
import payments.main
import programme.main
from grosz.demo.steps import Step
from shared.eventstore.desk import Desk
from shared.eventstore.records import Act, Cause
from shared.hosting.service import Service
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import NAMESPACE
from shared.messages.fields import Fact

SERVICES: dict[str, Service] = {
    module.SERVICE.name: module.SERVICE for module in (programme.main, grants.main, payments.main, notifications.main)
}


@dataclass
class House:
    """States by service and stream; `positions` counts the events of each service."""

    states: dict[tuple[str, str], tuple[Any, int]] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SERVICES, 0))
    _told: deque[tuple[str, Act, date, Fact]] = field(default_factory=deque)

    def state(self, service: str, stream: str) -> Any:
        return self.states[service, stream][0]

    def take(self, step: Step) -> None:
        """Carry out a command and all that follows from it. Raises the service's own Refusal."""
        handler = SERVICES[step.service].commands[step.command.NAME].handler
        act = Act(step.person, "torun", step.at, step.day, "demo")
        self._decide(step.service, act, lambda desk: handler(desk, **step.command.model_dump()))
        while self._told:
            self._react(*self._told.popleft())

    def _decide(self, service: str, act: Act, decide: Any) -> None:
        def look_up(aggregate: Aggregate[Any], stream: str) -> tuple[Any, int]:
            return self.states.get((service, stream), (aggregate.initial, 0))

        desk = Desk(act, look_up)
        decide(desk)
        self.states |= {(service, stream): known for stream, known in desk.states.items()}
        for noted in desk.noted:
            self.positions[service] += 1
            fact = SERVICES[service].publish(noted.event, key=noted.key)
            if fact is not None:
                self._told.append((service, act, noted.effective_on, fact))

    def _react(self, publisher: str, cause: Act, effective_on: date, fact: Fact) -> None:
        """As the inbox does it: at the moment and on the day of the cause."""
        position = self.positions[publisher]
        known = Cause(uuid5(NAMESPACE, f"{publisher}/{position}"), publisher, position, position)
        for service, description in SERVICES.items():
            bound = description.subscriptions.get(fact.subject())
            if bound:
                act = Act(service, "torun", cause.acted_at, effective_on, "demo", on_behalf_of=cause.actor, cause=known)
                self._decide(service, act, lambda desk, bound=bound: bound.reaction.handler(desk, **fact.model_dump()))
