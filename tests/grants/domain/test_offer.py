"""UDPP art. 13 to 15: an offer keeps to its call, comes in time, is checked before it is scored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from grants.domain.offer import (
    OFFER,
    AnotherOfferUnderTheSameId,
    CallAlreadyResolved,
    CallNotOpenYet,
    DefectWithoutRejection,
    GrantIdTakenOver,
    OfferAlreadyChecked,
    OfferAlreadyScored,
    OfferDeadlinePassed,
    OfferUnknown,
    RejectionWithoutDefect,
    RequestAboveCallMaximum,
    RequestAboveCallShare,
    RequestAboveTotalCost,
    RequestBelowCallMinimum,
    ScoreNeedsFormalAcceptance,
    TaskBeyondProgrammeYear,
    TaskEndsBeforeItBegins,
    check_offer,
    score_offer,
    submit_offer,
)
from shared.kernel.refusal import Refusal
from shared.kernel.texts import TextRef
from tests.grants.facts import ANNOUNCEMENT, OFFER_ACCEPTED, OFFER_REJECTED, OFFER_SCORED, OFFER_SUBMITTED, TITLE
from tests.support.scenario import Scenario

SUBMIT = partial(
    submit_offer,
    announcement=ANNOUNCEMENT,
    offer_id="grant-1",
    organisation_id="club-1",
    title=TITLE,
    requested_grosze=4_000_000,
    total_cost_grosze=5_000_000,
    task_from=date(2025, 2, 1),
    task_until=date(2025, 6, 30),
    taken_over=False,
    acted_at=datetime(2024, 12, 11, 22, 59, 59, tzinfo=UTC),
    acted_on=date(2024, 12, 11),
)
CHECK = partial(check_offer, offer_id="grant-1", passed=True, defect=None)
REJECT = partial(check_offer, offer_id="grant-1", passed=False, defect="no-signature")
SCORE = partial(score_offer, offer_id="grant-1", points=72)


def test_an_offer_in_the_last_second_is_taken_in() -> None:
    Scenario(OFFER).when(SUBMIT).then(OFFER_SUBMITTED)


def test_an_offer_at_the_deadline_is_late() -> None:
    late = partial(SUBMIT, acted_at=ANNOUNCEMENT.offers_until)
    assert Scenario(OFFER).when(late).refused(OfferDeadlinePassed).article == "UDPP art. 13(1), 13(2)"


def test_the_same_offer_again_after_the_deadline_changes_nothing() -> None:
    again = partial(SUBMIT, acted_at=ANNOUNCEMENT.offers_until + timedelta(days=3), title=TextRef("x", "7" * 64))
    Scenario(OFFER).given(OFFER_SUBMITTED).when(again).nothing_happens()


def test_another_offer_under_the_same_id_is_refused() -> None:
    other = partial(SUBMIT, requested_grosze=3_999_999)
    Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_ACCEPTED).when(other).refused(AnotherOfferUnderTheSameId)


def test_a_grant_taken_over_is_not_offered_for_again() -> None:
    Scenario(OFFER).when(partial(SUBMIT, taken_over=True)).refused(GrantIdTakenOver)


@pytest.mark.parametrize(
    ("requested", "cost", "broken"),
    [
        (99_999, 5_000_000, RequestBelowCallMinimum),
        (100_000, 5_000_000, None),
        (10_000_000, 12_500_000, None),
        (10_000_001, 20_000_000, RequestAboveCallMaximum),
        (4_000_001, 4_000_000, RequestAboveTotalCost),
        (4_000_000, 5_000_000, None),  # exactly 80 %
        (4_000_001, 5_000_001, RequestAboveCallShare),  # a fifth of a grosz above 80 %
    ],
)
def test_the_request_keeps_to_call_and_cost(requested: int, cost: int, broken: type[Refusal] | None) -> None:
    scenario = Scenario(OFFER).when(partial(SUBMIT, requested_grosze=requested, total_cost_grosze=cost))
    if broken:
        assert scenario.refused(broken).field == "requested_grosze"
    else:
        scenario.then(replace(OFFER_SUBMITTED, requested_grosze=requested, total_cost_grosze=cost))


def test_no_offer_before_the_call_opens_but_it_may_be_tried_again() -> None:
    early = partial(SUBMIT, acted_on=date(2024, 11, 19), acted_at=datetime(2024, 11, 19, 12, tzinfo=UTC))
    assert Scenario(OFFER).when(early).refused(CallNotOpenYet).retryable


def test_an_offer_on_the_opening_day_is_taken_in() -> None:
    first_day = partial(SUBMIT, acted_on=date(2024, 11, 20), acted_at=datetime(2024, 11, 20, 7, tzinfo=UTC))
    Scenario(OFFER).when(first_day).then(OFFER_SUBMITTED)


def test_a_call_that_allows_it_may_pay_the_whole_cost() -> None:
    generous = replace(ANNOUNCEMENT, mode="entrusting", max_share_percent=100)
    whole = partial(SUBMIT, announcement=generous, total_cost_grosze=4_000_000)
    Scenario(OFFER).when(whole).then(replace(OFFER_SUBMITTED, total_cost_grosze=4_000_000))


def test_a_resolved_call_takes_no_offer() -> None:
    resolved = partial(SUBMIT, announcement=replace(ANNOUNCEMENT, resolved=True))
    Scenario(OFFER).when(resolved).refused(CallAlreadyResolved)


def test_a_task_of_one_day_is_a_task_and_one_that_ends_before_it_begins_is_not() -> None:
    one_day = replace(OFFER_SUBMITTED, task_until=OFFER_SUBMITTED.task_from)
    Scenario(OFFER).when(partial(SUBMIT, task_until=date(2025, 2, 1))).then(one_day)
    Scenario(OFFER).when(partial(SUBMIT, task_until=date(2025, 1, 31))).refused(TaskEndsBeforeItBegins)


def test_a_task_ends_in_the_year_whose_money_it_asks_for() -> None:
    beyond = Scenario(OFFER).when(partial(SUBMIT, task_until=date(2026, 1, 1))).refused(TaskBeyondProgrammeYear)
    assert (beyond.field, beyond.article) == ("task_until", "UFP art. 221(3)")
    last_day = date(2025, 12, 31)
    Scenario(OFFER).when(partial(SUBMIT, task_until=last_day)).then(replace(OFFER_SUBMITTED, task_until=last_day))


def test_an_offer_is_checked_once() -> None:
    Scenario(OFFER).given(OFFER_SUBMITTED).when(CHECK).then(OFFER_ACCEPTED)
    Scenario(OFFER).given(OFFER_SUBMITTED).when(REJECT).then(OFFER_REJECTED)
    Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_ACCEPTED).when(REJECT).refused(OfferAlreadyChecked)
    Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_REJECTED).when(CHECK).refused(OfferAlreadyChecked)
    other_defect = partial(REJECT, defect="no-budget")
    Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_REJECTED).when(other_defect).refused(OfferAlreadyChecked)


def test_a_check_repeated_after_the_score_changes_nothing() -> None:
    Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_ACCEPTED, OFFER_SCORED).when(CHECK).nothing_happens()


def test_a_rejection_names_its_defect_and_a_passed_check_has_none() -> None:
    Scenario(OFFER).given(OFFER_SUBMITTED).when(partial(REJECT, defect=None)).refused(RejectionWithoutDefect)
    Scenario(OFFER).given(OFFER_SUBMITTED).when(partial(CHECK, defect="x")).refused(DefectWithoutRejection)


def test_only_a_formally_accepted_offer_is_scored_and_once() -> None:
    Scenario(OFFER).given(OFFER_SUBMITTED).when(SCORE).refused(ScoreNeedsFormalAcceptance)
    Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_REJECTED).when(SCORE).refused(ScoreNeedsFormalAcceptance)
    Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_ACCEPTED).when(SCORE).then(OFFER_SCORED)
    scored = Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_ACCEPTED, OFFER_SCORED)
    scored.when(partial(SCORE, points=73)).refused(OfferAlreadyScored)


def test_nothing_is_done_with_an_unknown_offer() -> None:
    assert Scenario(OFFER).when(CHECK).refused(OfferUnknown).status == 404
    assert Scenario(OFFER).when(SCORE).refused(OfferUnknown).field == "offer_id"
