"""What may be planned, how the bank is believed, and what a register may add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from payments.domain import tranche_plan as plans
from payments.domain.tranche_plan import (
    TRANCHE_PLAN,
    GrantHasNoContract,
    GrantIsUnderContract,
    GrantUnknown,
    PaymentsExceedGrant,
    PaymentUnderOtherProgramme,
    TranchesPlannedOtherwise,
    TrancheUnknown,
)
from tests.payments.facts import DISBURSED, NOTED, PLANNED, RETURNED, TAKEN_OVER
from tests.support.scenario import Scenario

MAR_4, DEC_8 = date(2025, 3, 4), date(2025, 12, 8)
Decide = Callable[[Any], Sequence[object]]


def plan(**changed: Any) -> Decide:
    terms = {field: getattr(PLANNED, field) for field in PLANNED.__dataclass_fields__} | changed
    return lambda state: plans.plan_tranches(state, **terms)


def note(**changed: Any) -> Decide:
    terms = {field: getattr(NOTED, field) for field in NOTED.__dataclass_fields__} | changed
    return lambda state: plans.note_from_register(state, **terms)


def debit(tranche: int, amount: int, *, line: int = 1, ordered: bool = True) -> Decide:
    return lambda state: plans.witness_debit(
        state,
        tranche_number=tranche,
        amount_grosze=amount,
        value_on=MAR_4,
        statement_id="st-1",
        line_number=line,
        ordered=ordered,
    )


def credit(amount: int) -> Decide:
    return lambda state: plans.witness_credit(
        state, amount_grosze=amount, value_on=DEC_8, statement_id="st-2", line_number=1
    )


def take_over(amount: int, *, grant: str = "row-1", programme: str = "torun-2018", payment: str = "row-1-p1") -> Decide:
    return lambda state: plans.take_over_payment(
        state,
        payment_id=payment,
        grant_id=grant,
        programme_id=programme,
        amount_grosze=amount,
        value_on=date(2018, 4, 1),
        evidence="register",
    )


def planned(grant: str, tranche: int) -> Decide:
    return lambda state: [plans.planned_payment(state, grant_id=grant, tranche_number=tranche)]


def test_a_signed_contract_is_planned_once() -> None:
    Scenario(TRANCHE_PLAN).when(plan()).then(PLANNED)


def test_the_same_contract_told_after_money_has_moved_changes_nothing() -> None:
    Scenario(TRANCHE_PLAN).given(PLANNED, DISBURSED).when(plan()).nothing_happens()


@pytest.mark.parametrize(
    "changed", [{"amount_grosze": 3_000_001}, {"bank_account": "1"}, {"tranches": ()}, {"contract_number": "2"}]
)
def test_another_plan_for_the_same_grant_is_for_a_person_to_look_at(changed: dict[str, Any]) -> None:
    Scenario(TRANCHE_PLAN).given(PLANNED).when(plan(**changed)).refused(TranchesPlannedOtherwise)


def test_a_grant_of_a_register_is_noted_once() -> None:
    Scenario(TRANCHE_PLAN).when(note()).then(NOTED)


def test_a_grant_noted_with_other_terms_is_for_a_person_to_look_at() -> None:
    Scenario(TRANCHE_PLAN).given(NOTED).when(note(amount_grosze=1)).refused(TranchesPlannedOtherwise)
    Scenario(TRANCHE_PLAN).given(PLANNED).when(note()).refused(TranchesPlannedOtherwise)
    Scenario(TRANCHE_PLAN).given(NOTED).when(plan()).refused(TranchesPlannedOtherwise)


def test_a_register_that_agrees_with_a_contract_in_every_figure_is_still_another_source() -> None:
    same = note(
        grant_id="grant-1",
        programme_id=PLANNED.programme_id,
        amount_grosze=PLANNED.amount_grosze,
        signed_on=PLANNED.signed_on,
    )
    Scenario(TRANCHE_PLAN).given(PLANNED).when(same).refused(TranchesPlannedOtherwise)


def test_what_was_known_first_of_a_grant_stays_known() -> None:
    paid = TRANCHE_PLAN.fold([PLANNED, DISBURSED])
    assert TRANCHE_PLAN.fold([NOTED, PLANNED], paid) == paid


def test_a_planned_tranche_is_paid_to_the_account_of_its_contract() -> None:
    (found,) = Scenario(TRANCHE_PLAN).given(PLANNED).when(planned("grant-1", 2)).decided()
    assert found == plans.PlannedPayment("torun-2025", "org-1", PLANNED.bank_account, 1_000_000)


def test_a_grant_that_is_not_known_yet_is_worth_another_try() -> None:
    refusal = Scenario(TRANCHE_PLAN).when(planned("grant-1", 1)).refused(GrantUnknown)
    assert (refusal.status, refusal.retryable, refusal.field) == (404, True, "grant_id")


def test_a_tranche_outside_the_plan_is_not_paid() -> None:
    refusal = Scenario(TRANCHE_PLAN).given(PLANNED).when(planned("grant-1", 3)).refused(TrancheUnknown)
    assert (refusal.status, refusal.retryable, refusal.field) == (404, False, "tranche_number")


def test_a_grant_of_a_register_has_no_contract_to_pay_from() -> None:
    Scenario(TRANCHE_PLAN).given(NOTED).when(planned("row-1", 1)).refused(GrantHasNoContract)


def test_a_debit_pays_its_tranche() -> None:
    Scenario(TRANCHE_PLAN).given(PLANNED).when(debit(1, 2_000_000)).then(DISBURSED)


def test_the_bank_is_believed_on_the_amount_and_without_an_order() -> None:
    unordered = replace(DISBURSED, amount_grosze=1_999_999, disbursed_total_grosze=1_999_999, ordered=False)
    Scenario(TRANCHE_PLAN).given(PLANNED).when(debit(1, 1_999_999, ordered=False)).then(unordered)


def test_totals_count_what_was_paid_before() -> None:
    second = replace(
        DISBURSED, tranche_number=2, amount_grosze=1_000_000, disbursed_total_grosze=3_000_000, line_number=2
    )
    Scenario(TRANCHE_PLAN).given(PLANNED, DISBURSED).when(debit(2, 1_000_000, line=2)).then(second)


def test_a_second_debit_of_a_tranche_fits_nothing() -> None:
    Scenario(TRANCHE_PLAN).given(PLANNED, DISBURSED).when(debit(1, 2_000_000)).nothing_happens()


def test_a_debit_of_an_unplanned_tranche_or_unknown_grant_fits_nothing() -> None:
    Scenario(TRANCHE_PLAN).given(PLANNED).when(debit(3, 1)).nothing_happens()
    Scenario(TRANCHE_PLAN).given(NOTED).when(debit(1, 1)).nothing_happens()
    Scenario(TRANCHE_PLAN).when(debit(1, 1)).nothing_happens()


def test_a_credit_gives_principal_back() -> None:
    Scenario(TRANCHE_PLAN).given(PLANNED, DISBURSED).when(credit(50_000)).then_each_time(RETURNED)


def test_more_may_come_back_than_was_paid_since_the_bank_is_believed() -> None:
    too_much = replace(
        RETURNED, amount_grosze=9_000_000, disbursed_total_grosze=2_000_000, returned_total_grosze=9_050_000
    )
    Scenario(TRANCHE_PLAN).given(PLANNED, DISBURSED, RETURNED).when(credit(9_000_000)).then_each_time(too_much)


def test_a_credit_on_a_grant_of_a_register_names_no_organisation() -> None:
    (fact,) = Scenario(TRANCHE_PLAN).given(NOTED, TAKEN_OVER).when(credit(1)).decided()
    assert (fact.organisation_id, fact.disbursed_total_grosze, fact.returned_total_grosze) == ("", 100_000, 1)


def test_a_credit_on_an_unknown_grant_fits_nothing() -> None:
    Scenario(TRANCHE_PLAN).when(credit(1)).nothing_happens()


def test_a_register_payment_counts_on_its_grant() -> None:
    Scenario(TRANCHE_PLAN).given(NOTED).when(take_over(100_000)).then_each_time(TAKEN_OVER)


def test_register_payments_may_use_up_the_grant_to_the_last_grosz() -> None:
    rest = replace(TAKEN_OVER, payment_id="row-1-p2", amount_grosze=150_000, disbursed_total_grosze=250_000)
    given = Scenario(TRANCHE_PLAN).given(NOTED, TAKEN_OVER)
    given.when(take_over(150_000, payment="row-1-p2")).then_each_time(rest)


def test_register_payments_never_pass_the_grant() -> None:
    refusal = Scenario(TRANCHE_PLAN).given(NOTED, TAKEN_OVER).when(take_over(150_001)).refused(PaymentsExceedGrant)
    assert (refusal.status, refusal.field, refusal.article) == (409, "amount_grosze", "UFP art. 221(3)")


def test_a_register_payment_waits_for_its_grant() -> None:
    assert Scenario(TRANCHE_PLAN).when(take_over(1)).refused(GrantUnknown).retryable


def test_a_register_payment_belongs_to_the_programme_of_its_grant() -> None:
    wrong = take_over(1, programme="torun-2019")
    Scenario(TRANCHE_PLAN).given(NOTED).when(wrong).refused(PaymentUnderOtherProgramme)


def test_a_grant_under_contract_takes_no_register_payment() -> None:
    Scenario(TRANCHE_PLAN).given(PLANNED).when(take_over(1, grant="grant-1")).refused(GrantIsUnderContract)
