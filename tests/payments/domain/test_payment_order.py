"""When an order may be issued, and what it adds up to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from payments.domain import payment_order as orders
from payments.domain.payment_order import (
    PAYMENT_ORDER,
    OrderedPayment,
    OrderIdTooLong,
    PaymentOrderDiffers,
    PaymentOrderIssued,
    PaymentTwiceInOrder,
)
from tests.payments.facts import DEBTOR_ACCOUNT, ORDER_LINE
from tests.support.scenario import Scenario

MAR_4 = date(2025, 3, 4)
SECOND = replace(ORDER_LINE, grant_id="grant-2", amount_grosze=7)


def issue(
    *lines: OrderedPayment, order_id: str = "order-1", on: date = MAR_4, hour: int = 9
) -> Callable[[Any], Sequence[object]]:
    return lambda state: orders.issue_payment_order(
        state,
        order_id=order_id,
        issued_at=datetime(2025, 3, 3, hour, 30, tzinfo=UTC),
        execute_on=on,
        debtor_name="Gmina",
        debtor_account=DEBTOR_ACCOUNT,
        payments=lines,
    )


def issued(*lines: OrderedPayment, **changed: Any) -> PaymentOrderIssued:
    (fact,) = Scenario(PAYMENT_ORDER).when(issue(*lines, **changed)).decided()
    assert isinstance(fact, PaymentOrderIssued)
    return fact


def test_an_order_adds_up_and_holds_the_hash_of_its_file() -> None:
    order = issued(ORDER_LINE, SECOND)
    text = orders.file_text(
        order_id="order-1",
        issued_at=order.issued_at,
        execute_on=MAR_4,
        debtor_name="Gmina",
        debtor_account=DEBTOR_ACCOUNT,
        payments=order.payments,
    )
    assert (order.total_grosze, order.payments) == (2_000_007, (ORDER_LINE, SECOND))
    assert (order.file_sha256, order.file_format) == (orders.sha256_of(text), "pain.001.001.09")
    Scenario(PAYMENT_ORDER).when(issue(ORDER_LINE, SECOND)).then(order)


def test_the_same_order_may_be_wished_again_at_another_hour() -> None:
    Scenario(PAYMENT_ORDER).given(issued(ORDER_LINE)).when(issue(ORDER_LINE, hour=17)).nothing_happens()


@pytest.mark.parametrize("other", [issue(ORDER_LINE, on=date(2025, 3, 5)), issue(SECOND), issue(ORDER_LINE, SECOND)])
def test_an_order_id_names_one_order(other: Callable[[Any], Sequence[object]]) -> None:
    Scenario(PAYMENT_ORDER).given(issued(ORDER_LINE)).when(other).refused(PaymentOrderDiffers)


def test_a_payment_is_in_an_order_once() -> None:
    Scenario(PAYMENT_ORDER).when(issue(ORDER_LINE, ORDER_LINE)).refused(PaymentTwiceInOrder)


def test_an_order_id_fits_the_banks_form() -> None:
    assert issued(ORDER_LINE, order_id="o" * 35).order_id == "o" * 35
    Scenario(PAYMENT_ORDER).when(issue(ORDER_LINE, order_id="o" * 36)).refused(OrderIdTooLong)
