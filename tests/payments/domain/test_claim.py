"""Refund claims: what they rest on, how money is shared, who writes off, when time bars (UFP art. 60-67, 252)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.domain import claim
from payments.domain.claim import CLAIMS, ClaimedPart, ClaimPaid, Claims, PaidGrant, refusals
from tests.payments.facts import BARRED, CLAIM_PAID, ESTABLISHED, RELIEVED
from tests.support.scenario import Scenario

PAID = PaidGrant(
    grant_id="grant-1",
    programme_id="torun-2025",
    organisation_id="org-1",
    outstanding_grosze=3_000_000,
    disbursed_total_grosze=3_000_000,
    transfers={1: (2_000_000, date(2025, 3, 3)), 2: (1_000_000, date(2025, 7, 1))},
)
WISH: dict[str, Any] = {
    "claim_number": 1,
    "ground": "misused",
    "principal_grosze": 1_000_000,
    "tranches": [(1, 1_000_000)],
    "found_on": date(2025, 9, 1),
    "called_on": date(2025, 9, 3),
    "use_until": None,
    "document": "K.1.2025",
    "established_by": "p-clerk",
    "today": date(2025, 9, 3),
}
UNUSED = {**WISH, "ground": "unused", "tranches": [], "use_until": date(2025, 12, 31)}
OCT_15 = date(2025, 10, 15)


def establishing(**changes: Any):
    wish = {**WISH, **changes}
    paid = wish.pop("paid", PAID)
    return lambda state: claim.establish_claim(state, paid, **wish)


def paying(amount: int, on: date = OCT_15):
    return lambda state: claim.pay_claims(state, amount_grosze=amount, paid_on=on, statement_id="st-3", line_number=1)


def relieving(**changes: Any):
    decision: dict[str, Any] = {
        "grant_id": "grant-1",
        "claim_number": 1,
        "amount_grosze": 400_000,
        "decision_number": "D.7/2026",
        "granted_on": date(2026, 2, 2),
        "granted_by": "p-approver",
        "disbursed_total_grosze": 2_000_000,
        "today": date(2026, 2, 2),
    }
    return lambda state: claim.grant_relief(state, **{**decision, **changes})


def barring(**changes: Any):
    note: dict[str, Any] = {
        "grant_id": "grant-1",
        "claim_number": 1,
        "barred_on": date(2031, 1, 1),
        "document": "N.1.2031",
        "barred_by": "p-approver",
        "disbursed_total_grosze": 2_000_000,
        "today": date(2031, 1, 2),
    }
    return lambda state: claim.mark_time_barred(state, **{**note, **changes})


def test_misused_money_is_claimed_of_its_tranche_within_15_days_of_the_finding():
    Scenario(CLAIMS).when(establishing()).then(ESTABLISHED)


def test_the_same_claim_said_again_by_another_person_does_nothing():
    Scenario(CLAIMS).given(ESTABLISHED).when(establishing(established_by="p-other")).nothing_happens()


def test_a_number_names_one_claim():
    Scenario(CLAIMS).given(ESTABLISHED).when(establishing(document="K.2.2025")).refused(
        refusals.ClaimEstablishedOtherwise
    )


@pytest.mark.parametrize(
    ("changes", "due_on"),
    [
        ({**UNUSED, "use_until": date(2025, 12, 31)}, date(2026, 2, 2)),  # 31 January 2026 is a Saturday
        ({**UNUSED, "use_until": date(2025, 8, 31)}, date(2025, 9, 15)),
        ({"ground": "excess", "tranches": []}, date(2025, 9, 16)),
        ({"ground": "undue", "tranches": [(2, 1_000_000)], "found_on": date(2025, 8, 31)}, date(2025, 9, 15)),
    ],
    ids=["unused for the year", "unused before the year ended", "excess", "undue"],
)
def test_interest_runs_from_the_day_after_the_last_day_for_giving_back(changes, due_on):
    (established,) = Scenario(CLAIMS).when(establishing(**changes)).decided()
    assert established.due_on == due_on
    assert [part.interest_from for part in established.parts] == [due_on + timedelta(days=1)]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"tranches": []}, refusals.MisuseNamesNoTranche),
        ({"tranches": [(1, 999_999)]}, refusals.PartsDoNotAddUp),
        ({"tranches": [(1, 500_000), (1, 500_000)]}, refusals.PartsDoNotAddUp),
        ({"tranches": [(3, 1_000_000)]}, refusals.TrancheNotPaid),
        ({"principal_grosze": 1_000_001, "tranches": [(2, 1_000_001)]}, refusals.TrancheNotPaid),
        ({"paid": replace(PAID, outstanding_grosze=999_999)}, refusals.ClaimAbovePaid),
        ({**UNUSED, "use_until": None}, refusals.NoTermOfUse),
        ({**UNUSED, "use_until": date(2026, 1, 15)}, refusals.NoTermOfUse),
        ({"called_on": date(2025, 8, 31)}, refusals.DaysOutOfOrder),
        ({"called_on": date(2025, 9, 4)}, refusals.DaysOutOfOrder),
        ({"paid": replace(PAID, transfers={1: (2_000_000, date(2014, 10, 8))})}, refusals.RateNotKnown),
    ],
)
def test_what_a_claim_cannot_rest_on_is_refused(changes, kind):
    Scenario(CLAIMS).when(establishing(**changes)).refused(kind)


def test_no_more_is_claimed_than_is_in_no_other_claim_and_was_not_written_off():
    second = {**WISH, "claim_number": 2, "ground": "undue", "tranches": [], "principal_grosze": 2_300_000}
    second["paid"] = replace(PAID, outstanding_grosze=2_700_000)  # 300 000 came back on the first
    history = Scenario(CLAIMS).given(ESTABLISHED, CLAIM_PAID, RELIEVED)
    history.when(establishing(**second)).refused(refusals.ClaimAbovePaid)
    assert history.when(establishing(**{**second, "principal_grosze": 2_000_000})).decided()


def test_a_part_payment_is_split_in_proportion_and_the_rest_goes_on_bearing_interest():
    # 10 000.00 bears 836.575 on 15 October: 3 250.97 is 3 000.00 and 250.97
    state = CLAIMS.fold([ESTABLISHED])
    (first,) = paying(325_097)(state)
    assert first == CLAIM_PAID
    # 7 000.00 left bear 585.60, charged as 586.00
    (second,) = paying(758_600)(CLAIMS.fold([first], state))
    assert (second.principal_grosze, second.interest_grosze) == (700_000, 58_600)


def test_what_is_more_than_the_claims_is_in_no_claim():
    (paid,) = paying(5_000_000)(CLAIMS.fold([ESTABLISHED]))
    assert (paid.principal_grosze, paid.interest_grosze) == (1_000_000, 83_700)


def test_misuse_over_two_tranches_bears_interest_from_two_days():
    # 5 000.00 since 3 March is 418.29, 5 000.00 since 1 July (2 d at 13.5 %, 63 at 13, 35 at 12.5, 7 at 12) is 187.33
    two = establishing(tranches=[(1, 500_000), (2, 500_000)])
    established = CLAIMS.fold(two(CLAIMS.initial))
    (paid,) = paying(1_060_600)(established)
    assert (paid.principal_grosze, paid.interest_grosze) == (1_000_000, 60_600)


def test_what_was_given_back_in_time_bears_no_interest():
    unused = CLAIMS.fold(establishing(**UNUSED)(CLAIMS.initial))
    (paid,) = paying(400_000, date(2026, 2, 2))(unused)
    assert (paid.principal_grosze, paid.interest_grosze) == (400_000, 0)


def test_the_claim_that_was_due_first_is_paid_first():
    later = establishing(claim_number=1, ground="excess", tranches=[], principal_grosze=200_000)
    sooner = establishing(
        claim_number=2, ground="excess", tranches=[], principal_grosze=100_000, found_on=date(2025, 8, 1)
    )
    state = CLAIMS.fold(later(CLAIMS.initial))
    state = CLAIMS.fold(sooner(state), state)
    paid = paying(150_000, date(2025, 8, 18))(state)
    assert [(one.claim_number, one.principal_grosze) for one in paid] == [(2, 100_000), (1, 50_000)]


def test_relief_writes_off_a_part_once():
    Scenario(CLAIMS).given(ESTABLISHED, CLAIM_PAID).when(relieving()).then(RELIEVED)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"claim_number": 2}, refusals.ClaimUnknown),
        ({"amount_grosze": 700_001}, refusals.ReliefAboveClaim),
        ({"granted_by": "p-clerk"}, refusals.SecondPersonRequired),
        ({"granted_on": date(2025, 9, 2)}, refusals.DaysOutOfOrder),
        ({"granted_on": date(2026, 2, 3)}, refusals.DaysOutOfOrder),
    ],
)
def test_relief_that_is_refused(changes, kind):
    Scenario(CLAIMS).given(ESTABLISHED, CLAIM_PAID).when(relieving(**changes)).refused(kind)


def test_a_decision_on_relief_has_one_amount():
    history = Scenario(CLAIMS).given(ESTABLISHED, CLAIM_PAID, RELIEVED)
    history.when(relieving(amount_grosze=1)).refused(refusals.DecisionTakenAlready)


def test_what_is_left_is_time_barred_five_years_after_the_end_of_the_year_in_which_it_was_due():
    history = Scenario(CLAIMS).given(ESTABLISHED, CLAIM_PAID, RELIEVED)
    history.when(barring(barred_on=date(2030, 12, 31))).refused(refusals.LimitationNotPassed)
    history.when(barring()).then(BARRED)


@pytest.mark.parametrize(
    ("given_more", "changes", "kind"),
    [
        ([], {"barred_by": "p-clerk"}, refusals.SecondPersonRequired),
        ([], {"barred_on": date(2031, 1, 3)}, refusals.DaysOutOfOrder),
        ([replace(RELIEVED, amount_grosze=700_000)], {}, refusals.NothingLeftOfClaim),
    ],
)
def test_a_time_bar_that_is_refused(given_more, changes, kind):
    Scenario(CLAIMS).given(ESTABLISHED, CLAIM_PAID, *given_more).when(barring(**changes)).refused(kind)


def test_nothing_is_paid_on_what_was_written_off():
    state = CLAIMS.fold([ESTABLISHED, CLAIM_PAID, RELIEVED, BARRED])
    assert paying(100_000, date(2031, 2, 1))(state) == []
    assert state.held_grosze == 700_000


days = st.integers(0, 2500).map(lambda n: date(2025, 3, 3) + timedelta(days=n))
parts = st.lists(st.builds(ClaimedPart, st.none(), st.integers(1, 10**7), days), min_size=1, max_size=4)


@given(all_parts=st.lists(parts, min_size=1, max_size=3), payments=st.lists(st.tuples(st.integers(1, 10**7), days)))
def test_every_grosz_that_comes_in_is_principal_or_interest_or_in_no_claim_and_no_claim_is_paid_twice(
    all_parts, payments
):
    state: Claims = CLAIMS.initial
    for number, some in enumerate(all_parts, start=1):
        principal = claim.principal_of(some)
        one = replace(ESTABLISHED, claim_number=number, principal_grosze=principal, parts=tuple(some))
        state = CLAIMS.fold([one], state)
    for amount, on in payments:
        before = state.held_grosze
        paid: list[ClaimPaid] = paying(amount, on)(state)
        state = CLAIMS.fold(paid, state)
        principal = sum(one.principal_grosze for one in paid)
        assert principal + sum(one.interest_grosze for one in paid) <= amount
        assert all(one.principal_grosze > 0 and one.interest_grosze >= 0 for one in paid)
        assert state.held_grosze == before - principal >= 0
        assert state.held_grosze == 0 or principal + sum(one.interest_grosze for one in paid) == amount
