"""What is written, heard and answered while a programme is made, and what is told of it afterwards."""

from collections.abc import Sequence
from datetime import date

from programme.domain.programme.decisions import known, not_adopted
from programme.domain.programme.events import (
    AreaMapped,
    DepartmentContributed,
    MeetingHeld,
    MultiYearProgrammeReferredTo,
    PeriodStated,
    ProgrammeContentsAmended,
    ProgrammePublished,
    RemarkAnswered,
    RemarkFiled,
    TaskAreasStated,
)
from programme.domain.programme.refusals import (
    MeetingAlreadyRecorded,
    MultiYearProgrammeNotInForce,
    PeriodOutsideProgramme,
    ProgrammeNotAdopted,
    ProgrammeOfOtherKind,
    PublishedAlready,
    RemarkAlreadyAnswered,
    RemarkAlreadyFiled,
    RemarkOutsideConsultation,
    RemarkUnknown,
    ReportNotYetFrozen,
    TaskAreaUnknown,
)
from programme.domain.programme.state import Content, ProgrammeState
from shared.kernel.ids import year_of
from shared.kernel.task_areas import unknown_codes


def state_contents(state: ProgrammeState, *, programme_id: str, stated: Sequence[Content]) -> list[Content]:
    """Write or rewrite contents of the draft; what stands already as stated is left out."""
    not_adopted(state, programme_id)
    _fitting(state, programme_id, stated)
    standing = list(state.contents.values())
    return [content for content in stated if content not in standing]


def amend_contents(
    state: ProgrammeState, *, programme_id: str, stated: Sequence[Content], resolution_number: str, adopted_on: date
) -> list[ProgrammeContentsAmended | Content]:
    """Record a resolution that changes what the adopted programme says; its amount is amended with the budget's."""
    known(state, programme_id)
    amended = ProgrammeContentsAmended(programme_id, resolution_number, adopted_on)
    if state.amended == amended:
        return []
    _after_adoption(state, programme_id, adopted_on, "data.adopted_on")
    _fitting(state, programme_id, stated)
    return [amended, *stated]


def refer_to_multi_year(
    state: ProgrammeState, *, programme_id: str, multi_year_id: str, several_years: ProgrammeState
) -> list[MultiYearProgrammeReferredTo]:
    """The annual programme carries out one of several years; `several_years` is that programme's state."""
    not_adopted(state, programme_id)
    if state.multi_year or not several_years.multi_year:
        raise ProgrammeOfOtherKind("a year's programme refers to one of several years", field="data.multi_year_id")
    period = several_years.contents.get("period")
    covered = isinstance(period, PeriodStated) and (
        period.period_from.year <= year_of(programme_id) <= period.period_until.year
    )
    if not several_years.adopted or not covered:
        raise MultiYearProgrammeNotInForce(f"{multi_year_id} is not in force then", field="data.multi_year_id")
    referred = MultiYearProgrammeReferredTo(programme_id, multi_year_id)
    return [] if state.multi_year_id == multi_year_id else [referred]


def map_area(state: ProgrammeState, *, programme_id: str, area: str, task_areas: tuple[str, ...]) -> list[AreaMapped]:
    """Say which public tasks an area of the city's own stands for; a later word replaces an earlier one."""
    known(state, programme_id)
    _known_tasks(programme_id, task_areas)
    mapped = AreaMapped(programme_id, area, task_areas)
    return [] if state.areas.get(area) == mapped else [mapped]


def record_meeting(state: ProgrammeState, *, meeting: MeetingHeld) -> list[MeetingHeld]:
    not_adopted(state, meeting.programme_id)
    recorded = state.meetings.get(meeting.meeting_id)
    if recorded == meeting:
        return []
    if recorded:
        raise MeetingAlreadyRecorded(f"{meeting.meeting_id} was on {recorded.held_on}", field="data.meeting_id")
    return [meeting]


def contribute(state: ProgrammeState, *, contribution: DepartmentContributed) -> list[DepartmentContributed]:
    """A department's part of the draft; a later one replaces it."""
    not_adopted(state, contribution.programme_id)
    return [] if state.contributions.get(contribution.unit) == contribution else [contribution]


def file_remark(state: ProgrammeState, *, filed: RemarkFiled) -> list[RemarkFiled]:
    known(state, filed.programme_id)
    standing = state.remarks.get(filed.remark_id)
    if standing == filed:
        return []
    if standing:
        raise RemarkAlreadyFiled(f"{filed.remark_id} was filed on {standing.filed_on}", field="data.remark_id")
    consultation = state.consultation
    if state.stage != "in consultation" or consultation is None:
        raise RemarkOutsideConsultation(f"{filed.programme_id} is {state.stage}", field="data.programme_id")
    if not consultation.opens_on <= filed.filed_on <= consultation.closes_on:
        raise RemarkOutsideConsultation(
            f"it lasts from {consultation.opens_on} to {consultation.closes_on}", field="data.filed_on"
        )
    return [filed]


def answer_remark(state: ProgrammeState, *, answer: RemarkAnswered) -> list[RemarkAnswered]:
    not_adopted(state, answer.programme_id)
    if answer.remark_id not in state.remarks:
        raise RemarkUnknown(f"{answer.remark_id} was not filed", field="data.remark_id")
    given = state.answers.get(answer.remark_id)
    if given == answer:
        return []
    if given:
        raise RemarkAlreadyAnswered(f"it was {given.outcome} on {given.answered_on}", field="data.remark_id")
    return [answer]


def publish_programme(
    state: ProgrammeState, *, published: ProgrammePublished, report_on: date | None
) -> list[ProgrammePublished]:
    """Record that a document was posted in a place. report_on: the day on which the report was published, if it was."""
    known(state, published.programme_id)
    before = state.published.get((published.document, published.place))
    if before == published.published_on:
        return []
    if published.document == "programme":
        _after_adoption(state, published.programme_id, published.published_on, "data.published_on")
    if published.document == "report" and (report_on is None or published.published_on < report_on):
        raise ReportNotYetFrozen(f"published on {report_on or 'no day'}", field="data.published_on")
    if before and published.published_on < before:
        raise PublishedAlready(f"posted there on {before}", field="data.published_on")
    return [published]


def _after_adoption(state: ProgrammeState, programme_id: str, on: date, field: str) -> None:
    if state.adopted is None or on < state.adopted.adopted_on:
        adopted = state.adopted.adopted_on if state.adopted else "no day"
        raise ProgrammeNotAdopted(f"{programme_id} was adopted on {adopted}", field=field)


def _fitting(state: ProgrammeState, programme_id: str, stated: Sequence[Content]) -> None:
    for content in stated:
        match content:
            case TaskAreasStated():
                _known_tasks(programme_id, content.task_areas)
            case PeriodStated():
                _fitting_period(state, programme_id, content)


def _known_tasks(programme_id: str, codes: tuple[str, ...]) -> None:
    unknown = unknown_codes(codes, date(year_of(programme_id), 1, 1))
    if unknown:
        raise TaskAreaUnknown(f"not in the act then: {', '.join(unknown)}", field="data.task_areas")


def _fitting_period(state: ProgrammeState, programme_id: str, period: PeriodStated) -> None:
    year, last = year_of(programme_id), period.period_until.year
    fits = last > year if state.multi_year else last == year
    if period.period_from.year != year or not fits or period.period_until < period.period_from:
        raise PeriodOutsideProgramme(
            f"{period.period_from} to {period.period_until}, the programme is {programme_id}",
            field="data.period_until",
        )
