"""What is written, heard and answered on the way, and what is told afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from programme.domain.programme import (
    PROGRAMME,
    AreaMapped,
    CouncilFoundAbsent,
    DepartmentContributed,
    MeetingHeld,
    MultiYearProgrammeAdopted,
    MultiYearProgrammeReferredTo,
    PeriodStated,
    PlannedAmountStated,
    ProgrammeContentsAmended,
    ProgrammePublished,
    RemarkAnswered,
    RemarkFiled,
    TaskAreasStated,
    TextStated,
)
from programme.domain.programme import decisions as d
from programme.domain.programme import making as m
from programme.domain.programme import refusals as r
from tests.programme.making.story import (
    ADOPTED,
    CLOSED,
    CONTENTS,
    DRAFTED,
    OPENED,
    SEVERAL,
    SEVERAL_DRAFTED,
    SHORT,
    WHOLE,
    WORDS,
    P,
)
from tests.support.scenario import Scenario

REMARK = RemarkFiled(P, "r1", "resident", WORDS, date(2024, 9, 16))
ANSWER = RemarkAnswered(P, "r1", "accepted", WORDS, date(2024, 9, 20))


def state(*contents: object):
    return lambda s: m.state_contents(s, programme_id=P, stated=contents)


def test_contents_are_stated_any_number_at_once_and_what_stands_is_left_out():
    every = list(CONTENTS.values())
    Scenario(PROGRAMME).given(DRAFTED).when(state(*every)).then(*every)
    Scenario(PROGRAMME).given(DRAFTED, *every[1:]).when(state(*every)).then(every[0])


def test_the_planned_amount_is_stated_by_the_draft_and_may_be_changed_until_the_adoption():
    more = PlannedAmountStated(P, 5_300_000_000)
    Scenario(PROGRAMME).given(DRAFTED).when(state(more)).then(more)
    Scenario(PROGRAMME).given(DRAFTED).when(state(PlannedAmountStated(P, 5_230_000_000))).nothing_happens()


def test_an_adopted_programme_changes_by_amendment_only():
    Scenario(PROGRAMME).given(*SHORT, ADOPTED).when(state(CONTENTS["goals"])).refused(r.ProgrammeAlreadyAdopted)


@pytest.mark.parametrize("codes", [("35",), ("1", "17b"), ("1aaa",)])
def test_a_task_area_is_an_item_of_the_act(codes: tuple[str, ...]):
    stated = TaskAreasStated(P, "subject-scope", codes)
    Scenario(PROGRAMME).given(DRAFTED).when(state(stated)).refused(r.TaskAreaUnknown)


def test_a_task_area_must_stand_in_the_act_on_the_programmes_first_day():
    old = "torun-2022"
    draft = type(DRAFTED)(old, 1)
    mapping = lambda s: m.map_area(s, programme_id=old, area="economy", task_areas=("34",))  # noqa: E731
    Scenario(PROGRAMME).given(draft).when(mapping).refused(r.TaskAreaUnknown)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 12, 31), date(2025, 12, 31)),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2025, 6, 2), date(2025, 6, 1)),
    ],
)
def test_an_annual_programme_lasts_within_its_year(first: date, last: date):
    Scenario(PROGRAMME).given(DRAFTED).when(state(PeriodStated(P, first, last))).refused(r.PeriodOutsideProgramme)


def test_an_area_of_the_city_is_mapped_to_items_of_the_act_and_may_be_mapped_anew():
    culture = AreaMapped(P, "culture", ("4", "16"))
    map_it = lambda s: m.map_area(s, programme_id=P, area="culture", task_areas=("4", "16"))  # noqa: E731
    Scenario(PROGRAMME).given(DRAFTED).when(map_it).then(culture)
    Scenario(PROGRAMME).given(*WHOLE, ADOPTED, AreaMapped(P, "culture", ("16",))).when(map_it).then(culture)


def test_a_meeting_is_recorded_once_with_how_many_came():
    meeting = MeetingHeld(P, "july", "preparation", date(2024, 7, 18), 42)
    record = lambda s: m.record_meeting(s, meeting=meeting)  # noqa: E731
    Scenario(PROGRAMME).given(DRAFTED).when(record).then(meeting)
    other = MeetingHeld(P, "july", "preparation", date(2024, 7, 19), 42)
    Scenario(PROGRAMME).given(DRAFTED, other).when(record).refused(r.MeetingAlreadyRecorded)


def test_a_department_contributes_to_the_draft():
    contributed = DepartmentContributed(P, "wk", WORDS, date(2024, 7, 25))
    Scenario(PROGRAMME).given(DRAFTED).when(lambda s: m.contribute(s, contribution=contributed)).then(contributed)


def test_remarks_are_filed_within_the_days_of_the_consultation():
    scenario = Scenario(PROGRAMME).given(DRAFTED, OPENED)
    scenario.when(lambda s: m.file_remark(s, filed=REMARK)).then(REMARK)
    for day in (date(2024, 8, 25), date(2024, 9, 17)):
        late = RemarkFiled(P, "r1", "resident", WORDS, day)
        scenario.when(lambda s, late=late: m.file_remark(s, filed=late)).refused(r.RemarkOutsideConsultation)


@pytest.mark.parametrize("stage", [(DRAFTED,), (DRAFTED, OPENED, CLOSED)])
def test_no_remark_is_filed_before_or_after_the_consultation(stage: tuple[object, ...]):
    Scenario(PROGRAMME).given(*stage).when(lambda s: m.file_remark(s, filed=REMARK)).refused(
        r.RemarkOutsideConsultation
    )


def test_a_remark_is_answered_once_with_outcome_and_reason():
    answer = lambda s: m.answer_remark(s, answer=ANSWER)  # noqa: E731
    Scenario(PROGRAMME).given(DRAFTED, OPENED, REMARK).when(answer).then(ANSWER)
    Scenario(PROGRAMME).given(DRAFTED, OPENED).when(answer).refused(r.RemarkUnknown)
    other = RemarkAnswered(P, "r1", "rejected", WORDS, date(2024, 9, 19))
    Scenario(PROGRAMME).given(DRAFTED, OPENED, REMARK, other).when(answer).refused(r.RemarkAlreadyAnswered)


def test_an_amendment_bears_its_resolution_and_the_new_contents():
    goals = TextStated(P, "goals", WORDS)
    amended = ProgrammeContentsAmended(P, "9/2025", date(2025, 6, 26))
    amend = lambda s: m.amend_contents(  # noqa: E731
        s, programme_id=P, stated=[goals], resolution_number="9/2025", adopted_on=date(2025, 6, 26)
    )
    Scenario(PROGRAMME).given(*WHOLE, ADOPTED).when(amend).then(amended, goals)
    Scenario(PROGRAMME).given(*WHOLE).when(amend).refused(r.ProgrammeNotAdopted)


def publish(document: str, on: date, report_on: date | None = None):
    published = ProgrammePublished(P, document, "bip", on)
    return lambda s: m.publish_programme(s, published=published, report_on=report_on)


def test_the_programme_is_published_after_its_adoption_and_again_after_a_change():
    adopted = Scenario(PROGRAMME).given(*WHOLE, ADOPTED)
    adopted.when(publish("programme", date(2024, 11, 20))).refused(r.ProgrammeNotAdopted)
    first = ProgrammePublished(P, "programme", "bip", date(2024, 11, 25))
    adopted.when(publish("programme", date(2024, 11, 25))).then(first)
    published = Scenario(PROGRAMME).given(*WHOLE, ADOPTED, first)
    published.when(publish("programme", date(2025, 7, 1))).then(
        ProgrammePublished(P, "programme", "bip", date(2025, 7, 1))
    )
    published.when(publish("programme", date(2024, 11, 24))).refused(r.PublishedAlready)


def test_the_draft_is_published_before_the_adoption_and_the_report_once_it_is_frozen():
    Scenario(PROGRAMME).given(DRAFTED).when(publish("draft", date(2024, 8, 20))).then(
        ProgrammePublished(P, "draft", "bip", date(2024, 8, 20))
    )
    adopted = Scenario(PROGRAMME).given(*WHOLE, ADOPTED)
    adopted.when(publish("report", date(2026, 5, 20))).refused(r.ReportNotYetFrozen)
    adopted.when(publish("report", date(2026, 5, 20), report_on=date(2026, 5, 20))).then(
        ProgrammePublished(P, "report", "bip", date(2026, 5, 20))
    )


# --- programmes of several years

FIVE = (
    SEVERAL_DRAFTED,
    TextStated(SEVERAL, "goals", WORDS),
    TaskAreasStated(SEVERAL, "subject-scope", ("1",)),
    PeriodStated(SEVERAL, date(2024, 1, 1), date(2028, 12, 31)),
    TextStated(SEVERAL, "execution", WORDS),
)
IN_FORCE = MultiYearProgrammeAdopted(SEVERAL, "3/2023", date(2023, 11, 23))
CONSULTED = (
    type(OPENED)(SEVERAL, date(2023, 9, 1), date(2023, 9, 20)),
    type(CLOSED)(SEVERAL, 0),
    CouncilFoundAbsent(SEVERAL),
)


def adopt_several(s):
    return d.adopt_multi_year_programme(
        s, programme_id=SEVERAL, resolution_number="3/2023", adopted_on=date(2023, 11, 23)
    )


def test_a_programme_of_several_years_needs_its_five_contents():
    Scenario(PROGRAMME).given(*FIVE, *CONSULTED).when(adopt_several).then(IN_FORCE)
    for missing in FIVE[1:]:
        rest = [fact for fact in FIVE if fact != missing]
        Scenario(PROGRAMME).given(*rest, *CONSULTED).when(adopt_several).refused(r.ContentsMissing)


def test_a_programme_of_several_years_knows_no_short_way():
    Scenario(PROGRAMME).given(SEVERAL_DRAFTED, *CONSULTED[:2]).when(adopt_several).refused(r.ContentsMissing)


def test_each_kind_of_programme_has_its_own_adoption():
    annual = lambda s: d.adopt_programme(  # noqa: E731
        s, programme_id=SEVERAL, limit_grosze=1, resolution_number="3/2023", adopted_on=date(2023, 11, 23)
    )
    Scenario(PROGRAMME).given(*FIVE, *CONSULTED).when(annual).refused(r.ProgrammeOfOtherKind)
    Scenario(PROGRAMME).given(*WHOLE).when(adopt_several).refused(r.ProgrammeOfOtherKind)


def test_several_years_end_in_a_later_year_than_they_begin():
    one = PeriodStated(SEVERAL, date(2024, 1, 1), date(2024, 12, 31))
    stating = lambda s: m.state_contents(s, programme_id=SEVERAL, stated=[one])  # noqa: E731
    Scenario(PROGRAMME).given(SEVERAL_DRAFTED).when(stating).refused(r.PeriodOutsideProgramme)


def refer(*several: object):
    known = PROGRAMME.fold(several)
    return lambda s: m.refer_to_multi_year(s, programme_id=P, multi_year_id=SEVERAL, several_years=known)


def test_a_year_refers_to_an_adopted_programme_that_covers_it():
    referred = MultiYearProgrammeReferredTo(P, SEVERAL)
    Scenario(PROGRAMME).given(DRAFTED).when(refer(*FIVE, IN_FORCE)).then(referred)
    Scenario(PROGRAMME).given(DRAFTED).when(refer(*FIVE)).refused(r.MultiYearProgrammeNotInForce)
    short = (*FIVE, PeriodStated(SEVERAL, date(2022, 1, 1), date(2024, 12, 31)), IN_FORCE)
    Scenario(PROGRAMME).given(DRAFTED).when(refer(*short)).refused(r.MultiYearProgrammeNotInForce)
    Scenario(PROGRAMME).given(DRAFTED).when(refer(*WHOLE)).refused(r.ProgrammeOfOtherKind)
