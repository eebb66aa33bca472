"""What the year itself refuses: drafts after adoption, days that cannot be, decisions that overtake one another."""

from datetime import UTC, date, datetime

import pytest

from programme.adapters.publishing import publish
from programme.domain.budget import decisions
from programme.domain.budget.guards import not_later_than_the_act
from programme.domain.budget.refusals import BudgetAlreadyAdopted, DayInTheFuture, DayOutsideProgramme
from programme.domain.call import CALL, CallOpened
from programme.domain.call import decisions as calls
from shared.kernel.refusal import NotYet
from shared.messages.programme_v1 import LimitChanged
from tests.programme.makers import (
    ADOPTED,
    P,
    accepted,
    adopted,
    allocate,
    amended,
    declined,
    draft,
    figures,
    open_call,
    paid,
    play,
    programme,
    reserve,
    returned,
    signed,
)

YEAR = (adopted(1000), allocate(600), open_call(400))
TERMS = CallOpened(
    "c1", P, "l", "1/2025", 400, date(2025, 1, 7), datetime(2025, 2, 10, 14, tzinfo=UTC), 1, 100, 100, 60
)


def submit(limit: int, on: date = date(2024, 11, 14)):
    return lambda s: decisions.submit_draft(s, programme_id=P, limit_grosze=limit, on=on, document="draft")


def adopt(limit: int, on: date = ADOPTED):
    return lambda s: decisions.adopt_budget(s, programme_id=P, limit_grosze=limit, on=on, document="resolution")


def test_no_draft_replaces_an_adopted_budget():
    with pytest.raises(BudgetAlreadyAdopted):
        submit(5000)(play(programme(5230), adopted(5000)))


def test_a_later_draft_replaces_an_earlier_one_and_the_same_one_changes_nothing():
    assert figures(play(submit(1000), submit(900))) == {"free": 900}
    assert submit(900)(play(submit(900))) == []


def test_a_budget_is_adopted_once():
    assert adopt(1000)(play(adopted(1000))) == []
    with pytest.raises(BudgetAlreadyAdopted):
        adopt(1001)(play(adopted(1000)))


@pytest.mark.parametrize("day", [date(2205, 1, 1), date(2023, 12, 31), date(2026, 1, 1)])
@pytest.mark.parametrize("step", [submit, adopt])
def test_a_day_outside_the_year_and_the_one_before_is_refused(step, day):
    with pytest.raises(DayOutsideProgramme):
        step(1000, day)(play())


def test_a_call_is_not_opened_in_another_year():
    with pytest.raises(DayOutsideProgramme):
        open_call(10, on=date(2026, 1, 1))(play(adopted(1000), allocate(600)))


def test_a_resolution_is_not_recorded_before_it_is_there():
    not_later_than_the_act(date(2025, 1, 2), date(2025, 1, 2), "data.adopted_on")
    with pytest.raises(DayInTheFuture):
        not_later_than_the_act(date(2025, 1, 3), date(2025, 1, 2), "data.adopted_on")


def test_a_call_is_not_resolved_as_of_a_day_on_which_offers_were_still_taken():
    call = CALL.fold([TERMS])
    late = datetime(2025, 3, 1, tzinfo=UTC)
    with pytest.raises(calls.CallStillOpen):
        calls.resolve_call(
            call, call_id="c1", unused_grosze=0, resolved_on=date(2025, 2, 9), acted_at=late, valid=1, unanswered=[]
        )
    assert calls.resolve_call(
        call, call_id="c1", unused_grosze=0, resolved_on=date(2025, 2, 10), acted_at=late, valid=1, unanswered=["o1"]
    )


def test_a_cut_by_a_late_programme_is_told_so_that_nobody_signs():
    state = play(*YEAR)
    (entry,) = programme(400, on=date(2025, 2, 1))(state)
    told = publish(entry, key=P)
    assert isinstance(told, LimitChanged)
    assert (told.limit_grosze, told.in_force, told.cut_pending_grosze) == (600, True, 200)


def test_the_adoption_of_the_programme_before_the_budget_tells_nothing_of_the_year():
    (entry,) = programme(400)(play(draft(1000)))
    assert publish(entry, key=P) is None


def test_an_amendment_tells_the_limit_as_the_accounts_hold_it():
    (entry,) = amended(500, on=date(2025, 2, 1))(play(*YEAR))
    told = publish(entry, key=P)
    assert isinstance(told, LimitChanged)
    assert (told.limit_grosze, told.cut_pending_grosze) == (600, 100)


def test_a_new_decision_waits_until_the_earlier_one_has_given_its_money_back():
    state = play(*YEAR, reserve(400))
    with pytest.raises(NotYet):
        reserve(400, no=2)(state)
    released = play(declined(400, date(2025, 2, 11)), state=state)
    assert figures(play(reserve(300, on=date(2025, 2, 12), no=2), state=released))["reserved"] == 300


def test_a_decision_that_is_spent_is_not_released_again():
    state = play(*YEAR, reserve(400), declined(400, date(2025, 2, 11)), reserve(300, on=date(2025, 2, 12), no=2))
    assert declined(400, date(2025, 2, 13))(state) == []


def test_money_paid_too_much_comes_back_out_of_suspense_and_not_out_of_the_budget():
    before = (*YEAR, reserve(100), signed(100), paid(150))
    state = play(*before, returned(50, date(2025, 5, 5), paid_total=150), accepted(100, paid_total=150))
    assert figures(state) == {"free": 400, "allocated": 200, "opened": 300, "settled": 100}


def test_more_given_back_than_was_paid_stands_in_suspense_with_the_other_sign():
    state = play(*YEAR, reserve(100), signed(100), paid(100), returned(130, date(2025, 5, 5), paid_total=100))
    assert figures(state) == {"free": 400, "allocated": 300, "opened": 300, "suspense": 30}
    assert state.book.account("suspense/grant/g1").total == -30
