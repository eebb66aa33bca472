"""The payment of one tranche. Stream key: "<grant id>:<tranche number>".

    (nothing) --PaymentPrepared--> prepared --PaymentAuthorised--> authorised --PaymentOrdered--> ordered
    any of them --PaymentDisbursed--> disbursed: the bank is believed, whatever came before
    disbursed --PaymentReversed--> (nothing): the other bank sent it back, and it begins anew

Promises: prepared once; authorised by somebody other than the one who prepared it; in one order at most; never
ordered for a day outside the budget year; nothing more once the bank has paid.

Law: UFP art. 44, 53, 54 and 69 (who may dispose of money), art. 221(3), 251 and 263 (use within the budget year).
"""

from payments.domain.payment.decisions import (
    ExecutionOutsideBudgetYear,
    FourEyesRequired,
    PaymentAlreadyAuthorised,
    PaymentAlreadyOrdered,
    PaymentAlreadyPrepared,
    PaymentNotAuthorised,
    PaymentNotPrepared,
    PreparedOtherwise,
    TrancheAlreadyPaid,
    authorise_payment,
    keep_to_plan,
    order_payment,
    prepare_payment,
    witness_disbursement,
    witness_reversal,
)
from payments.domain.payment.events import (
    PaymentAuthorised,
    PaymentDisbursed,
    PaymentOrdered,
    PaymentPrepared,
    PaymentReversed,
)
from payments.domain.payment.state import Payment, evolve
from shared.kernel.aggregate import Aggregate

PAYMENT: Aggregate[Payment] = Aggregate("payment", Payment(), evolve)


def payment_key(grant_id: str, tranche_number: int) -> str:
    """Neither part can hold a colon, so two payments never share a key."""
    return f"{grant_id}:{tranche_number}"


__all__ = [
    "PAYMENT",
    "ExecutionOutsideBudgetYear",
    "FourEyesRequired",
    "Payment",
    "PaymentAlreadyAuthorised",
    "PaymentAlreadyOrdered",
    "PaymentAlreadyPrepared",
    "PaymentAuthorised",
    "PaymentDisbursed",
    "PaymentNotAuthorised",
    "PaymentNotPrepared",
    "PaymentOrdered",
    "PaymentPrepared",
    "PaymentReversed",
    "PreparedOtherwise",
    "TrancheAlreadyPaid",
    "authorise_payment",
    "keep_to_plan",
    "order_payment",
    "payment_key",
    "prepare_payment",
    "witness_disbursement",
    "witness_reversal",
]
