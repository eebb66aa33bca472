"""What the budget refuses, and what it keeps pending: the limit, two axes, the draft year."""

from datetime import date

import pytest

from programme.domain.budget import decisions
from programme.domain.budget.refusals import (
    BlockedAmountExceeded,
    BudgetUnknown,
    CallNotOpenHere,
    CallPoolExceeded,
    CutExceeded,
    CutNotCovered,
    CutPending,
    FreeMoneyExceeded,
    LineExceeded,
    LineUnknown,
    NoCutPending,
    SameLine,
    SmallGrantCapExceeded,
    StatementsNotComplete,
    YearAlreadyKnown,
    YearClosedAlready,
    YearNotOver,
)
from shared.kernel.refusal import NotYet
from tests.programme.makers import (
    LINE,
    OTHER_LINE,
    P,
    accepted,
    adopted,
    allocate,
    amended,
    annul,
    block,
    change_pool,
    close,
    cut,
    deallocate,
    declined,
    draft,
    figures,
    open_call,
    paid,
    play,
    pool,
    programme,
    reallocate,
    reserve,
    resolve,
    returned,
    signed,
    statements,
    unblock,
)

FEB = date(2025, 2, 20)
YEAR = (adopted(1000), allocate(600), open_call(400))


@pytest.mark.parametrize(
    ("refusal", "before", "step"),
    [
        (BudgetUnknown, (), allocate(1)),
        (FreeMoneyExceeded, (adopted(1000),), allocate(1001)),
        (LineUnknown, (adopted(1000), allocate(600)), open_call(1, line=OTHER_LINE)),
        (LineExceeded, (adopted(1000), allocate(600)), open_call(601)),
        (CallPoolExceeded, YEAR, reserve(401)),
        (CallNotOpenHere, YEAR, reserve(1, call="c2")),
        (CallNotOpenHere, (*YEAR, resolve(FEB)), reserve(1)),
        (CutPending, (*YEAR, adopted(500)), reserve(1)),
        (LineExceeded, YEAR, reallocate(201, FEB)),
        (LineExceeded, YEAR, deallocate(201, FEB)),
        (SameLine, YEAR, reallocate(1, FEB, target=LINE)),
        (LineUnknown, YEAR, reallocate(1, FEB, source=OTHER_LINE)),
        (SmallGrantCapExceeded, (adopted(1000), allocate(600)), pool(201, FEB)),
        (LineExceeded, (adopted(1000), allocate(100)), pool(101, FEB)),
        (LineExceeded, YEAR, change_pool(201, FEB)),
        (CallPoolExceeded, (*YEAR, reserve(150)), change_pool(-251, date(2025, 2, 1))),
        (CallNotOpenHere, (*YEAR, annul(FEB)), reserve(1)),
        (BlockedAmountExceeded, YEAR, block(401, FEB, f"line/{LINE}/call/c1")),
        (BlockedAmountExceeded, (*YEAR, block(10, FEB, "free")), unblock(11, FEB, "free")),
        (NoCutPending, YEAR, cut(FEB, (f"line/{LINE}", 1))),
        (CutExceeded, (*YEAR, amended(590, FEB)), cut(FEB, (f"line/{LINE}", 11))),
        (CutNotCovered, (*YEAR, amended(590, FEB)), cut(FEB, (f"line/{LINE}", 9))),
        (CutNotCovered, (*YEAR, amended(300, FEB)), cut(FEB, (f"line/{LINE}", 300))),
        (CutNotCovered, (*YEAR, amended(300, FEB)), cut(FEB, (f"line/{LINE}", 150), (f"line/{LINE}", 150))),
        (CutNotCovered, (*YEAR, amended(590, FEB)), cut(FEB, ("free", 10))),
        (StatementsNotComplete, YEAR, close(date(2026, 1, 2))),
        (StatementsNotComplete, (*YEAR, statements(date(2025, 12, 30))), close(date(2026, 1, 2))),
        (YearNotOver, YEAR, close(date(2025, 12, 31))),
        (YearClosedAlready, (*YEAR, statements(), close(date(2026, 1, 2))), reserve(1)),
        (YearClosedAlready, (*YEAR, statements(), close(date(2026, 1, 2))), allocate(1)),
    ],
)
def test_it_is_refused(refusal, before, step):
    state = play(*before)
    with pytest.raises(refusal):
        step(state)


def test_a_call_may_be_opened_on_the_draft_budget():
    assert figures(play(draft(1000), allocate(600, on=date(2024, 11, 15)), open_call(400, on=date(2024, 11, 18)))) == {
        "free": 400,
        "allocated": 200,
        "opened": 400,
    }


def test_the_limit_is_the_lower_of_programme_and_budget():
    assert play(draft(1000), programme(900)).limit == 900
    assert play(draft(1000), programme(900), adopted(1200)).limit == 900


def test_a_cut_takes_what_is_free_at_once_and_keeps_the_rest_pending():
    state = play(*YEAR, adopted(500))
    assert figures(state) == {"allocated": 200, "opened": 400}
    assert (state.limit, state.cut_pending) == (600, 100)


def test_a_promise_is_refused_when_a_later_day_could_not_bear_it():
    """Two axes: on 1 February the pool holds 400, but 300 of it are promised from 10 February on."""
    state = play(*YEAR, reserve(300, on=date(2025, 2, 10), grant="later"))
    with pytest.raises(CallPoolExceeded):
        reserve(101, on=date(2025, 2, 1), grant="early")(state)
    assert figures(play(reserve(100, on=date(2025, 2, 1), grant="early"), state=state))["reserved"] == 400


def test_a_debit_before_the_contract_is_posted_on_the_first_covered_day_and_keeps_its_own():
    state = play(*YEAR, reserve(100), signed(100, on=date(2025, 3, 3)))
    (entry,) = paid(100, on=date(2025, 2, 28))(state)
    assert (entry.effective_on, entry.value_on) == (date(2025, 3, 3), date(2025, 2, 28))


def test_what_the_bank_paid_beyond_the_contract_goes_to_suspense_and_the_limit_holds():
    state = play(*YEAR, reserve(100), signed(100), paid(130))
    assert figures(state) == {"free": 400, "allocated": 200, "opened": 300, "disbursed": 100, "suspense": 30}
    assert state.limit == 1000


@pytest.mark.parametrize(
    ("before", "step"),
    [
        (YEAR, signed(100)),
        ((*YEAR, reserve(100)), paid(100)),
        ((*YEAR, reserve(100), signed(100)), accepted(100, paid_total=100)),
        ((*YEAR, reserve(100), signed(100)), returned(5, FEB, paid_total=100)),
        ((*YEAR, reserve(100), signed(100)), paid(40, total=100)),
    ],
)
def test_a_fact_that_came_before_its_predecessor_waits(before, step):
    state = play(*before)
    with pytest.raises(NotYet):
        step(state)


def test_a_contract_is_posted_once():
    state = play(*YEAR, reserve(100), signed(100))
    assert signed(100)(state) == []


def test_money_that_comes_back_to_the_pool_on_a_later_day_follows_the_resolution():
    """Two axes: declined as of 3 March and posted, then the call is resolved as of 1 February."""
    state = play(*YEAR, reserve(60, on=date(2025, 1, 15)), declined(60, date(2025, 3, 3)), resolve(date(2025, 2, 1)))
    assert figures(state) == {"free": 400, "allocated": 600}
    on_the_day = state.book.account(f"line/{LINE}")
    assert on_the_day.least_from(date(2025, 2, 1)) == 540


def test_a_year_with_an_adopted_programme_is_not_taken_over_from_a_register():
    state = play(programme(900))
    with pytest.raises(YearAlreadyKnown):
        decisions.take_over(
            state, programme_id=P, line_id=LINE, limit_grosze=900, on=date(2025, 1, 1), document="register"
        )
