"""Whether an order was issued, and with what."""

from dataclasses import dataclass
from datetime import date

from payments.domain.payment_order.events import PaymentOrderIssued


@dataclass(frozen=True, slots=True)
class NotIssued:
    """No order of this id."""


@dataclass(frozen=True, slots=True)
class Issued:
    """payments: (grant id, tranche number), in the file's order."""

    execute_on: date
    payments: tuple[tuple[str, int], ...]


OrderState = NotIssued | Issued


def evolve(state: OrderState, event: object) -> OrderState:
    match event:
        case PaymentOrderIssued():
            return Issued(
                execute_on=event.execute_on,
                payments=tuple((payment.grant_id, payment.tranche_number) for payment in event.payments),
            )
        case _:
            return state
