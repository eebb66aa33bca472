"""UDPP art. 15(2g), 15(2h): an offer that is not chosen has its answer, once, and is not awarded after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from grants.domain.offer import (
    OFFER,
    AwardedOfferDecided,
    DecidedBeforeDeadline,
    DecidedBeforeScore,
    DecidedInTheFuture,
    OfferAlreadyDecided,
    OfferNotAwarded,
    OfferUnknown,
    PassMarkReached,
    ProposalAwaitsAnswer,
    RejectedOfferDecided,
    Standing,
    check_offer,
    decide_not_to_award,
    points_of,
    score_offer,
)
from shared.kernel.refusal import Refusal
from tests.grants.facts import OFFER_ACCEPTED, OFFER_REJECTED, OFFER_SCORED, OFFER_SUBMITTED
from tests.support.scenario import Scenario

DAY = date(2025, 1, 9)
STANDING = Standing(pass_mark_points=60, too_early=False, proposed=False, awarded=False)
DECIDE = partial(
    decide_not_to_award, offer_id="grant-1", ground="pool-used", decided_on=DAY, standing=STANDING, today=DAY
)
POOL_USED = OfferNotAwarded("grant-1", "call-1", "club-1", "pool-used", DAY)
WITHDRAWN = replace(POOL_USED, ground="withdrawn")
SCORED = (OFFER_SUBMITTED, OFFER_ACCEPTED, OFFER_SCORED)


def test_a_scored_offer_is_decided_against_once() -> None:
    Scenario(OFFER).given(*SCORED).when(DECIDE).then(POOL_USED)
    Scenario(OFFER).given(*SCORED, POOL_USED).when(DECIDE).nothing_happens()
    for other in ({"ground": "withdrawn"}, {"decided_on": date(2025, 1, 8)}):
        Scenario(OFFER).given(*SCORED, POOL_USED).when(partial(DECIDE, **other)).refused(OfferAlreadyDecided)


@pytest.mark.parametrize(
    ("history", "change", "broken"),
    [
        ((), {}, OfferUnknown),
        ((OFFER_SUBMITTED,), {}, DecidedBeforeScore),
        ((OFFER_SUBMITTED, OFFER_ACCEPTED), {}, DecidedBeforeScore),
        ((OFFER_SUBMITTED, OFFER_REJECTED), {}, RejectedOfferDecided),
        (SCORED, {"decided_on": date(2025, 1, 10)}, DecidedInTheFuture),
        (SCORED, {"standing": replace(STANDING, too_early=True)}, DecidedBeforeDeadline),
        (SCORED, {"standing": replace(STANDING, proposed=True)}, ProposalAwaitsAnswer),
        (SCORED, {"standing": replace(STANDING, awarded=True)}, AwardedOfferDecided),
    ],
)
def test_a_decision_against_an_offer_keeps_to_the_law(
    history: tuple[object, ...], change: dict[str, Any], broken: type[Refusal]
) -> None:
    Scenario(OFFER).given(*history).when(partial(DECIDE, **change)).refused(broken)


@pytest.mark.parametrize("mark", [72, 73])
def test_want_of_points_is_a_ground_below_the_pass_mark_alone(mark: int) -> None:
    wish = partial(DECIDE, ground="not-enough-points", standing=replace(STANDING, pass_mark_points=mark))
    scenario = Scenario(OFFER).given(*SCORED).when(wish)
    if mark == 72:
        assert scenario.refused(PassMarkReached).field == "ground"
    else:
        scenario.then(replace(POOL_USED, ground="not-enough-points"))


@pytest.mark.parametrize("history", [(OFFER_SUBMITTED,), (OFFER_SUBMITTED, OFFER_ACCEPTED), SCORED])
def test_an_offer_may_be_withdrawn_at_any_time_before_an_award(history: tuple[object, ...]) -> None:
    wish = partial(DECIDE, ground="withdrawn", standing=replace(STANDING, too_early=True))
    Scenario(OFFER).given(*history).when(wish).then(WITHDRAWN)


def test_after_its_answer_an_offer_is_neither_checked_nor_scored_but_what_was_done_may_be_repeated() -> None:
    check = partial(check_offer, offer_id="grant-1", passed=True, defect=None)
    score = partial(score_offer, offer_id="grant-1", points=72)
    Scenario(OFFER).given(*SCORED, POOL_USED).when(check).nothing_happens()
    Scenario(OFFER).given(*SCORED, POOL_USED).when(score).nothing_happens()
    Scenario(OFFER).given(OFFER_SUBMITTED, WITHDRAWN).when(check).refused(OfferAlreadyDecided)
    Scenario(OFFER).given(OFFER_SUBMITTED, OFFER_ACCEPTED, WITHDRAWN).when(score).refused(OfferAlreadyDecided)
    assert points_of(OFFER.fold([*SCORED, POOL_USED])) == 72
