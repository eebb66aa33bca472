"""Facts of the programme's making, of its adoption, and of what follows. Days are Warsaw dates; amounts grosze.

Free texts are kept outside: an event holds only their reference.
"""

from dataclasses import dataclass
from datetime import date

from shared.kernel.texts import TextRef


@dataclass(frozen=True, slots=True)
class ProgrammeDrafted:
    """The draft of an annual programme, with the amount that is planned for it."""

    programme_id: str
    planned_grosze: int


@dataclass(frozen=True, slots=True)
class MultiYearProgrammeDrafted:
    """The draft of a programme of several years: planned_grosze is for all of them (UDPP art. 5a(2), 5a(5))."""

    programme_id: str
    planned_grosze: int


@dataclass(frozen=True, slots=True)
class MultiYearProgrammeReferredTo:
    """The annual programme carries out a programme of several years."""

    programme_id: str
    multi_year_id: str


@dataclass(frozen=True, slots=True)
class TextStated:
    """One of the mandatory contents that is told in words; `content` is its code."""

    programme_id: str
    content: str
    text: TextRef


@dataclass(frozen=True, slots=True)
class TaskAreasStated:
    """Subject scope or priority tasks, by codes of UDPP art. 4(1), in the order of the law."""

    programme_id: str
    content: str
    task_areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodStated:
    """First and last day of the programme, both inclusive."""

    programme_id: str
    period_from: date
    period_until: date


@dataclass(frozen=True, slots=True)
class PlannedAmountStated:
    programme_id: str
    planned_grosze: int


@dataclass(frozen=True, slots=True)
class AreaMapped:
    """Which public tasks one of the city's own areas stands for."""

    programme_id: str
    area: str
    task_areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """A working meeting or a meeting with residents and organisations; only how many came is kept."""

    programme_id: str
    meeting_id: str
    stage: str
    held_on: date
    participants_count: int


@dataclass(frozen=True, slots=True)
class DepartmentContributed:
    programme_id: str
    unit: str
    contribution: TextRef
    contributed_on: date


@dataclass(frozen=True, slots=True)
class ConsultationOpened:
    programme_id: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class RemarkFiled:
    """`filed_by` is a kind of author, never a person."""

    programme_id: str
    remark_id: str
    filed_by: str
    remark: TextRef
    filed_on: date


@dataclass(frozen=True, slots=True)
class RemarkAnswered:
    """outcome: accepted, partly-accepted or rejected."""

    programme_id: str
    remark_id: str
    outcome: str
    reason: TextRef
    answered_on: date


@dataclass(frozen=True, slots=True)
class ConsultationClosed:
    programme_id: str
    remarks_count: int


@dataclass(frozen=True, slots=True)
class CouncilOpinionRequested:
    """delivered_on: the day on which the Council of Public Benefit Activity got the draft.

    last_on: the last day on which it may speak, 14 days later, moved off free days.
    """

    programme_id: str
    delivered_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class CouncilOpinionGiven:
    """verdict: positive, negative or with-remarks. It does not bind; it goes with the draft to the city council."""

    programme_id: str
    verdict: str
    opinion: TextRef | None
    given_on: date


@dataclass(frozen=True, slots=True)
class CouncilOpinionWaived:
    """The Council was silent until the end of last_on: it has given up its right to an opinion."""

    programme_id: str
    last_on: date


@dataclass(frozen=True, slots=True)
class CouncilFoundAbsent:
    """The commune has no Council of Public Benefit Activity; nobody is asked."""

    programme_id: str


@dataclass(frozen=True, slots=True)
class ProgrammeAdopted:
    """warnings: codes of what was missed and does not stop the council, see `decisions`."""

    programme_id: str
    limit_grosze: int
    resolution_number: str
    adopted_on: date
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MultiYearProgrammeAdopted:
    programme_id: str
    resolution_number: str
    adopted_on: date


@dataclass(frozen=True, slots=True)
class AdoptionDeadlineMissed:
    """30 November of the year before has passed and the programme was not adopted by then (UDPP art. 5a(1))."""

    programme_id: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ProgrammeContentsAmended:
    """A resolution changes what the adopted programme says; the new contents follow it as facts of their own."""

    programme_id: str
    resolution_number: str
    adopted_on: date


@dataclass(frozen=True, slots=True)
class ProgrammePublished:
    """document: draft, programme or report; place: bip, notice-board or website."""

    programme_id: str
    document: str
    place: str
    published_on: date
