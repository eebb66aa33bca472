"""The Council of Public Benefit Activity: 14 days, counted as terms are (UDPP art. 41i(2))."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from programme.domain.programme import (
    PROGRAMME,
    CouncilFoundAbsent,
    CouncilOpinionGiven,
    CouncilOpinionRequested,
    CouncilOpinionWaived,
)
from programme.domain.programme import opinion as o
from programme.domain.programme import refusals as r
from tests.programme.making.story import ADOPTED, DRAFTED, GIVEN, REQUESTED, SHORT, WORDS, P
from tests.support.scenario import Scenario

DELIVERED = (DRAFTED, REQUESTED)


def request(on: date):
    return lambda s: o.request_opinion(s, programme_id=P, delivered_on=on)


def give(on: date, verdict: str = "with-remarks"):
    return lambda s: o.give_opinion(s, programme_id=P, verdict=verdict, opinion=WORDS, given_on=on)


def waive(today: date):
    return lambda s: o.waive_opinion(s, programme_id=P, today=today)


def test_the_term_is_fourteen_days_after_the_delivery():
    Scenario(PROGRAMME).given(DRAFTED).when(request(date(2024, 10, 1))).then(REQUESTED)


def test_a_last_day_that_is_free_is_moved_on():
    """Delivered on 28 October, the fourteenth day is Independence Day."""
    expected = CouncilOpinionRequested(P, date(2024, 10, 28), date(2024, 11, 12))
    Scenario(PROGRAMME).given(DRAFTED).when(request(date(2024, 10, 28))).then(expected)


@given(st.dates(date(2024, 7, 1), date(2024, 11, 20)), st.integers(0, 40))
def test_until_the_last_day_the_council_may_speak_and_from_the_next_its_silence_counts(delivered: date, later: int):
    (requested,) = Scenario(PROGRAMME).given(DRAFTED).when(request(delivered)).decided()
    assert isinstance(requested, CouncilOpinionRequested)
    assert requested.last_on >= delivered + timedelta(days=14)
    today = delivered + timedelta(days=later)
    asked = Scenario(PROGRAMME).given(DRAFTED, requested)
    if today <= requested.last_on:
        asked.when(give(today)).then(CouncilOpinionGiven(P, "with-remarks", WORDS, today))
        asked.when(waive(today)).refused(r.OpinionTermRunning)
    else:
        asked.when(give(today)).refused(r.OpinionOutOfTerm)
        asked.when(waive(today)).then(CouncilOpinionWaived(P, requested.last_on))


def test_an_opinion_in_time_counts_also_when_it_is_entered_after_the_silence_was_noted():
    waived = CouncilOpinionWaived(P, REQUESTED.last_on)
    Scenario(PROGRAMME).given(*DELIVERED, waived).when(give(GIVEN.given_on)).then(GIVEN)


def test_an_opinion_that_was_given_is_not_waived():
    Scenario(PROGRAMME).given(*DELIVERED, GIVEN).when(waive(date(2024, 12, 1))).nothing_happens()


def test_nobody_speaks_before_the_draft_was_delivered():
    Scenario(PROGRAMME).given(DRAFTED).when(give(date(2024, 10, 2))).refused(r.OpinionNotRequested)
    Scenario(PROGRAMME).given(*DELIVERED).when(give(date(2024, 9, 30))).refused(r.OpinionOutOfTerm)


def test_the_council_gives_one_opinion():
    Scenario(PROGRAMME).given(*DELIVERED, GIVEN).when(give(GIVEN.given_on, "negative")).refused(r.OpinionGivenAlready)


def test_the_draft_is_delivered_once():
    Scenario(PROGRAMME).given(*DELIVERED).when(request(date(2024, 10, 2))).refused(r.OpinionRequestedAlready)


def test_a_commune_without_a_council_says_so_and_asks_nobody():
    absent = CouncilFoundAbsent(P)
    find = lambda s: o.find_council_absent(s, programme_id=P)  # noqa: E731
    Scenario(PROGRAMME).given(DRAFTED).when(find).then(absent)
    Scenario(PROGRAMME).given(DRAFTED, absent).when(request(date(2024, 10, 1))).refused(r.OpinionRequestedAlready)
    Scenario(PROGRAMME).given(*DELIVERED).when(find).refused(r.OpinionRequestedAlready)


def test_an_adopted_programme_is_opined_no_more():
    Scenario(PROGRAMME).given(*SHORT, ADOPTED).when(request(date(2024, 12, 1))).refused(r.ProgrammeAlreadyAdopted)
