"""A piece of work for the writer: a command or a message, how to decide it, and where its answer goes."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from uuid import UUID

from shared.eventstore.desk import Desk
from shared.eventstore.records import Act, InboxRow
from shared.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as plain values: what a receipt keeps and a problem tells."""

    code: str
    rule: str
    article: str
    status: int
    detail: str
    field: str | None
    retryable: bool

    @classmethod
    def of(cls, refusal: Refusal) -> "Refused":
        return cls(
            code=refusal.code,
            rule=refusal.rule,
            article=refusal.article,
            status=refusal.status,
            detail=refusal.detail,
            field=refusal.field,
            retryable=refusal.retryable,
        )


class NotTaken(Exception):
    """A command is not let in. Raised by `decide`, so that one which was done before still gets its stored answer;
    unlike a refusal by a rule it leaves no receipt, and its answer is this exception."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a piece of work ended. For a message: `status` done, waiting or parked."""

    position: int
    hlc: int
    refused: Refused | None = None
    repeated: bool = False
    status: str = "done"


@dataclass(frozen=True, slots=True)
class CommandKey:
    caller: str
    command_id: str
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A fact of another service on its way in; `body` is its bytes, kept while it waits or is parked."""

    publisher: str
    event_id: UUID
    position: int
    hlc: int
    key: str
    body: bytes
    again: bool = False
    park_because: str | None = None

    def row(self, status: str, reason: str | None = None, *, key: str | None = None) -> InboxRow:
        kept = None if status == "done" else self.body
        return InboxRow(
            self.publisher, self.event_id, self.position, self.hlc, key or self.key, status, reason, kept, self.again
        )


@dataclass(slots=True)
class Work:
    """decide(desk) records facts, or raises Refusal (commands) or NotYet (messages)."""

    act: Act
    decide: Callable[[Desk], None]
    command: CommandKey | None = None
    message: Message | None = None
    answer: "Future[Outcome]" = field(default_factory=Future)

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two pieces of work the same one, sent twice."""
        if self.command:
            return ("command", self.command.caller, self.command.command_id)
        assert self.message is not None
        return ("message", self.message.publisher, str(self.message.event_id))

    @property
    def kind_of_id(self) -> str:
        """What the last word of `identity` is: the name of its field in a log line."""
        return "command_id" if self.command else "event_id"
