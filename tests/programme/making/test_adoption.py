"""When the council may adopt a programme, and what it is warned of (UDPP art. 5a(1), 5a(2a), 5a(4), 5(5))."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.domain.programme import (
    PROGRAMME,
    AdoptionDeadlineMissed,
    CouncilFoundAbsent,
    CouncilOpinionWaived,
    ProgrammeAdopted,
    RemarkAnswered,
    RemarkFiled,
)
from programme.domain.programme import decisions as d
from programme.domain.programme import refusals as r
from tests.programme.making.story import (
    ADOPTED,
    CLOSED,
    CONTENTS,
    DRAFTED,
    GIVEN,
    OPENED,
    REQUESTED,
    SHORT,
    WHOLE,
    WORDS,
    P,
)
from tests.support.scenario import Scenario

REMARK = RemarkFiled(P, "r1", "organisation", WORDS, date(2024, 9, 2))


def adopt(on: date = date(2024, 11, 21)):
    return lambda state: d.adopt_programme(
        state, programme_id=P, limit_grosze=5_230_000_000, resolution_number="1/2024", adopted_on=on
    )


def made(on: date, *warnings: str) -> ProgrammeAdopted:
    return ProgrammeAdopted(P, 5_230_000_000, "1/2024", on, warnings)


def test_a_programme_made_in_steps_is_adopted_without_a_warning():
    Scenario(PROGRAMME).given(*WHOLE).when(adopt()).then(ADOPTED)


def test_a_programme_adopted_in_short_says_that_its_making_is_not_on_record():
    Scenario(PROGRAMME).given(*SHORT).when(adopt()).then(made(date(2024, 11, 21), "not-made-in-steps"))


@pytest.mark.parametrize("code", CONTENTS)
def test_once_the_making_has_begun_each_missing_content_is_named(code: str):
    without = [fact for fact in WHOLE if fact != CONTENTS[code]]
    refusal = Scenario(PROGRAMME).given(*without).when(adopt()).refused(r.ContentsMissing)
    assert refusal.detail == f"not stated: {code}"


def test_the_first_step_of_the_making_asks_for_all_of_it():
    refusal = (
        Scenario(PROGRAMME).given(*SHORT[:1], CONTENTS["goals"], *SHORT[1:]).when(adopt()).refused(r.ContentsMissing)
    )
    assert "goals" not in refusal.detail
    assert "commissions" in refusal.detail


def test_every_remark_has_an_answer_before_the_adoption():
    filed = (*WHOLE[:-3], REMARK, *WHOLE[-3:])
    refusal = Scenario(PROGRAMME).given(*filed).when(adopt()).refused(r.RemarksUnanswered)
    assert "r1" in refusal.detail
    answered = RemarkAnswered(P, "r1", "rejected", WORDS, date(2024, 9, 20))
    Scenario(PROGRAMME).given(*filed, answered).when(adopt()).then(ADOPTED)


def test_nobody_adopts_without_having_asked_the_council():
    Scenario(PROGRAMME).given(*WHOLE[:-2]).when(adopt()).refused(r.OpinionNotRequested)


def test_where_there_is_no_council_nobody_waits_for_it():
    Scenario(PROGRAMME).given(*WHOLE[:-2], CouncilFoundAbsent(P)).when(adopt()).then(ADOPTED)


def test_the_adoption_waits_while_the_council_may_speak_and_may_be_tried_again():
    assert Scenario(PROGRAMME).given(*WHOLE[:-1]).when(adopt()).refused(r.OpinionAwaited).retryable


def test_a_silent_council_lets_the_adoption_go_after_its_last_day_only():
    waived = Scenario(PROGRAMME).given(*WHOLE[:-1], CouncilOpinionWaived(P, REQUESTED.last_on))
    waived.when(adopt(date(2024, 10, 15))).refused(r.AdoptedBeforeOpinion)
    waived.when(adopt(date(2024, 10, 16))).then(made(date(2024, 10, 16)))


def test_the_resolution_is_not_older_than_the_opinion():
    scenario = Scenario(PROGRAMME).given(*WHOLE)
    scenario.when(adopt(GIVEN.given_on - timedelta(days=1))).refused(r.AdoptedBeforeOpinion)
    scenario.when(adopt(GIVEN.given_on)).then(made(GIVEN.given_on))


@given(st.dates(date(2024, 10, 16), date(2025, 12, 31)))
def test_only_after_30_november_of_the_year_before_the_adoption_bears_a_warning(day: date):
    events = Scenario(PROGRAMME).given(*WHOLE).when(adopt(day)).decided()
    late = day >= date(2024, 12, 1)
    missed = [AdoptionDeadlineMissed(P, date(2024, 11, 30))] if late else []
    assert events == [*missed, made(day, *(["after-30-november"] if late else []))]


def test_what_the_calendar_has_said_of_30_november_is_not_said_again():
    missed = AdoptionDeadlineMissed(P, date(2024, 11, 30))
    day = date(2024, 12, 12)
    Scenario(PROGRAMME).given(*WHOLE, missed).when(adopt(day)).then(made(day, "after-30-november"))


@pytest.mark.parametrize("stage", [(DRAFTED,), (DRAFTED, OPENED)])
def test_a_programme_is_adopted_after_its_consultation(stage: tuple[object, ...]):
    Scenario(PROGRAMME).given(*stage).when(adopt()).refused(r.ProgrammeNotConsulted)


def test_a_programme_is_adopted_once():
    scenario = Scenario(PROGRAMME).given(*WHOLE, ADOPTED)
    scenario.when(adopt()).nothing_happens()
    scenario.when(adopt(date(2024, 11, 22))).refused(r.ProgrammeAlreadyAdopted)


def overdue(today: date):
    return lambda state: d.mark_adoption_overdue(state, programme_id=P, today=today)


def test_the_calendar_tells_of_30_november_once_it_is_over_and_of_no_adopted_programme():
    missed = AdoptionDeadlineMissed(P, date(2024, 11, 30))
    draft = Scenario(PROGRAMME).given(DRAFTED)
    draft.when(overdue(date(2024, 11, 30))).refused(r.AdoptionDeadlineNotPassed)
    draft.when(overdue(date(2024, 12, 1))).then(missed)
    Scenario(PROGRAMME).given(*SHORT, ADOPTED).when(overdue(date(2024, 12, 1))).nothing_happens()


def test_the_consultation_closes_on_the_number_of_remarks_that_were_filed():
    scenario = Scenario(PROGRAMME).given(DRAFTED, OPENED, REMARK)
    scenario.when(lambda s: d.close_consultation(s, programme_id=P, remarks_count=2)).refused(r.RemarksCountDiffers)
    scenario.when(lambda s: d.close_consultation(s, programme_id=P, remarks_count=1)).then(type(CLOSED)(P, 1))
