"""How far the programme has come, and what of its making is there."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from programme.domain.programme import contents
from programme.domain.programme.events import (
    AdoptionDeadlineMissed,
    AreaMapped,
    ConsultationClosed,
    ConsultationOpened,
    CouncilFoundAbsent,
    CouncilOpinionGiven,
    CouncilOpinionRequested,
    CouncilOpinionWaived,
    DepartmentContributed,
    MeetingHeld,
    MultiYearProgrammeAdopted,
    MultiYearProgrammeDrafted,
    MultiYearProgrammeReferredTo,
    PeriodStated,
    PlannedAmountStated,
    ProgrammeAdopted,
    ProgrammeContentsAmended,
    ProgrammeDrafted,
    ProgrammePublished,
    RemarkAnswered,
    RemarkFiled,
    TaskAreasStated,
    TextStated,
)

Stage = Literal["absent", "drafted", "in consultation", "consulted", "adopted"]
Content = TextStated | TaskAreasStated | PeriodStated | PlannedAmountStated


@dataclass(frozen=True, slots=True)
class Opinion:
    """Where the Council's opinion stands; `given` counts over `waived`: it may be entered late."""

    requested: CouncilOpinionRequested | None = None
    given: CouncilOpinionGiven | None = None
    waived: CouncilOpinionWaived | None = None
    no_council: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeState:
    """`contents`: code to the fact that states it now; `begun`: the making in steps has begun, see `decisions`."""

    stage: Stage = "absent"
    begun: bool = False
    drafted: ProgrammeDrafted | MultiYearProgrammeDrafted | None = None
    multi_year_id: str | None = None
    contents: dict[str, Content] = field(default_factory=dict)
    areas: dict[str, AreaMapped] = field(default_factory=dict)
    meetings: dict[str, MeetingHeld] = field(default_factory=dict)
    contributions: dict[str, DepartmentContributed] = field(default_factory=dict)
    consultation: ConsultationOpened | None = None
    remarks: dict[str, RemarkFiled] = field(default_factory=dict)
    answers: dict[str, RemarkAnswered] = field(default_factory=dict)
    opinion: Opinion = Opinion()
    adopted: ProgrammeAdopted | MultiYearProgrammeAdopted | None = None
    missed: AdoptionDeadlineMissed | None = None
    amended: ProgrammeContentsAmended | None = None
    published: dict[tuple[str, str], date] = field(default_factory=dict)

    @property
    def multi_year(self) -> bool:
        return isinstance(self.drafted, MultiYearProgrammeDrafted)

    @property
    def missing_contents(self) -> tuple[str, ...]:
        """Codes of the mandatory contents that nobody has stated, in the order of the law."""
        mandatory = contents.MULTI_YEAR if self.multi_year else contents.ANNUAL
        return tuple(code for code in mandatory if code not in self.contents)


def evolve(state: ProgrammeState, event: object) -> ProgrammeState:
    """Apply a fact; total, and silent about rules."""
    match event:
        case ProgrammeDrafted() | MultiYearProgrammeDrafted():
            amount = PlannedAmountStated(event.programme_id, event.planned_grosze)
            return replace(state, stage="drafted", drafted=event, contents={contents.PLANNED_AMOUNT: amount})
        case ConsultationOpened():
            return replace(state, stage="in consultation", consultation=event)
        case ConsultationClosed():
            return replace(state, stage="consulted")
        case ProgrammeAdopted() | MultiYearProgrammeAdopted():
            return replace(state, stage="adopted", adopted=event)
        case AdoptionDeadlineMissed():
            return replace(state, missed=event)
        case ProgrammeContentsAmended():
            return replace(state, amended=event)
        case ProgrammePublished():
            return replace(state, published=state.published | {(event.document, event.place): event.published_on})
        case AreaMapped():
            return replace(state, areas=state.areas | {event.area: event})
        case _:
            return _in_steps(state, event)


def _in_steps(state: ProgrammeState, event: object) -> ProgrammeState:
    """Facts of the making in steps: the first of them begins it."""
    begun = replace(state, begun=True)
    match event:
        case TextStated() | TaskAreasStated():
            return replace(begun, contents=state.contents | {event.content: event})
        case PeriodStated():
            return replace(begun, contents=state.contents | {contents.PERIOD: event})
        case PlannedAmountStated():
            return replace(begun, contents=state.contents | {contents.PLANNED_AMOUNT: event})
        case MultiYearProgrammeReferredTo():
            return replace(begun, multi_year_id=event.multi_year_id)
        case MeetingHeld():
            return replace(begun, meetings=state.meetings | {event.meeting_id: event})
        case DepartmentContributed():
            return replace(begun, contributions=state.contributions | {event.unit: event})
        case RemarkFiled():
            return replace(begun, remarks=state.remarks | {event.remark_id: event})
        case RemarkAnswered():
            return replace(begun, answers=state.answers | {event.remark_id: event})
        case _:
            opinion = _opinion(state.opinion, event)
            return state if opinion == state.opinion else replace(begun, opinion=opinion)


def _opinion(opinion: Opinion, event: object) -> Opinion:
    match event:
        case CouncilOpinionRequested():
            return replace(opinion, requested=event)
        case CouncilOpinionGiven():
            return replace(opinion, given=event)
        case CouncilOpinionWaived():
            return replace(opinion, waived=event)
        case CouncilFoundAbsent():
            return replace(opinion, no_council=True)
        case _:
            return opinion
