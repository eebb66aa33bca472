"""Who may prepare, authorise and order a payment, and in which order."""

from datetime import date

from payments.domain.payment.events import (
    PaymentAuthorised,
    PaymentDisbursed,
    PaymentOrdered,
    PaymentPrepared,
    PaymentReversed,
)
from payments.domain.payment.state import Payment
from shared.kernel.ids import in_year
from shared.kernel.refusal import Refusal


class PaymentAlreadyPrepared(Refusal):
    rule = "A payment is prepared once."
    article = "UFP art. 44, 54"


class PaymentNotPrepared(Refusal):
    rule = "Only a prepared payment can be authorised."
    article = "UFP art. 54"


class FourEyesRequired(Refusal):
    rule = "Whoever prepared a payment never authorises it."
    article = "UFP art. 53, 54, 69"
    status = 403


class PaymentAlreadyAuthorised(Refusal):
    rule = "A payment is authorised once."
    article = "UFP art. 53, 54"


class PaymentNotAuthorised(Refusal):
    rule = "Only an authorised payment can be ordered."
    article = "UFP art. 53, 54, 69"


class PaymentAlreadyOrdered(Refusal):
    rule = "A payment is in one order at most."


class TrancheAlreadyPaid(Refusal):
    rule = "A tranche that the bank has paid is not paid again."
    article = "UFP art. 221(3)"


class PreparedOtherwise(Refusal):
    rule = "What is authorised and ordered is what the contract plans now; after an annex it is prepared anew."
    article = "UFP art. 44, 54"


class ExecutionOutsideBudgetYear(Refusal):
    rule = "A grant is paid within its budget year; on 31 December what is left lapses."
    article = "UFP art. 221(3), 251, 263"


def prepare_payment(
    state: Payment,
    *,
    grant_id: str,
    programme_id: str,
    organisation_id: str,
    tranche_number: int,
    amount_grosze: int,
    bank_account: str,
    prepared_by: str,
) -> list[PaymentPrepared]:
    """Prepare a planned tranche. Nothing happens when the same person prepared it already.

    After an annex an unordered payment is prepared anew, and authorised anew.

    Refuses: PaymentAlreadyPrepared, TrancheAlreadyPaid. Law: UFP art. 44, 54.
    """
    outdated = state.prepared is not None and state.prepared.amount_grosze != amount_grosze and not state.order_id
    if state.prepared and state.prepared.prepared_by == prepared_by and not outdated:
        return []
    if state.prepared and not outdated:
        raise PaymentAlreadyPrepared(f"tranche {tranche_number} of {grant_id} is prepared", field="tranche_number")
    _refuse_when_paid(state, grant_id, tranche_number)
    return [
        PaymentPrepared(
            grant_id=grant_id,
            programme_id=programme_id,
            organisation_id=organisation_id,
            tranche_number=tranche_number,
            amount_grosze=amount_grosze,
            bank_account=bank_account,
            prepared_by=prepared_by,
        )
    ]


def authorise_payment(
    state: Payment, *, grant_id: str, tranche_number: int, authorised_by: str
) -> list[PaymentAuthorised]:
    """Agree as the second person. Nothing happens when the same person has agreed already.

    Refuses: PaymentNotPrepared, FourEyesRequired, PaymentAlreadyAuthorised, TrancheAlreadyPaid.
    Law: UFP art. 53, 54, 69.
    """
    prepared = state.prepared
    if prepared is None:
        raise PaymentNotPrepared(f"tranche {tranche_number} of {grant_id} is not prepared", field="tranche_number")
    if authorised_by == prepared.prepared_by:
        raise FourEyesRequired(f"{authorised_by} prepared tranche {tranche_number} of {grant_id}")
    if state.authorised_by == authorised_by:
        return []
    if state.authorised_by:
        raise PaymentAlreadyAuthorised(f"tranche {tranche_number} of {grant_id} is authorised", field="tranche_number")
    _refuse_when_paid(state, grant_id, tranche_number)
    return [PaymentAuthorised(grant_id, prepared.programme_id, tranche_number, prepared.amount_grosze, authorised_by)]


def keep_to_plan(state: Payment, *, grant_id: str, tranche_number: int, planned_grosze: int) -> None:
    """What is authorised or ordered still has the contract's amount. Refuses: PreparedOtherwise."""
    if state.prepared and state.prepared.amount_grosze != planned_grosze:
        raise PreparedOtherwise(f"tranche {tranche_number} of {grant_id} has changed", field="tranche_number")


def order_payment(
    state: Payment, *, grant_id: str, tranche_number: int, order_id: str, execute_on: date
) -> list[PaymentOrdered]:
    """Put an authorised payment into an order. Nothing happens when it is in this order already.

    Refuses: PaymentNotAuthorised, PaymentAlreadyOrdered, TrancheAlreadyPaid, ExecutionOutsideBudgetYear.
    Law: UFP art. 221(3), 251, 263.
    """
    if state.order_id == order_id:
        return []
    if state.order_id:
        raise PaymentAlreadyOrdered(f"tranche {tranche_number} of {grant_id} is in {state.order_id}", field="payments")
    _refuse_when_paid(state, grant_id, tranche_number)
    if state.prepared is None or state.authorised_by is None:
        raise PaymentNotAuthorised(f"tranche {tranche_number} of {grant_id} is not authorised", field="payments")
    if not in_year(execute_on, state.prepared.programme_id):
        raise ExecutionOutsideBudgetYear(
            f"{execute_on} is outside the budget year of {state.prepared.programme_id}", field="execute_on"
        )
    return [PaymentOrdered(grant_id, tranche_number, order_id, execute_on)]


def witness_disbursement(
    state: Payment, *, grant_id: str, tranche_number: int, amount_grosze: int, value_on: date, statement_id: str
) -> list[PaymentDisbursed]:
    """Note that the bank paid it, ordered or not. Never refuses; a second time nothing happens."""
    if state.disbursed_on:
        return []
    ordered = state.order_id is not None
    return [PaymentDisbursed(grant_id, tranche_number, amount_grosze, value_on, statement_id, ordered)]


def witness_reversal(
    state: Payment, *, grant_id: str, tranche_number: int, value_on: date, statement_id: str
) -> list[PaymentReversed]:
    """Note that the other bank sent it back. Never refuses; nothing happens when it is not paid."""
    if not state.disbursed_on:
        return []
    return [PaymentReversed(grant_id, tranche_number, value_on, statement_id)]


def _refuse_when_paid(state: Payment, grant_id: str, tranche_number: int) -> None:
    if state.disbursed_on:
        raise TrancheAlreadyPaid(
            f"the bank paid tranche {tranche_number} of {grant_id} on {state.disbursed_on}", field="tranche_number"
        )
