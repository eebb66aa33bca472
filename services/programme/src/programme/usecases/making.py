"""Commands of the programme's making: texts are put aside, the chapter decides, its facts are taken down."""

from datetime import date
from typing import Any

from programme.domain.budget.guards import day_of_programme, not_later_than_the_act
from programme.domain.execution import EXECUTION
from programme.domain.programme import (
    PROGRAMME,
    DepartmentContributed,
    MeetingHeld,
    PeriodStated,
    PlannedAmountStated,
    ProgrammePublished,
    RemarkAnswered,
    RemarkFiled,
    TaskAreasStated,
    TextStated,
    contents,
    decisions,
    making,
)
from programme.domain.programme import opinion as opinions
from programme.domain.programme.state import Content
from shared.eventstore.desk import Desk
from shared.kernel.task_areas import in_order_of_law

Codes = list[str] | None


def state_programme_contents(desk: Desk, *, programme_id: str, planned_grosze: int | None, **stated: Any) -> None:
    amount = [PlannedAmountStated(programme_id, planned_grosze)] if planned_grosze else []
    events = making.state_contents(
        desk.state(PROGRAMME, programme_id),
        programme_id=programme_id,
        stated=[*_contents(desk, programme_id, **stated), *amount],
    )
    desk.record(PROGRAMME, programme_id, events)


def amend_programme_contents(
    desk: Desk, *, programme_id: str, resolution_number: str, adopted_on: date, **stated: Any
) -> None:
    not_later_than_the_act(adopted_on, desk.act.acted_on, "data.adopted_on")
    events = making.amend_contents(
        desk.state(PROGRAMME, programme_id),
        programme_id=programme_id,
        stated=_contents(desk, programme_id, **stated),
        resolution_number=resolution_number,
        adopted_on=adopted_on,
    )
    desk.record(PROGRAMME, programme_id, events, effective_on=adopted_on)


def draft_multi_year_programme(desk: Desk, *, programme_id: str, planned_grosze: int) -> None:
    events = decisions.draft_programme(
        desk.state(PROGRAMME, programme_id), programme_id=programme_id, planned_grosze=planned_grosze, multi_year=True
    )
    desk.record(PROGRAMME, programme_id, events)


def adopt_multi_year_programme(desk: Desk, *, programme_id: str, resolution_number: str, adopted_on: date) -> None:
    not_later_than_the_act(adopted_on, desk.act.acted_on, "data.adopted_on")
    day_of_programme(programme_id, adopted_on, "data.adopted_on")
    events = decisions.adopt_multi_year_programme(
        desk.state(PROGRAMME, programme_id),
        programme_id=programme_id,
        resolution_number=resolution_number,
        adopted_on=adopted_on,
    )
    desk.record(PROGRAMME, programme_id, events, effective_on=adopted_on)


def refer_to_multi_year_programme(desk: Desk, *, programme_id: str, multi_year_id: str) -> None:
    events = making.refer_to_multi_year(
        desk.state(PROGRAMME, programme_id),
        programme_id=programme_id,
        multi_year_id=multi_year_id,
        several_years=desk.state(PROGRAMME, multi_year_id),
    )
    desk.record(PROGRAMME, programme_id, events)


def map_area(desk: Desk, *, programme_id: str, area: str, task_areas: list[str]) -> None:
    state = desk.state(PROGRAMME, programme_id)
    codes = in_order_of_law(tuple(task_areas))
    desk.record(PROGRAMME, programme_id, making.map_area(state, programme_id=programme_id, area=area, task_areas=codes))


def record_meeting(
    desk: Desk, *, programme_id: str, meeting_id: str, stage: str, held_on: date, participants_count: int
) -> None:
    not_later_than_the_act(held_on, desk.act.acted_on, "data.held_on")
    meeting = MeetingHeld(programme_id, meeting_id, stage, held_on, participants_count)
    events = making.record_meeting(desk.state(PROGRAMME, programme_id), meeting=meeting)
    desk.record(PROGRAMME, programme_id, events, effective_on=held_on)


def contribute_to_programme(
    desk: Desk, *, programme_id: str, unit: str, contribution: str, contributed_on: date
) -> None:
    not_later_than_the_act(contributed_on, desk.act.acted_on, "data.contributed_on")
    contributed = DepartmentContributed(programme_id, unit, desk.keep_text(contribution), contributed_on)
    events = making.contribute(desk.state(PROGRAMME, programme_id), contribution=contributed)
    desk.record(PROGRAMME, programme_id, events, effective_on=contributed_on)


def file_remark(desk: Desk, *, programme_id: str, remark_id: str, filed_by: str, remark: str, filed_on: date) -> None:
    not_later_than_the_act(filed_on, desk.act.acted_on, "data.filed_on")
    filed = RemarkFiled(programme_id, remark_id, filed_by, desk.keep_text(remark), filed_on)
    events = making.file_remark(desk.state(PROGRAMME, programme_id), filed=filed)
    desk.record(PROGRAMME, programme_id, events, effective_on=filed_on)


def answer_remark(
    desk: Desk, *, programme_id: str, remark_id: str, outcome: str, reason: str, answered_on: date
) -> None:
    not_later_than_the_act(answered_on, desk.act.acted_on, "data.answered_on")
    answer = RemarkAnswered(programme_id, remark_id, outcome, desk.keep_text(reason), answered_on)
    events = making.answer_remark(desk.state(PROGRAMME, programme_id), answer=answer)
    desk.record(PROGRAMME, programme_id, events, effective_on=answered_on)


def request_council_opinion(desk: Desk, *, programme_id: str, delivered_on: date) -> None:
    not_later_than_the_act(delivered_on, desk.act.acted_on, "data.delivered_on")
    state = desk.state(PROGRAMME, programme_id)
    events = opinions.request_opinion(state, programme_id=programme_id, delivered_on=delivered_on)
    desk.record(PROGRAMME, programme_id, events, effective_on=delivered_on)


def give_council_opinion(desk: Desk, *, programme_id: str, verdict: str, opinion: str | None, given_on: date) -> None:
    not_later_than_the_act(given_on, desk.act.acted_on, "data.given_on")
    events = opinions.give_opinion(
        desk.state(PROGRAMME, programme_id),
        programme_id=programme_id,
        verdict=verdict,
        opinion=desk.keep_text(opinion) if opinion else None,
        given_on=given_on,
    )
    desk.record(PROGRAMME, programme_id, events, effective_on=given_on)


def mark_council_opinion_waived(desk: Desk, *, programme_id: str) -> None:
    state = desk.state(PROGRAMME, programme_id)
    events = opinions.waive_opinion(state, programme_id=programme_id, today=desk.act.acted_on)
    desk.record(PROGRAMME, programme_id, events)


def note_absent_council(desk: Desk, *, programme_id: str) -> None:
    state = desk.state(PROGRAMME, programme_id)
    desk.record(PROGRAMME, programme_id, opinions.find_council_absent(state, programme_id=programme_id))


def mark_adoption_overdue(desk: Desk, *, programme_id: str) -> None:
    state = desk.state(PROGRAMME, programme_id)
    events = decisions.mark_adoption_overdue(state, programme_id=programme_id, today=desk.act.acted_on)
    desk.record(PROGRAMME, programme_id, events)


def publish_programme(desk: Desk, *, programme_id: str, document: str, place: str, published_on: date) -> None:
    not_later_than_the_act(published_on, desk.act.acted_on, "data.published_on")
    report = desk.state(EXECUTION, programme_id).report
    events = making.publish_programme(
        desk.state(PROGRAMME, programme_id),
        published=ProgrammePublished(programme_id, document, place, published_on),
        report_on=report.published_on if report else None,
    )
    desk.record(PROGRAMME, programme_id, events, effective_on=published_on)


def _contents(
    desk: Desk,
    programme_id: str,
    *,
    subject_scope: Codes,
    priority_tasks: Codes,
    period_from: date | None,
    period_until: date | None,
    **words: str | None,
) -> list[Content]:
    """The contents that a command names; `words` are those told in words, by their code with underscores."""
    stated: list[Content] = []
    for field, text in words.items():
        if text is not None:
            stated.append(TextStated(programme_id, field.replace("_", "-"), desk.keep_text(text)))
    for code, areas in ((contents.SUBJECT_SCOPE, subject_scope), (contents.PRIORITY_TASKS, priority_tasks)):
        if areas:
            stated.append(TaskAreasStated(programme_id, code, in_order_of_law(tuple(areas))))
    if period_from and period_until:
        stated.append(PeriodStated(programme_id, period_from, period_until))
    return stated
