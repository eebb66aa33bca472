"""A service, described once: from this the process, its HTTP face, its bus face and its contracts are made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.eventstore.codec import Codec
from shared.eventstore.drafting import Publish
from shared.eventstore.projections import Projection
from shared.hosting.calendar import Deadline
from shared.messages.fields import Fact
from shared.publishing.publication import Publications
from shared.telemetry.figures import ReadFigures
from shared.transport.binding import BoundCommand, BoundQuestion, BoundReaction
from shared.transport.durables import UNACKNOWLEDGED_MAX


@dataclass(frozen=True)
class Service:
    """What a service is, apart from where it runs.

    unacknowledged_max  messages in the works at once per publisher; 1 keeps the publisher's order.
    background          long-running tasks of its own, given the host.
    figures             what an operator sees of its own tables, beside what is told of every service.
    publications        what it shows to everybody.
    """

    name: str
    codec: Codec
    publish: Publish
    facts: Sequence[type[Fact]]
    commands: dict[str, BoundCommand]
    questions: list[BoundQuestion]
    subscriptions: dict[str, BoundReaction]
    projections: list[Projection]
    migrations: Path
    calendar: list[Deadline] = field(default_factory=list)
    unacknowledged_max: int = UNACKNOWLEDGED_MAX
    background: list[Callable[[Any], Any]] = field(default_factory=list)
    figures: list[ReadFigures] = field(default_factory=list)
    publications: Publications = field(default_factory=Publications)
