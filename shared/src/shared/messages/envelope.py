"""The envelope of every fact on the bus, of every command, and of every reply."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.messages.fields import Command, Slug, has_utc_form

Body = TypeVar("Body", bound=Command)


class FactEnvelope(BaseModel):
    """A fact with its place, its time and its cause. Times are UTC; `effective_on` is a Warsaw date."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event_id: UUID = Field(description="uuid5 of authority, stream and version")
    type: str
    type_version: int
    authority: str
    stream: str
    version: int = Field(description="place in the stream, from 1")
    position: int = Field(description="place in the service's store, from 1, without gaps")
    hlc: str = Field(description="hybrid logical clock, sortable text")
    recorded_at: datetime = Field(description="physical part of hlc")
    acted_at: datetime = Field(description="when the person acted")
    effective_on: date = Field(description="the day on which the fact takes effect")
    actor: str = Field(description="pseudonym of the person or name of the service")
    on_behalf_of: str | None = None
    command_id: str | None = None
    correlation_id: str
    causation_id: str | None = Field(default=None, description="event id of the fact that caused this one")
    causes: dict[str, int] = Field(default_factory=dict, description="service to position")
    traceparent: str | None = Field(default=None, description="W3C trace context")
    data: dict[str, Any]


class CommandEnvelope(BaseModel, Generic[Body]):
    """A command on its way in, the same by HTTP and on the bus.

    Whoever times out repeats the command with the same command_id and gets the stored answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    command_id: str = Field(min_length=8, max_length=100, pattern=r"^[A-Za-z0-9._:-]+$")
    data: Body
    authority: Slug | None = Field(default=None, description="default: the authority of the deployment")
    acted_at: Annotated[datetime, AfterValidator(has_utc_form)] | None = Field(
        default=None,
        description="with offset; earlier than now needs the role late-entry and late_reason, else now counts",
    )
    late_reason: Slug | None = Field(default=None, description="why it is entered late")
    on_behalf_of: Slug | None = None
    correlation_id: str | None = Field(default=None, max_length=100, pattern=r"^[A-Za-z0-9._:-]+$")


def envelope_for(shape: type[Command]) -> type[CommandEnvelope[Any]]:
    """The envelope that carries one command's shape."""
    return CommandEnvelope[shape]  # type: ignore[valid-type]


class Accepted(BaseModel):
    """The answer to a command that was carried out, or had been already."""

    ok: Literal[True] = True
    position: int = Field(description="position of the last fact recorded for it, or of the store's head")
    hlc: str
    repeated: bool = Field(default=False, description="true when this is the stored answer to an earlier sending")


class Problem(BaseModel):
    """RFC 9457 problem, on HTTP as application/problem+json and on the bus as it is."""

    ok: Literal[False] = False
    type: str = Field(description="urn:grosz:problem:<code>")
    title: str = Field(description="the rule, as one sentence")
    status: int
    code: str
    detail: str
    field: str | None = None
    rule: str
    article: str
    retryable: bool = False
    errors: list[dict[str, str]] = Field(default_factory=list, description="every malformed field, with its reason")
