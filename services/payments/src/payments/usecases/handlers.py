"""Commands: read what is known, let the domain decide, take down what it says."""

from collections.abc import Callable
from datetime import date
from typing import Any

from payments.domain import payment as payments
from payments.domain import payment_order as orders
from payments.domain import register_row as rows
from payments.domain import tranche_plan as plans
from payments.domain.payment import PAYMENT, payment_key
from payments.domain.payment_order import PAYMENT_ORDER, OrderedPayment
from payments.domain.register_row import REGISTER_ROW
from payments.domain.tranche_plan import TRANCHE_PLAN
from shared.eventstore.desk import Desk


def prepare_payment(desk: Desk, *, grant_id: str, tranche_number: int) -> None:
    """The person who acts is the one who prepares."""
    planned = plans.planned_payment(
        desk.state(TRANCHE_PLAN, grant_id), grant_id=grant_id, tranche_number=tranche_number
    )
    key = payment_key(grant_id, tranche_number)
    prepared = payments.prepare_payment(
        desk.state(PAYMENT, key),
        grant_id=grant_id,
        programme_id=planned.programme_id,
        organisation_id=planned.organisation_id,
        tranche_number=tranche_number,
        amount_grosze=planned.amount_grosze,
        bank_account=planned.bank_account,
        prepared_by=desk.act.actor,
    )
    desk.record(PAYMENT, key, prepared)


def authorise_payment(desk: Desk, *, grant_id: str, tranche_number: int) -> None:
    """The person who acts is the one who authorises; on whose behalf makes no difference to four eyes."""
    key = _planned_as_prepared(desk, grant_id, tranche_number)
    authorised = payments.authorise_payment(
        desk.state(PAYMENT, key), grant_id=grant_id, tranche_number=tranche_number, authorised_by=desk.act.actor
    )
    desk.record(PAYMENT, key, authorised)


def issuing_from(*, debtor_name: str, debtor_account: str) -> Callable[..., None]:
    """The command that issues orders on this account: whose it is comes from the deployment, not from the caller."""

    def issue_payment_order(desk: Desk, *, order_id: str, execute_on: date, payments: list[dict[str, Any]]) -> None:
        """All payments of an order, or none."""
        wanted = [(payment["grant_id"], payment["tranche_number"]) for payment in payments]
        order = desk.state(PAYMENT_ORDER, order_id)
        if orders.stands_already(order, order_id=order_id, execute_on=execute_on, payments=wanted):
            return
        ordered = [_put_into_order(desk, order_id, execute_on, *place) for place in wanted]
        issued = orders.issue_payment_order(
            order,
            order_id=order_id,
            issued_at=desk.act.acted_at,
            execute_on=execute_on,
            debtor_name=debtor_name,
            debtor_account=debtor_account,
            payments=ordered,
        )
        desk.record(PAYMENT_ORDER, order_id, issued)

    return issue_payment_order


def take_over_payment(
    desk: Desk,
    *,
    payment_id: str,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    value_on: date,
    row_digest: str,
    evidence: str,
) -> None:
    """The row once, then the grant's total: a row that was taken before changes nothing."""
    taken = rows.take_row(
        desk.state(REGISTER_ROW, payment_id),
        payment_id=payment_id,
        grant_id=grant_id,
        programme_id=programme_id,
        amount_grosze=amount_grosze,
        value_on=value_on,
        row_digest=row_digest,
        evidence=evidence,
    )
    if not taken:
        return
    counted = plans.take_over_payment(
        desk.state(TRANCHE_PLAN, grant_id),
        payment_id=payment_id,
        grant_id=grant_id,
        programme_id=programme_id,
        amount_grosze=amount_grosze,
        value_on=value_on,
        evidence=evidence,
    )
    desk.record(REGISTER_ROW, payment_id, taken, effective_on=value_on)
    desk.record(TRANCHE_PLAN, grant_id, counted, effective_on=value_on)


def _put_into_order(desk: Desk, order_id: str, execute_on: date, grant_id: str, tranche_number: int) -> OrderedPayment:
    """Order one payment, and say how it stands in the file: with the amount and account that were prepared."""
    key = _planned_as_prepared(desk, grant_id, tranche_number)
    state = desk.state(PAYMENT, key)
    desk.record(
        PAYMENT,
        key,
        payments.order_payment(
            state, grant_id=grant_id, tranche_number=tranche_number, order_id=order_id, execute_on=execute_on
        ),
    )
    assert state.prepared is not None, "an ordered payment was prepared"
    return OrderedPayment(
        grant_id=grant_id,
        tranche_number=tranche_number,
        organisation_id=state.prepared.organisation_id,
        creditor_account=state.prepared.bank_account,
        amount_grosze=state.prepared.amount_grosze,
    )


def _planned_as_prepared(desk: Desk, grant_id: str, tranche_number: int) -> str:
    """The key of a payment that the contract still plans, and plans as it was prepared."""
    planned = plans.planned_payment(
        desk.state(TRANCHE_PLAN, grant_id), grant_id=grant_id, tranche_number=tranche_number
    )
    key = payment_key(grant_id, tranche_number)
    payments.keep_to_plan(
        desk.state(PAYMENT, key),
        grant_id=grant_id,
        tranche_number=tranche_number,
        planned_grosze=planned.amount_grosze,
    )
    return key
