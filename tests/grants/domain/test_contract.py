"""UDPP art. 13(5), 16 and UFP art. 221(3): what a deed must keep to; grants known from a register only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from grants.domain.contract import (
    CONTRACT,
    AnotherBodyUnderTheSameId,
    ContractAboveAward,
    ContractAlreadySigned,
    ContractUnknown,
    CutPending,
    SignedBeforeAdoption,
    SignedBeforeAward,
    SignedInTheFuture,
    TaskBeyondBudgetYear,
    Tranche,
    TrancheBeforeSignature,
    TrancheOutsideBudgetYear,
    TranchesDoNotAddUp,
    TranchesMisnumbered,
    YearNotInForce,
    sign_contract,
    signed_contract,
    take_over_grant,
)
from shared.kernel.refusal import Refusal
from shared.kernel.texts import TextRef
from tests.grants.facts import ACCOUNT, CONTRACT_SIGNED, GRANT_TAKEN_OVER, TRANCHES
from tests.support.scenario import Scenario

SIGN = partial(
    sign_contract,
    grant_id="grant-1",
    programme_id="torun-2025",
    call_id="call-1",
    organisation_id="club-1",
    contract_number="WSiR.17/2025",
    amount_grosze=3_000_000,
    awarded_grosze=3_000_000,
    awarded_on=date(2025, 1, 20),
    signed_on=date(2025, 1, 31),
    bank_account=ACCOUNT,
    tranches=TRANCHES,
    task_until=date(2025, 6, 30),
    year_in_force=True,
    cut_pending_grosze=0,
    adopted_on=date(2024, 12, 19),
    today=date(2025, 1, 31),
)
TAKE_OVER = partial(
    take_over_grant,
    grant_id="row-1",
    programme_id="dept-2018",
    line_id="register.register.900-90095-2360",
    organisation_name=GRANT_TAKEN_OVER.organisation_name,
    purpose=GRANT_TAKEN_OVER.purpose,
    amount_grosze=250_000,
    signed_on=date(2018, 4, 3),
    row_digest="ab" * 32,
    evidence="register",
    offer_known=False,
)


def one_tranche(amount_grosze: int, due_on: date, number: int = 1) -> list[Tranche]:
    return [Tranche(number, amount_grosze, due_on)]


def test_a_contract_is_signed_once() -> None:
    Scenario(CONTRACT).when(SIGN).then(CONTRACT_SIGNED)


def test_tranches_are_told_in_order_whatever_the_order_they_came_in() -> None:
    Scenario(CONTRACT).when(partial(SIGN, tranches=TRANCHES[::-1])).then(CONTRACT_SIGNED)


def test_the_same_contract_again_changes_nothing_even_when_a_cut_came_since() -> None:
    Scenario(CONTRACT).given(CONTRACT_SIGNED).when(partial(SIGN, cut_pending_grosze=1)).nothing_happens()


def test_other_terms_need_an_annex() -> None:
    other = partial(SIGN, contract_number="WSiR.18/2025")
    Scenario(CONTRACT).given(CONTRACT_SIGNED).when(other).refused(ContractAlreadySigned)


@pytest.mark.parametrize(
    ("change", "broken", "retryable"),
    [
        ({"year_in_force": False}, YearNotInForce, True),
        ({"cut_pending_grosze": 1}, CutPending, True),
        ({"today": date(2025, 1, 30)}, SignedInTheFuture, False),
        ({"signed_on": date(1999, 1, 1)}, SignedBeforeAdoption, False),
        ({"adopted_on": date(2025, 2, 1)}, SignedBeforeAdoption, False),
        ({"awarded_on": date(2025, 2, 1)}, SignedBeforeAward, False),
        ({"adopted_on": None, "signed_on": date(1999, 1, 1)}, SignedBeforeAward, False),
        ({"task_until": date(2026, 1, 1)}, TaskBeyondBudgetYear, False),
        ({"awarded_grosze": 2_999_999}, ContractAboveAward, False),
        ({"tranches": one_tranche(2_999_999, date(2025, 2, 1))}, TranchesDoNotAddUp, False),
        ({"tranches": one_tranche(3_000_001, date(2025, 2, 1))}, TranchesDoNotAddUp, False),
        ({"tranches": one_tranche(3_000_000, date(2025, 2, 1), number=2)}, TranchesMisnumbered, False),
        ({"tranches": [TRANCHES[0], replace(TRANCHES[1], number=1)]}, TranchesMisnumbered, False),
        ({"tranches": one_tranche(3_000_000, date(2025, 1, 30))}, TrancheBeforeSignature, False),
        ({"tranches": one_tranche(3_000_000, date(2026, 1, 1))}, TrancheOutsideBudgetYear, False),
    ],
)
def test_a_deed_keeps_to_award_tranches_and_year(
    change: dict[str, object], broken: type[Refusal], retryable: bool
) -> None:
    refusal = Scenario(CONTRACT).when(partial(SIGN, **change)).refused(broken)
    assert refusal.retryable is retryable


@pytest.mark.parametrize("due_on", [date(2025, 1, 31), date(2025, 12, 31)])
def test_a_tranche_may_fall_due_on_the_day_of_signing_and_on_new_years_eve(due_on: date) -> None:
    tranches = one_tranche(3_000_000, due_on)
    Scenario(CONTRACT).when(partial(SIGN, tranches=tranches)).then(replace(CONTRACT_SIGNED, tranches=tuple(tranches)))


@pytest.mark.parametrize(
    "change",
    [
        {"adopted_on": date(2025, 1, 31)},
        {"awarded_on": date(2025, 1, 31)},
        {"adopted_on": None, "awarded_on": None},
    ],
)
def test_a_contract_may_be_signed_on_the_day_of_adoption_or_award_and_where_their_days_were_not_kept(
    change: dict[str, object],
) -> None:
    Scenario(CONTRACT).when(partial(SIGN, **change)).then(CONTRACT_SIGNED)


def test_a_task_may_end_on_new_years_eve() -> None:
    last_day = date(2025, 12, 31)
    Scenario(CONTRACT).when(partial(SIGN, task_until=last_day)).then(replace(CONTRACT_SIGNED, task_until=last_day))


def test_a_contract_may_be_below_its_award() -> None:
    Scenario(CONTRACT).when(partial(SIGN, awarded_grosze=3_500_000)).then(CONTRACT_SIGNED)


def test_a_grant_is_taken_over_once() -> None:
    Scenario(CONTRACT).when(TAKE_OVER).then(GRANT_TAKEN_OVER)


def test_the_same_row_again_changes_nothing_although_its_texts_are_kept_anew() -> None:
    again = partial(TAKE_OVER, purpose=TextRef("other", "8" * 64), organisation_name=TextRef("more", "8" * 64))
    Scenario(CONTRACT).given(GRANT_TAKEN_OVER).when(again).nothing_happens()


@pytest.mark.parametrize(
    "change",
    [
        {"programme_id": "dept-2019"},
        {"amount_grosze": 250_001},
        {"signed_on": date(2018, 4, 4)},
        {"row_digest": "cd" * 32},
        {"line_id": "register.register.900-90095-2820"},
    ],
)
def test_another_row_under_the_same_id_is_refused(change: dict[str, object]) -> None:
    other = partial(TAKE_OVER, **change)
    Scenario(CONTRACT).given(GRANT_TAKEN_OVER).when(other).refused(AnotherBodyUnderTheSameId)


def test_a_grant_of_our_own_is_not_taken_over() -> None:
    Scenario(CONTRACT).when(partial(TAKE_OVER, offer_known=True)).refused(AnotherBodyUnderTheSameId)
    Scenario(CONTRACT).given(CONTRACT_SIGNED).when(TAKE_OVER).refused(AnotherBodyUnderTheSameId)


def test_a_grant_taken_over_has_no_contract_of_ours() -> None:
    Scenario(CONTRACT).given(GRANT_TAKEN_OVER).when(SIGN).refused(ContractAlreadySigned)
    with pytest.raises(ContractUnknown):
        signed_contract(CONTRACT.fold([GRANT_TAKEN_OVER]), grant_id="row-1")
