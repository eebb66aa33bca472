"""How far a payment has come. Its stages add to one another, so one record holds them all."""

from dataclasses import dataclass, replace
from datetime import date

from payments.domain.payment.events import (
    PaymentAuthorised,
    PaymentDisbursed,
    PaymentOrdered,
    PaymentPrepared,
    PaymentReversed,
)


@dataclass(frozen=True, slots=True)
class Payment:
    """What has not happened yet is None."""

    prepared: PaymentPrepared | None = None
    authorised_by: str | None = None
    order_id: str | None = None
    disbursed_on: date | None = None


def evolve(state: Payment, event: object) -> Payment:
    match event:
        case PaymentPrepared():
            return replace(state, prepared=event, authorised_by=None)
        case PaymentAuthorised():
            return replace(state, authorised_by=event.authorised_by)
        case PaymentOrdered():
            return replace(state, order_id=event.order_id)
        case PaymentDisbursed():
            return replace(state, disbursed_on=event.value_on)
        case PaymentReversed():
            return Payment()
        case _:
            return state
