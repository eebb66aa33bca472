"""A payment order: authorised payments that leave together for the bank. Stream key: the order id.

    (nothing) --PaymentOrderIssued--> issued

Promises: issued once; the SHA-256 in the fact is that of the file; the file is a pure function of the fact, so the same
bytes can be made again for ever. That each payment is authorised and in no other order is the payment's own rule.

Law: house rules; the file is ISO 20022 pain.001.001.09.
"""

from payments.domain.payment_order.decisions import (
    OrderIdTooLong,
    PaymentOrderDiffers,
    PaymentTwiceInOrder,
    issue_payment_order,
    stands_already,
)
from payments.domain.payment_order.events import OrderedPayment, PaymentOrderIssued
from payments.domain.payment_order.file import file_name, file_text, sha256_of
from payments.domain.payment_order.state import Issued, NotIssued, OrderState, evolve
from shared.kernel.aggregate import Aggregate

PAYMENT_ORDER: Aggregate[OrderState] = Aggregate("payment-order", NotIssued(), evolve)

__all__ = [
    "PAYMENT_ORDER",
    "Issued",
    "NotIssued",
    "OrderIdTooLong",
    "OrderState",
    "OrderedPayment",
    "PaymentOrderDiffers",
    "PaymentOrderIssued",
    "PaymentTwiceInOrder",
    "file_name",
    "file_text",
    "issue_payment_order",
    "sha256_of",
    "stands_already",
]
