"""Commands, facts and questions of calls, from the draft to the publication of results. Owned by programme.

A last moment is named as people announce it, by Warsaw's clock; facts tell it as an instant.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.kernel.periods import check_wall_clock
from shared.messages.fields import (
    Amount,
    Command,
    Day,
    Fact,
    FreeText,
    Label,
    LineId,
    Percent,
    Points,
    ProgrammeId,
    Question,
    Slug,
)

WarsawTime = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
        description="as Warsaw's clock shows it; a time that it shows never or twice on that day is turned down",
        examples=["2025-12-10T15:30"],
    ),
    AfterValidator(check_wall_clock),
]
CallNumber = Annotated[
    str,
    Field(
        pattern=r"^[1-9][0-9]{0,3}(\.[1-9][0-9]?)?/[0-9]{4}$",
        description="number/year, with the round after a point",
        examples=["19/2024", "19.1/2024"],
    ),
]
Basis = Literal["udpp-open-call", "udpp-11a", "udpp-19a-pool", "sport-act"]
Mode = Literal["entrusting", "supporting"]
Content = Literal["task-type", "granting-rules", "execution-conditions", "choice", "earlier-tasks"]
Matter = Literal["announcement", "correction", "results", "annulment"]
Place = Literal["bip", "board", "website", "press"]
LineShift = Annotated[int, Field(strict=True, ge=0, le=100, description="percent by which a cost line may grow")]


class Criterion(BaseModel):
    """What offers are judged by."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    code: Slug = Field(description="as feasibility, cost-calculation, quality, own-share, past-performance")
    weight_percent: Percent
    scale_points: Annotated[int, Field(strict=True, ge=1, le=100)]


class _Correctable(Command):
    """Terms that a correction may change."""

    min_grant_grosze: Amount = 1
    max_grant_grosze: Amount
    max_share_percent: Percent = Field(default=100, description="of the task's whole cost; 100 where none is set")
    line_shift_percent: LineShift = 0
    pass_mark_points: Points = 60
    criteria: list[Criterion] = Field(default_factory=list, max_length=30, description="weights come to 100")
    task_from: Day
    task_until: Day = Field(description="inclusive")
    choice_on: Day | None = Field(default=None, description="none where a rolling call chooses as offers come")


class DraftCall(_Correctable):
    """A department drafts a call; until it is approved a later draft takes the place of an earlier one."""

    NAME: ClassVar = "draft-call"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 11, 13(2)"
    call_id: Slug
    programme_id: ProgrammeId
    line_id: LineId
    unit: Slug = Field(description="the executing unit: that of the line")
    number: CallNumber
    legal_basis: Basis = "udpp-open-call"
    mode: Mode
    pool_grosze: Amount
    rolling: bool = Field(default=False, description="offers are judged as they come, until the pool is used")


class WriteCallContent(Command):
    """One of the mandatory contents of the announcement, in words; the text is kept outside events."""

    NAME: ClassVar = "write-call-content"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 13(2)"
    call_id: Slug
    content: Content
    body: FreeText


class ApproveCall(Command):
    """The executive's order: the pool is taken from the line, also on the draft budget."""

    NAME: ClassVar = "approve-call"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 13(1), 13(5)"
    call_id: Slug
    pool_grosze: Amount = Field(description="as the order states it: that of the draft")
    approved_on: Day
    document: Label


class PlanCallAnnouncement(Command):
    """The deadline for offers, worked out before the announcement appears: at least 21 days after its last place."""

    NAME: ClassVar = "plan-call-announcement"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 13(1), 13(2)"
    call_id: Slug
    appears_on: Day = Field(description="by this day it shall stand in every mandatory place")
    offers_until_local: WarsawTime = Field(description="the first moment at which an offer is too late")


class RecordCallPublication(Command):
    """Something of a call appeared in a place. The last mandatory place of an announcement opens the call."""

    NAME: ClassVar = "record-call-publication"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 13(3), 13(4), 15(2h), 18a(2)"
    call_id: Slug
    matter: Matter
    place: Place
    published_on: Day


class ExtendCall(Command):
    """The deadline for offers is moved later."""

    NAME: ClassVar = "extend-call"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 13(1)"
    call_id: Slug
    offers_until_local: WarsawTime = Field(description="the first moment at which an offer is too late")
    choice_on: Day | None = Field(default=None, description="a new day of choice; none keeps the announced one")
    extended_on: Day
    document: Label


class CorrectCall(_Correctable):
    """Terms that were announced are changed. A material correction begins a new term of 21 days."""

    NAME: ClassVar = "correct-call"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 13(1), 13(2)"
    call_id: Slug
    offers_until_local: WarsawTime = Field(description="the first moment at which an offer is too late")
    material: bool = Field(description="whether somebody might offer, or offer otherwise, because of it")
    corrected_on: Day
    document: Label


class StopRollingCall(Command):
    """The pool of a rolling call bears no further grant: offers are taken no more."""

    NAME: ClassVar = "stop-rolling-call"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 13(2)(5)"
    call_id: Slug


class _Announced(Fact):
    """A call as it stands announced. Whoever hears the latest of these facts needs no earlier one."""

    call_id: str
    programme_id: str
    line_id: str
    unit: str
    number: str
    legal_basis: str = Field(description="udpp-open-call, udpp-11a, udpp-19a-pool or sport-act")
    mode: str = Field(description="entrusting or supporting")
    pool_grosze: Amount
    min_grant_grosze: Amount
    max_grant_grosze: Amount
    max_share_percent: Percent
    line_shift_percent: LineShift
    pass_mark_points: Points
    criteria: list[Criterion]
    task_from: Day
    task_until: Day
    choice_on: Day | None
    rolling: bool
    opens_on: Day = Field(description="the day of the last mandatory publication: offers are taken from it")
    offers_until: datetime = Field(description="the first instant at which an offer is too late")


class CallAnnounced(_Announced):
    """The announcement stands in every mandatory place."""

    TYPE: ClassVar = "programme.call-announced"
    legal_until: datetime | None = Field(description="the earliest that the law lets offers_until be")


class CallExtended(_Announced):
    TYPE: ClassVar = "programme.call-extended"
    legal_until: datetime | None
    extended_on: Day
    document: str


class CallCorrected(_Announced):
    TYPE: ClassVar = "programme.call-corrected"
    legal_until: datetime | None
    material: bool
    corrected_on: Day
    document: str


class RollingCallStopped(_Announced):
    """The pool is used: offers_until is earlier than announced."""

    TYPE: ClassVar = "programme.rolling-call-stopped"
    stopped_on: Day


class CallPublished(Fact):
    """Something of a call appeared in one of its places."""

    TYPE: ClassVar = "programme.call-published"
    call_id: str
    programme_id: str
    matter: str = Field(description="announcement, correction, results or annulment")
    place: str = Field(description="bip, board, website or press")
    published_on: Day
    completes: bool = Field(description="with it the matter stands in every mandatory place")


class CallsQuestion(Question):
    """The calls of a programme, by id, each in brief."""

    NAME: ClassVar = "calls"
    programme: ProgrammeId
    after: Annotated[str, Field(max_length=80)] = Field(default="", description="the call to start after")
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


COMMANDS: tuple[type[Command], ...] = (
    DraftCall,
    WriteCallContent,
    ApproveCall,
    PlanCallAnnouncement,
    RecordCallPublication,
    ExtendCall,
    CorrectCall,
    StopRollingCall,
)
FACTS: tuple[type[Fact], ...] = (CallAnnounced, CallExtended, CallCorrected, RollingCallStopped, CallPublished)
QUESTIONS: tuple[type[Question], ...] = (CallsQuestion,)
