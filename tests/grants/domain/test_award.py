"""UDPP art. 15(2g): a promise is a conversation with programme, proposal by proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from grants.domain.award import (
    AWARD,
    AwardAboveCallMaximum,
    AwardAboveRequest,
    AwardAfterAnswer,
    AwardAfterResolution,
    AwardAwaitsAnswer,
    AwardBelowPassMark,
    AwardNeedsScore,
    AwardStands,
    AwardUnknown,
    DeclinedBeforeAward,
    DeclinedInTheFuture,
    NoAwardStands,
    PromiseSigned,
    ReservationDiffersFromProposal,
    award_grant,
    decline_award,
    propose_award,
    refuse_award,
    standing_award,
)
from shared.kernel.refusal import Refusal
from tests.grants.facts import CANDIDATE, award_declined, award_proposed, award_refused, grant_awarded
from tests.support.scenario import Scenario

PROPOSE = partial(propose_award, grant_id="grant-1", amount_grosze=3_000_000, candidate=CANDIDATE)
YES = partial(award_grant, decision_no=1, amount_grosze=3_000_000, today=date(2025, 1, 20))
NO = partial(refuse_award, decision_no=1, reason="call-pool-exhausted")
DECLINE = partial(
    decline_award, grant_id="grant-1", declined_on=date(2025, 1, 20), signed=False, today=date(2025, 1, 20)
)


def test_the_first_proposal_has_number_one() -> None:
    Scenario(AWARD).when(PROPOSE).then(award_proposed(1))


def test_a_refused_number_is_spent() -> None:
    Scenario(AWARD).given(award_proposed(1), award_refused(1)).when(PROPOSE).then(award_proposed(2))


def test_a_declined_number_is_spent() -> None:
    history = (award_proposed(1), grant_awarded(1), award_declined(1))
    Scenario(AWARD).given(*history).when(PROPOSE).then(award_proposed(2))


@pytest.mark.parametrize(
    ("change", "amount", "broken"),
    [
        ({"points": None}, 3_000_000, AwardNeedsScore),
        ({"points": 59}, 3_000_000, AwardBelowPassMark),
        ({}, 4_000_001, AwardAboveRequest),
        ({"max_grant_grosze": 2_999_999}, 3_000_000, AwardAboveCallMaximum),
        ({"call_resolved": True}, 3_000_000, AwardAfterResolution),
        ({"not_awarded": True}, 3_000_000, AwardAfterAnswer),
    ],
)
def test_a_proposal_keeps_to_score_request_and_call(change: dict[str, Any], amount: int, broken: type[Refusal]) -> None:
    Scenario(AWARD).when(partial(PROPOSE, amount_grosze=amount, candidate=replace(CANDIDATE, **change))).refused(broken)


def test_points_at_the_pass_mark_and_all_that_was_asked_for_are_enough() -> None:
    at_the_bounds = replace(CANDIDATE, points=60, max_grant_grosze=4_000_000)
    Scenario(AWARD).when(partial(PROPOSE, amount_grosze=4_000_000, candidate=at_the_bounds)).then(
        replace(award_proposed(), amount_grosze=4_000_000)
    )


def test_another_amount_waits_for_the_answer_to_the_first() -> None:
    other = partial(PROPOSE, amount_grosze=2_000_000)
    assert Scenario(AWARD).given(award_proposed()).when(other).refused(AwardAwaitsAnswer).retryable
    Scenario(AWARD).given(award_proposed(), grant_awarded()).when(other).refused(AwardStands)


def test_money_held_makes_the_award() -> None:
    Scenario(AWARD).given(award_proposed()).when(YES).then(grant_awarded())


def test_money_refused_refuses_the_award() -> None:
    Scenario(AWARD).given(award_proposed()).when(NO).then(award_refused())


def test_answers_for_old_and_unknown_numbers_are_ignored() -> None:
    second = Scenario(AWARD).given(award_proposed(1), award_refused(1), award_proposed(2))
    second.when(YES).nothing_happens()
    second.when(NO).nothing_happens()
    second.when(partial(YES, decision_no=3)).nothing_happens()
    refused_twice = Scenario(AWARD).given(award_proposed(1), award_refused(1), award_proposed(2), award_refused(2))
    refused_twice.when(YES).nothing_happens()
    Scenario(AWARD).when(YES).nothing_happens()
    Scenario(AWARD).when(NO).nothing_happens()


def test_an_answer_that_comes_again_after_the_decline_is_ignored() -> None:
    Scenario(AWARD).given(award_proposed(), grant_awarded(), award_declined()).when(YES).nothing_happens()


def test_a_refusal_never_takes_back_an_award() -> None:
    Scenario(AWARD).given(award_proposed(), grant_awarded()).when(NO).nothing_happens()


def test_money_held_for_a_refused_number_is_given_back_once() -> None:
    Scenario(AWARD).given(award_proposed(), award_refused()).when(YES).then(award_declined())


def test_another_amount_held_than_proposed_is_for_a_person_to_see() -> None:
    other = partial(YES, amount_grosze=2_999_999)
    Scenario(AWARD).given(award_proposed()).when(other).refused(ReservationDiffersFromProposal)


def test_an_award_is_declined_after_it_is_made_and_before_it_is_signed() -> None:
    assert Scenario(AWARD).when(DECLINE).refused(AwardUnknown).status == 404
    assert Scenario(AWARD).given(award_proposed()).when(DECLINE).refused(AwardAwaitsAnswer).retryable
    Scenario(AWARD).given(award_proposed(), award_refused()).when(DECLINE).refused(NoAwardStands)
    awarded = Scenario(AWARD).given(award_proposed(), grant_awarded())
    awarded.when(partial(DECLINE, signed=True)).refused(PromiseSigned)
    awarded.when(partial(DECLINE, today=date(2025, 1, 19))).refused(DeclinedInTheFuture)
    awarded.when(DECLINE).then(award_declined())


def test_an_award_is_not_declined_before_the_day_on_which_it_was_made() -> None:
    awarded = Scenario(AWARD).given(award_proposed(), grant_awarded())
    assert awarded.when(partial(DECLINE, declined_on=date(2025, 1, 19))).refused(DeclinedBeforeAward).article
    of_old = Scenario(AWARD).given(award_proposed(), replace(grant_awarded(), awarded_on=None))
    of_old.when(partial(DECLINE, declined_on=date(2025, 1, 19))).then(award_declined(declined_on=date(2025, 1, 19)))


def test_a_decline_of_another_day_is_another_wish() -> None:
    declined = Scenario(AWARD).given(award_proposed(), grant_awarded(), award_declined())
    declined.when(partial(DECLINE, declined_on=date(2025, 1, 19))).refused(NoAwardStands)


def test_only_a_granted_award_stands() -> None:
    standing = AWARD.fold([award_proposed(), grant_awarded()])
    assert standing_award(standing, grant_id="grant-1") == award_proposed()
    with pytest.raises(AwardAwaitsAnswer):
        standing_award(AWARD.fold([award_proposed()]), grant_id="grant-1")
    with pytest.raises(NoAwardStands):
        standing_award(AWARD.fold([award_proposed(), grant_awarded(), award_declined()]), grant_id="grant-1")
