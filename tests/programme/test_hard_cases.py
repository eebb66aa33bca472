"""Hard cases of the law that touch the budget, each told as it would happen."""

from datetime import date

import pytest

from programme.domain.budget import decisions
from programme.domain.budget.refusals import (
    BudgetNotInForce,
    ContractNotInForce,
    CutNotCovered,
    CutPending,
    DayOutsideProgramme,
    GrantKnownInYear,
    IncreaseNotCovered,
    LineExceeded,
    NoDraftToDrop,
    PartAlreadyPaid,
    YearClosedAlready,
)
from shared.kernel.refusal import NotYet
from tests.programme.makers import (
    LINE,
    P,
    accepted,
    adopted,
    allocate,
    annex,
    block,
    close,
    confirmed_year,
    cut,
    declined,
    draft,
    dropped,
    figures,
    figures_on,
    increase,
    open_call,
    paid,
    play,
    reduced_year,
    reserve,
    resolve,
    returned,
    sent_back,
    signed,
    statements,
    terminated,
    unblock,
    withdrawn,
)

NOV, DEC, JAN, FEB, MAR, APR = (
    date(2024, 11, 20),
    date(2024, 12, 20),
    date(2025, 1, 9),
    date(2025, 2, 20),
    date(2025, 3, 3),
    date(2025, 4, 10),
)
LAST, NEXT, AFTER = date(2025, 12, 31), date(2026, 1, 2), date(2026, 1, 15)
CALL = f"line/{LINE}/call/c1"
ON_DRAFT = (draft(1000), allocate(600, NOV), open_call(400, NOV), reserve(150, DEC))
YEAR = (adopted(1000), allocate(600), open_call(400))
SIGNED = (*YEAR, reserve(150), signed(150))


def test_a_call_opened_on_the_draft_and_a_budget_adopted_below_it_leave_a_cut_and_no_half_measure():
    """The limit falls to 300, below the 400 that are announced: free money goes at once, 300 more are pending."""
    state = play(*ON_DRAFT, adopted(300, DEC))
    assert figures(state) == {"allocated": 200, "opened": 250, "reserved": 150}
    assert (state.limit, state.cut_pending) == (600, 300)
    with pytest.raises(CutPending):
        reserve(10, JAN, grant="g2")(state)
    with pytest.raises(CutNotCovered):
        cut(JAN, (f"line/{LINE}", 200))(state)
    carried_out = play(cut(JAN, (f"line/{LINE}", 200), (CALL, 100)), state=state)
    assert figures(carried_out) == {"opened": 150, "reserved": 150}
    assert (carried_out.limit, carried_out.cut_pending) == (300, 0)


def test_reserved_money_is_cut_once_the_award_is_revoked_and_what_is_signed_stays_pending():
    """200 signed, 100 reserved, 100 free in all; the limit falls to 150: below what is signed."""
    state = play(adopted(400), allocate(300), open_call(300), reserve(200), signed(200), reserve(100, grant="g2"))
    state = play(adopted(150, FEB), state=state)
    assert (figures(state), state.cut_pending) == ({"reserved": 100, "contracted": 200}, 150)
    with pytest.raises(CutNotCovered):
        cut(FEB, (f"{CALL}/grant/g2/reserved", 100))(state)
    state = play(declined(100, MAR, "g2", row="AwardRevoked"), state=state)
    assert figures(state) == {"opened": 100, "contracted": 200}
    with pytest.raises(CutNotCovered):
        cut(MAR, (CALL, 100))(state)
    state = play(annex("down", 50, MAR), cut(APR, (CALL, 100), (f"line/{LINE}", 50)), state=state)
    assert (figures(state), state.cut_pending) == ({"contracted": 150}, 0)


def test_a_dropped_draft_takes_free_money_and_leaves_the_rest_pending():
    state = play(*ON_DRAFT, dropped(DEC))
    assert (state.limit, state.cut_pending, state.status) == (600, 600, "conditional")
    assert dropped(JAN)(state) == []
    state = play(declined(150, JAN, row="AwardRevoked"), state=state)
    state = play(cut(JAN, (f"line/{LINE}", 200), (CALL, 400)), state=state)
    assert (figures(state), state.limit, state.cut_pending) == ({}, 0, 0)
    with pytest.raises(NoDraftToDrop):
        dropped(JAN)(play(*YEAR))


def test_a_dropped_draft_that_is_adopted_after_all_is_in_force():
    state = play(*ON_DRAFT, dropped(DEC), adopted(1000, JAN))
    assert (figures(state)["free"], state.cut_pending, state.status) == (400, 0, "in force")


def test_money_given_back_on_31_december_is_the_lines_and_on_2_january_revenue():
    before = (*SIGNED, paid(150))
    assert figures(play(*before, returned(40, LAST, paid_total=150)))["allocated"] == 240
    assert figures(play(*before, returned(40, NEXT, paid_total=150)))["returned"] == 40


@pytest.mark.parametrize("closed_first", [False, True])
def test_a_return_of_31_december_ends_in_the_same_figures_before_and_after_the_closing(closed_first):
    back, end = returned(40, LAST, paid_total=150), (statements(), close(AFTER))
    state = play(*SIGNED, paid(150), *((*end, back) if closed_first else (back, *end)))
    assert figures(state) == {"disbursed": 110, "lapsed": 890}


def test_a_transfer_that_the_bank_rejects_on_30_december_can_be_paid_again_only_within_the_year():
    rejected = (*SIGNED, paid(150, date(2025, 12, 29)), sent_back(150, date(2025, 12, 30), paid_total=150))
    again = play(*rejected, paid(150, LAST, total=300), statements(), close(AFTER))
    assert figures(again) == {"disbursed": 150, "lapsed": 850}
    too_late = play(*rejected, statements(), close(AFTER), paid(150, NEXT, total=300))
    assert figures(too_late) == {"lapsed": 1000, "suspense": 150}


def test_a_debit_that_the_bank_dates_after_the_year_is_no_spending_of_it_and_alarms():
    state = play(*SIGNED, paid(150, NEXT))
    assert figures(state) == {"free": 400, "allocated": 200, "opened": 250, "contracted": 150, "suspense": 150}
    assert figures(play(returned(150, AFTER, paid_total=150), state=state)).get("suspense", 0) == 0


def test_a_contract_that_ends_after_its_first_tranche_frees_the_second_and_owes_the_first():
    state = play(*SIGNED, paid(100), resolve(APR), terminated(50, APR, paid_total=100))
    assert figures(state) == {"free": 400, "allocated": 500, "disbursed": 100}
    state = play(accepted(60, paid_total=100), returned(40, date(2025, 6, 1), paid_total=100), state=state)
    assert figures(state) == {"free": 400, "allocated": 540, "settled": 60}
    with pytest.raises(ContractNotInForce):
        increase(10, date(2025, 6, 2))(state)


def test_an_end_that_overtakes_a_payment_waits_for_it():
    with pytest.raises(NotYet):
        terminated(50, APR, paid_total=100)(play(*SIGNED))


def test_a_mistaken_acceptance_is_mended_by_a_fact_and_never_by_an_edit():
    before = play(*SIGNED, paid(150), accepted(150, paid_total=150))
    mended = play(
        withdrawn(150, date(2025, 11, 5), before=150), accepted(140, date(2025, 11, 6), paid_total=150), state=before
    )
    assert figures_on(mended, date(2025, 11, 4)) == figures(before)
    assert figures(mended) == {"free": 400, "allocated": 200, "opened": 250, "disbursed": 10, "settled": 140}


def test_an_increase_is_a_promise_like_the_first():
    state = play(*SIGNED)
    with pytest.raises(IncreaseNotCovered):
        increase(251, MAR)(state)
    with pytest.raises(NotYet):
        increase(10, MAR, grant="g9")(state)
    with pytest.raises(CutPending):
        increase(10, MAR)(play(adopted(500, FEB), state=state))
    with pytest.raises(YearClosedAlready):
        increase(10, MAR)(play(statements(), close(AFTER), state=state))


def test_from_1_january_the_old_year_promises_no_increase():
    with pytest.raises(DayOutsideProgramme):
        increase(10, date(2026, 1, 1))(play(*SIGNED))


def test_a_late_decline_after_the_closing_moves_nothing_and_says_so():
    state = play(*YEAR, reserve(150), statements(), close(AFTER))
    (entry,) = declined(150, LAST)(state)
    assert (entry.amount_grosze, entry.transfers, entry.suspense) == (150, (), ())


def test_a_deed_of_a_later_year_has_no_claim_on_the_closed_one():
    state = play(*YEAR, reserve(150), statements(), close(AFTER))
    (entry,) = signed(150, NEXT)(state)
    assert (entry.transfers, entry.suspense) == ((), ())


def test_what_lapsed_with_one_grant_never_pays_for_another():
    state = play(*SIGNED, reserve(100, grant="g2"), signed(100, grant="g2"), statements(), close(AFTER))
    assert figures(play(paid(180, LAST), state=state)) == {"disbursed": 150, "lapsed": 850, "suspense": 30}


def test_spending_unblocked_in_an_open_call_goes_back_to_the_call():
    state = play(*YEAR, block(60, FEB, CALL), unblock(60, MAR, CALL))
    assert figures(state) == {"free": 400, "allocated": 200, "opened": 400}


def test_a_years_part_is_borne_only_by_an_adopted_budget_whose_line_can_bear_it():
    with pytest.raises(BudgetNotInForce):
        confirmed_year(10, DEC)(play(draft(1000), allocate(600, NOV)))
    state = play(adopted(1000), allocate(100))
    with pytest.raises(LineExceeded):
        confirmed_year(101, JAN)(state)
    state = play(confirmed_year(100, JAN), state=state)
    with pytest.raises(GrantKnownInYear):
        confirmed_year(100, FEB)(state)
    state = play(paid(70, MAR, grant="m1"), state=state)
    with pytest.raises(PartAlreadyPaid):
        reduced_year(31, APR)(state)
    assert figures(play(reduced_year(30, APR), state=state)) == {"free": 900, "allocated": 30, "disbursed": 70}


def test_the_next_years_budget_opens_while_the_old_one_runs():
    """Each year is a stream of its own; the new one takes effect in the year before, too."""
    opened = play(
        lambda s: decisions.submit_draft(s, programme_id="torun-2026", limit_grosze=500, on=LAST, document="d")
    )
    assert figures(opened) == {"free": 500}
    assert P != "torun-2026"
