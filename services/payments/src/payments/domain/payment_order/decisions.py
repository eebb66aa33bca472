"""When an order may be issued, and what it adds up to."""

from collections.abc import Sequence
from datetime import date, datetime

from payments.domain.payment_order.events import OrderedPayment, PaymentOrderIssued
from payments.domain.payment_order.file import FORMAT, file_text, sha256_of
from payments.domain.payment_order.state import NotIssued, OrderState
from shared.kernel.refusal import Refusal

# Max35Text: the longest message id that ISO 20022 allows.
ORDER_ID_LENGTH_MAX = 35


class PaymentOrderDiffers(Refusal):
    rule = "An order id names one order; another content needs another id."


class PaymentTwiceInOrder(Refusal):
    rule = "A payment is in an order once."


class OrderIdTooLong(Refusal):
    rule = "The order id is the message id of an ISO 20022 file, at most 35 characters."


def stands_already(state: OrderState, *, order_id: str, execute_on: date, payments: Sequence[tuple[str, int]]) -> bool:
    """True when the very same order was issued. Refuses: PaymentOrderDiffers."""
    if isinstance(state, NotIssued):
        return False
    if (state.execute_on, state.payments) != (execute_on, tuple(payments)):
        raise PaymentOrderDiffers(f"order {order_id} was issued with other payments or another day", field="order_id")
    return True


def issue_payment_order(
    state: OrderState,
    *,
    order_id: str,
    issued_at: datetime,
    execute_on: date,
    debtor_name: str,
    debtor_account: str,
    payments: Sequence[OrderedPayment],
) -> list[PaymentOrderIssued]:
    """Issue the order and fix the file's hash. Nothing happens when the same order stands, whenever it was issued.

    Refuses: PaymentOrderDiffers, OrderIdTooLong, PaymentTwiceInOrder.
    """
    places = [(payment.grant_id, payment.tranche_number) for payment in payments]
    if stands_already(state, order_id=order_id, execute_on=execute_on, payments=places):
        return []
    if len(order_id) > ORDER_ID_LENGTH_MAX:
        raise OrderIdTooLong(f"{order_id} has {len(order_id)} characters", field="order_id")
    if len(set(places)) != len(places):
        raise PaymentTwiceInOrder(f"order {order_id} names a payment twice", field="payments")
    text = file_text(
        order_id=order_id,
        issued_at=issued_at,
        execute_on=execute_on,
        debtor_name=debtor_name,
        debtor_account=debtor_account,
        payments=payments,
    )
    return [
        PaymentOrderIssued(
            order_id=order_id,
            issued_at=issued_at,
            execute_on=execute_on,
            debtor_name=debtor_name,
            debtor_account=debtor_account,
            payments=tuple(payments),
            total_grosze=sum(payment.amount_grosze for payment in payments),
            file_format=FORMAT,
            file_sha256=sha256_of(text),
        )
    ]
