"""Commands, facts and questions of the programme's making, its publication and its execution report.

Owned by programme. Texts go into commands whole and are kept outside events.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.messages.fields import (
    Amount,
    AmountOrZero,
    Command,
    Day,
    Fact,
    FreeText,
    Label,
    ProgrammeId,
    Question,
    Slug,
)

COUNT_MAX = 100_000

Count = Annotated[int, Field(strict=True, ge=0, le=COUNT_MAX)]
LongText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=20_000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$",
        description="kept outside events, erasable; no control characters",
    ),
]
TaskAreaCode = Annotated[
    str,
    Field(
        max_length=5, pattern=r"^[1-9][0-9]?[a-z]{0,2}$", description="item of UDPP art. 4(1)", examples=["1aa", "17"]
    ),
]
TaskAreas = Annotated[list[TaskAreaCode], Field(min_length=1, max_length=60)]


class _Contents(Command):
    """The mandatory contents; those that are not named stay as they are."""

    programme_id: ProgrammeId
    goals: LongText | None = Field(default=None, description="main and detailed goals")
    principles: LongText | None = Field(default=None, description="principles of cooperation")
    subject_scope: TaskAreas | None = None
    forms: LongText | None = Field(default=None, description="forms of cooperation")
    priority_tasks: TaskAreas | None = None
    period_from: Day | None = Field(default=None, description="first day, inclusive; with period_until")
    period_until: Day | None = Field(default=None, description="last day, inclusive; with period_from")
    execution: LongText | None = Field(default=None, description="way of execution")
    evaluation: LongText | None = Field(default=None, description="method of evaluation")
    making_and_consultation: LongText | None = Field(default=None, description="how it was made and consulted")
    commissions: LongText | None = Field(default=None, description="how competition commissions are appointed and work")

    @model_validator(mode="after")
    def _period_is_whole(self) -> Any:
        if (self.period_from is None) != (self.period_until is None):
            raise ValueError("period_from and period_until are stated together")
        return self


class StateProgrammeContents(_Contents):
    """Contents of the draft are written or rewritten, any number at once."""

    NAME: ClassVar = "state-programme-contents"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5a(4), 5a(5)"
    planned_grosze: Amount | None = None


class AmendProgrammeContents(_Contents):
    """The council changes what the adopted programme says; its amount is changed by amend-programme."""

    NAME: ClassVar = "amend-programme-contents"
    ROLE: ClassVar = "council-clerk"
    ARTICLE: ClassVar = "UDPP art. 5a(1), 5a(4)"
    resolution_number: Label
    adopted_on: Day


class DraftMultiYearProgramme(Command):
    """The draft of a programme of several years; the year in its id is the first."""

    NAME: ClassVar = "draft-multi-year-programme"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5a(2)"
    programme_id: ProgrammeId
    planned_grosze: Amount = Field(description="for all its years")


class AdoptMultiYearProgramme(Command):
    """The council adopts a programme of several years; it moves no money."""

    NAME: ClassVar = "adopt-multi-year-programme"
    ROLE: ClassVar = "council-clerk"
    ARTICLE: ClassVar = "UDPP art. 5a(2), 5a(5)"
    programme_id: ProgrammeId
    resolution_number: Label
    adopted_on: Day


class ReferToMultiYearProgramme(Command):
    """The annual draft says which programme of several years it carries out."""

    NAME: ClassVar = "refer-to-multi-year-programme"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5a(2)"
    programme_id: ProgrammeId
    multi_year_id: ProgrammeId


class MapArea(Command):
    """Which public tasks of the act one of the city's own areas stands for."""

    NAME: ClassVar = "map-area"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 4(1)"
    programme_id: ProgrammeId
    area: Slug
    task_areas: TaskAreas


class RecordMeeting(Command):
    """A meeting of the programme's making; only how many came is kept, never who."""

    NAME: ClassVar = "record-meeting"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5(5)"
    programme_id: ProgrammeId
    meeting_id: Slug
    stage: Literal["preparation", "consultation", "council"]
    held_on: Day
    participants_count: Count


class ContributeToProgramme(Command):
    """A department gives its part of the draft."""

    NAME: ClassVar = "contribute-to-programme"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 5a(4)"
    programme_id: ProgrammeId
    unit: Slug
    contribution: LongText
    contributed_on: Day


class FileRemark(Command):
    """A remark of the consultation. Its text is kept outside events; its author is a kind, never a person."""

    NAME: ClassVar = "file-remark"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5(5)"
    programme_id: ProgrammeId
    remark_id: Slug
    filed_by: Literal["organisation", "resident", "council", "department"]
    remark: LongText
    filed_on: Day


class AnswerRemark(Command):
    NAME: ClassVar = "answer-remark"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5(5), 5a(4)"
    programme_id: ProgrammeId
    remark_id: Slug
    outcome: Literal["accepted", "partly-accepted", "rejected"]
    reason: FreeText
    answered_on: Day


class RequestCouncilOpinion(Command):
    """The draft was delivered to the Council of Public Benefit Activity: 14 days run."""

    NAME: ClassVar = "request-council-opinion"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 41i(1), 41i(2)"
    programme_id: ProgrammeId
    delivered_on: Day


class GiveCouncilOpinion(Command):
    """What the Council of Public Benefit Activity says; it binds nobody and goes with the draft."""

    NAME: ClassVar = "give-council-opinion"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 41i(2), 5a(2a)"
    programme_id: ProgrammeId
    verdict: Literal["positive", "negative", "with-remarks"]
    opinion: LongText | None = None
    given_on: Day


class MarkCouncilOpinionWaived(Command):
    """The calendar's own command: 14 days have passed in silence."""

    NAME: ClassVar = "mark-council-opinion-waived"
    ROLE: ClassVar = "calendar"
    ARTICLE: ClassVar = "UDPP art. 41i(2)"
    programme_id: ProgrammeId


class NoteAbsentCouncil(Command):
    """The commune has no Council of Public Benefit Activity."""

    NAME: ClassVar = "note-absent-council"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 41e"
    programme_id: ProgrammeId


class MarkAdoptionOverdue(Command):
    """The calendar's own command: 30 November has passed without a resolution."""

    NAME: ClassVar = "mark-adoption-overdue"
    ROLE: ClassVar = "calendar"
    ARTICLE: ClassVar = "UDPP art. 5a(1)"
    programme_id: ProgrammeId


class PublishProgramme(Command):
    """A document of the programme was posted in one place; each place has its own day."""

    NAME: ClassVar = "publish-programme"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5(3), 5a(3)"
    programme_id: ProgrammeId
    document: Literal["draft", "programme", "report"]
    place: Literal["bip", "notice-board", "website"]
    published_on: Day


class PublishProgrammeReport(Command):
    """The execution report is counted from history and frozen: later facts do not change it."""

    NAME: ClassVar = "publish-programme-report"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5a(3)"
    programme_id: ProgrammeId
    published_on: Day


class MarkProgrammeReportOverdue(Command):
    """The calendar's own command: 31 May has passed without a report."""

    NAME: ClassVar = "mark-programme-report-overdue"
    ROLE: ClassVar = "calendar"
    ARTICLE: ClassVar = "UDPP art. 5a(3)"
    programme_id: ProgrammeId


class MultiYearProgrammeAdopted(Fact):
    TYPE: ClassVar = "programme.multi-year-programme-adopted"
    programme_id: str
    resolution_number: str
    adopted_on: Day


class ProgrammePublished(Fact):
    TYPE: ClassVar = "programme.programme-published"
    programme_id: str
    document: str = Field(description="draft, programme or report")
    place: str = Field(description="bip, notice-board or website")
    published_on: Day


class DeadlineMissed(Fact):
    """A day of the act has passed without what was due; the act knows no sanction, people must know."""

    TYPE: ClassVar = "programme.deadline-missed"
    programme_id: str
    deadline: str = Field(description="adoption or execution-report")
    due_on: Day


class AreaFigures(BaseModel):
    """A programme year in one area; amounts in grosze."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    area: str = Field(description='the city\'s own area; "" is what lies in none')
    task_areas: list[str] = Field(description="items of UDPP art. 4(1)")
    calls_announced: Count
    calls_resolved: Count
    calls_annulled: Count
    offers: Count
    offers_rejected: Count
    contracts: Count
    grants_settled: Count
    planned_grosze: AmountOrZero
    requested_grosze: AmountOrZero
    contracted_grosze: AmountOrZero
    disbursed_grosze: AmountOrZero = Field(description="paid in all, also what came back later")
    accepted_grosze: AmountOrZero
    returned_grosze: AmountOrZero = Field(description="given back, within the year and after it")
    lapsed_grosze: AmountOrZero


class ProgrammeReportPublished(Fact):
    """The execution report as it was frozen."""

    TYPE: ClassVar = "programme.programme-report-published"
    programme_id: str
    published_on: Day
    due_on: Day
    total: AreaFigures
    areas: list[AreaFigures]


class TaskAreasQuestion(Question):
    """The public tasks of UDPP art. 4(1), in the order of the law."""

    NAME: ClassVar = "task-areas"
    on: Day | None = Field(default=None, description="those that the act had on a day; default: all that it ever had")


class ProgrammeMakingQuestion(Question):
    """How a programme was made: contents, meetings, remarks with answers, opinion, publications, amendments."""

    NAME: ClassVar = "programme-making"
    programme: ProgrammeId


class PrinciplesQuestion(Question):
    """Which acts on record served which of the six principles, and what is missing."""

    NAME: ClassVar = "principles"
    programme: ProgrammeId


class ProgrammeReportQuestion(Question):
    """The execution report: as published, as history counts now, their differences, and earlier years."""

    NAME: ClassVar = "programme-report"
    programme: ProgrammeId


COMMANDS: tuple[type[Command], ...] = (
    StateProgrammeContents,
    AmendProgrammeContents,
    DraftMultiYearProgramme,
    AdoptMultiYearProgramme,
    ReferToMultiYearProgramme,
    MapArea,
    RecordMeeting,
    ContributeToProgramme,
    FileRemark,
    AnswerRemark,
    RequestCouncilOpinion,
    GiveCouncilOpinion,
    MarkCouncilOpinionWaived,
    NoteAbsentCouncil,
    MarkAdoptionOverdue,
    PublishProgramme,
    PublishProgrammeReport,
    MarkProgrammeReportOverdue,
)
FACTS: tuple[type[Fact], ...] = (
    MultiYearProgrammeAdopted,
    ProgrammePublished,
    DeadlineMissed,
    ProgrammeReportPublished,
)
QUESTIONS: tuple[type[Question], ...] = (
    TaskAreasQuestion,
    ProgrammeMakingQuestion,
    PrinciplesQuestion,
    ProgrammeReportQuestion,
)
