"""Who may prepare, authorise and order a payment, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from payments.domain import payment as payments
from payments.domain.payment import (
    PAYMENT,
    ExecutionOutsideBudgetYear,
    FourEyesRequired,
    PaymentAlreadyAuthorised,
    PaymentAlreadyOrdered,
    PaymentAlreadyPrepared,
    PaymentNotAuthorised,
    PaymentNotPrepared,
    TrancheAlreadyPaid,
    payment_key,
)
from tests.payments.facts import ACCOUNT, AUTHORISED, ORDERED, PAID, PREPARED
from tests.support.scenario import Scenario

MAR_4 = date(2025, 3, 4)
UNORDERED = replace(PAID, ordered=False)
Decide = Callable[[Any], Sequence[object]]


def prepare(by: str = "p-clerk") -> Decide:
    return lambda state: payments.prepare_payment(
        state,
        grant_id="grant-1",
        programme_id="torun-2025",
        organisation_id="org-1",
        tranche_number=1,
        amount_grosze=2_000_000,
        bank_account=ACCOUNT,
        prepared_by=by,
    )


def authorise(by: str = "p-approver") -> Decide:
    return lambda state: payments.authorise_payment(state, grant_id="grant-1", tranche_number=1, authorised_by=by)


def order(order_id: str = "order-1", on: date = MAR_4) -> Decide:
    return lambda state: payments.order_payment(
        state, grant_id="grant-1", tranche_number=1, order_id=order_id, execute_on=on
    )


def pay(amount: int = 2_000_000) -> Decide:
    return lambda state: payments.witness_disbursement(
        state, grant_id="grant-1", tranche_number=1, amount_grosze=amount, value_on=MAR_4, statement_id="st-1"
    )


def test_a_payment_is_prepared_once() -> None:
    Scenario(PAYMENT).when(prepare()).then(PREPARED)


def test_nobody_else_prepares_a_prepared_payment() -> None:
    Scenario(PAYMENT).given(PREPARED).when(prepare("p-other")).refused(PaymentAlreadyPrepared)


def test_another_person_authorises() -> None:
    Scenario(PAYMENT).given(PREPARED).when(authorise()).then(AUTHORISED)


@pytest.mark.parametrize("history", [[PREPARED], [PREPARED, AUTHORISED], [PREPARED, AUTHORISED, ORDERED, PAID]])
def test_whoever_prepared_never_authorises(history: list[object]) -> None:
    refusal = Scenario(PAYMENT).given(*history).when(authorise("p-clerk")).refused(FourEyesRequired)
    assert (refusal.status, refusal.code) == (403, "four-eyes-required")
    assert "53, 54, 69" in refusal.article


def test_only_a_prepared_payment_is_authorised() -> None:
    Scenario(PAYMENT).when(authorise()).refused(PaymentNotPrepared)


def test_a_third_person_does_not_authorise_again() -> None:
    Scenario(PAYMENT).given(PREPARED, AUTHORISED).when(authorise("p-third")).refused(PaymentAlreadyAuthorised)


def test_an_authorised_payment_is_ordered() -> None:
    Scenario(PAYMENT).given(PREPARED, AUTHORISED).when(order()).then(ORDERED)


@pytest.mark.parametrize("history", [[], [PREPARED]])
def test_only_an_authorised_payment_is_ordered(history: list[object]) -> None:
    Scenario(PAYMENT).given(*history).when(order()).refused(PaymentNotAuthorised)


def test_a_payment_is_in_one_order_at_most() -> None:
    ordered = Scenario(PAYMENT).given(PREPARED, AUTHORISED, ORDERED)
    ordered.when(order("order-2")).refused(PaymentAlreadyOrdered)


@pytest.mark.parametrize(
    ("day", "within"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_an_order_is_executed_within_the_budget_year(day: date, within: bool) -> None:
    ordering = Scenario(PAYMENT).given(PREPARED, AUTHORISED).when(order(on=day))
    if within:
        ordering.then(replace(ORDERED, execute_on=day))
    else:
        assert ordering.refused(ExecutionOutsideBudgetYear).article == "UFP art. 221(3), 251, 263"


def test_the_bank_pays_what_was_ordered() -> None:
    Scenario(PAYMENT).given(PREPARED, AUTHORISED, ORDERED).when(pay()).then(PAID)


@pytest.mark.parametrize("history", [[], [PREPARED], [PREPARED, AUTHORISED]])
def test_the_bank_is_believed_and_it_is_noted_that_nobody_had_ordered(history: list[object]) -> None:
    Scenario(PAYMENT).given(*history).when(pay()).then(UNORDERED)


@pytest.mark.parametrize(
    ("history", "wish"),
    [([UNORDERED], prepare()), ([PREPARED, UNORDERED], authorise()), ([PREPARED, AUTHORISED, UNORDERED], order())],
)
def test_nothing_is_done_for_a_tranche_that_the_bank_has_paid(history: list[object], wish: Decide) -> None:
    Scenario(PAYMENT).given(*history).when(wish).refused(TrancheAlreadyPaid)


@pytest.mark.parametrize("wish", [prepare(), authorise(), order(), pay()])
def test_what_was_done_may_be_wished_again_after_payment(wish: Decide) -> None:
    Scenario(PAYMENT).given(PREPARED, AUTHORISED, ORDERED, PAID).when(wish).nothing_happens()


def test_two_payments_never_share_a_key() -> None:
    assert payment_key("grant-1", 12) == "grant-1:12"
    assert payment_key("grant-11", 2) != payment_key("grant-1", 12)
