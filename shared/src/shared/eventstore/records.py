"""The plain values that pass between the writer, the store and its readers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Cause:
    """The fact of a service that an act answers to."""

    event_id: UUID
    service: str
    position: int
    hlc: int


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, when, and why: what the envelope knows before the append."""

    actor: str
    authority: str
    acted_at: datetime
    acted_on: date
    correlation_id: str
    on_behalf_of: str | None = None
    command_id: str | None = None
    late_reason: str | None = None
    cause: Cause | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event on its way into the store. `subject` and `message` are None when outsiders are not told."""

    stream: str
    version: int
    name: str
    state: bytes
    event_id: UUID
    subject: str | None
    message: bytes | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command led to, kept for ever: `last` is the index of its last event in the batch, from 1; 0 is none."""

    caller: str
    command_id: str
    body_hash: bytes
    answer: bytes
    last: int


@dataclass(frozen=True, slots=True)
class InboxRow:
    """That a message of another service was dealt with, waits, or is parked with its reason."""

    publisher: str
    event_id: UUID
    position: int
    hlc: int
    key: str
    status: str
    reason: str | None = None
    message: bytes | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class KeptText:
    ref: str
    salt: bytes
    body: str


@dataclass(slots=True)
class Batch:
    """All that one append writes, in one transaction."""

    cause_hlc: int = 0
    fences: dict[str, int] = field(default_factory=dict)
    events: list[NewEvent] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    inbox: list[InboxRow] = field(default_factory=list)
    texts: list[KeptText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the store gives it back: decoded, with its place and its envelope."""

    position: int
    hlc: int
    stream: str
    version: int
    name: str
    event_id: UUID
    envelope: dict[str, Any]
    event: Any

    @property
    def key(self) -> str:
        """The stream's name without its category."""
        return self.stream.split("/", 1)[1]

    @property
    def effective_on(self) -> date:
        return date.fromisoformat(self.envelope["effective_on"])

    @property
    def acted_at(self) -> datetime:
        return datetime.fromisoformat(self.envelope["acted_at"])


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    body_hash: bytes
    answer: bytes
    position: int
    hlc: int
