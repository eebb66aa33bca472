"""UDPP art. 11(1), 13: support never pays all (B12), the share is kept (B13), offers and choices keep to the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import permutations

import pytest

from grants.domain.award import (
    AWARD,
    AwardAboveCallShare,
    AwardBeforeDeadline,
    AwardPaysTheWhole,
    propose_award,
)
from grants.domain.known_call import KNOWN_CALL, CallNoted
from grants.domain.offer import (
    OFFER,
    OfferDeadlinePassed,
    RequestAboveCallShare,
    SupportPaysTheWhole,
    TaskOutsideCallTime,
)
from shared.kernel.periods import instant_of_wall_clock
from shared.kernel.refusal import Refusal
from tests.grants.domain.test_offer import SUBMIT
from tests.grants.facts import ANNOUNCEMENT, CALL_NOTED, CANDIDATE, OFFER_SUBMITTED
from tests.support.scenario import Scenario

NO_SHARE_SET = replace(ANNOUNCEMENT, max_share_percent=100)
PROPOSE = partial(propose_award, grant_id="grant-1")


@pytest.mark.parametrize(
    ("mode", "share", "requested", "cost", "broken"),
    [
        ("supporting", 100, 4_000_000, 4_000_000, SupportPaysTheWhole),
        ("supporting", 100, 3_999_999, 4_000_000, None),
        ("entrusting", 100, 4_000_000, 4_000_000, None),
        ("supporting", 70, 2_800_000, 4_000_000, None),
        ("supporting", 70, 2_800_001, 4_000_000, RequestAboveCallShare),
    ],
)
def test_support_pays_a_part_and_entrusting_may_pay_the_whole(
    mode: str, share: int, requested: int, cost: int, broken: type[Refusal] | None
) -> None:
    announcement = replace(ANNOUNCEMENT, mode=mode, max_share_percent=share)
    wish = partial(SUBMIT, announcement=announcement, requested_grosze=requested, total_cost_grosze=cost)
    if broken:
        assert Scenario(OFFER).when(wish).refused(broken).field == "requested_grosze"
    else:
        Scenario(OFFER).when(wish).then(replace(OFFER_SUBMITTED, requested_grosze=requested, total_cost_grosze=cost))


@pytest.mark.parametrize(
    ("mode", "share", "amount", "broken"),
    [
        ("supporting", 100, 4_000_000, AwardPaysTheWhole),
        ("supporting", 100, 3_999_999, None),
        ("entrusting", 100, 4_000_000, None),
        ("supporting", 70, 2_800_000, None),
        ("supporting", 70, 2_800_001, AwardAboveCallShare),
    ],
)
def test_an_award_keeps_to_the_cost_as_the_call_stands_now(
    mode: str, share: int, amount: int, broken: type[Refusal] | None
) -> None:
    """The call may have been corrected after the offer came."""
    candidate = replace(
        CANDIDATE, mode=mode, max_share_percent=share, requested_grosze=4_000_000, total_cost_grosze=4_000_000
    )
    wish = Scenario(AWARD).when(partial(PROPOSE, candidate=candidate, amount_grosze=amount))
    if broken:
        refused = wish.refused(broken)
        assert (refused.field, refused.article[:12]) == ("amount_grosze", "UDPP art. 11")
    else:
        assert wish.decided()


def test_nothing_is_chosen_while_offers_are_taken() -> None:
    early = partial(PROPOSE, candidate=replace(CANDIDATE, too_early=True), amount_grosze=3_000_000)
    assert "13(2)(6)" in Scenario(AWARD).when(early).refused(AwardBeforeDeadline).article


@pytest.mark.parametrize(
    ("task_from", "task_until", "field"),
    [(date(2025, 1, 31), date(2025, 6, 30), "task_from"), (date(2025, 2, 1), date(2025, 7, 1), "task_until")],
)
def test_a_task_lies_in_the_time_of_its_call(task_from: date, task_until: date, field: str) -> None:
    announcement = replace(ANNOUNCEMENT, task_from=date(2025, 2, 1), task_until=date(2025, 6, 30))
    inside = partial(SUBMIT, announcement=announcement)
    Scenario(OFFER).when(inside).then(OFFER_SUBMITTED)
    outside = partial(inside, task_from=task_from, task_until=task_until)
    assert Scenario(OFFER).when(outside).refused(TaskOutsideCallTime).field == field


@pytest.mark.parametrize(
    ("until", "last_second"),
    [
        ("2025-03-31T00:00", datetime(2025, 3, 30, 21, 59, 59, tzinfo=UTC)),  # the day of 23 hours
        ("2025-10-27T00:00", datetime(2025, 10, 26, 22, 59, 59, tzinfo=UTC)),  # the day of 25 hours
        ("2025-03-30T03:00", datetime(2025, 3, 30, 0, 59, 59, tzinfo=UTC)),  # the clock shows 01:59:59
        ("2025-10-26T03:00", datetime(2025, 10, 26, 1, 59, 59, tzinfo=UTC)),  # the second 02:59:59
    ],
)
def test_an_offer_at_23_59_59_is_taken_and_at_00_00_00_refused_also_where_the_clock_changes(
    until: str, last_second: datetime
) -> None:
    announcement = replace(ANNOUNCEMENT, offers_until=instant_of_wall_clock(until))
    on = partial(SUBMIT, announcement=announcement, acted_on=last_second.date(), task_until=date(2025, 12, 31))
    assert Scenario(OFFER).when(partial(on, acted_at=last_second)).decided()
    late = partial(on, acted_at=last_second + timedelta(seconds=1))
    assert Scenario(OFFER).when(late).refused(OfferDeadlinePassed).article == "UDPP art. 13(1), 13(2)"


def test_programmes_later_word_on_a_call_holds_whatever_the_order_of_arrival() -> None:
    extended = replace(CALL_NOTED, offers_until=CALL_NOTED.offers_until + timedelta(days=7), said_at=9)
    corrected = replace(extended, pass_mark_points=50, said_at=12)
    for order in permutations([CALL_NOTED, extended, corrected]):
        assert KNOWN_CALL.fold(order).announced == corrected


def test_a_note_of_an_earlier_build_is_outdone_by_any_word_of_now() -> None:
    of_old: CallNoted = replace(CALL_NOTED, said_at=0)
    assert KNOWN_CALL.fold([of_old, CALL_NOTED]).announced == CALL_NOTED
