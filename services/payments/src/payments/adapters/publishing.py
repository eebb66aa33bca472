"""What outsiders are told, on purpose: payments authorised, every movement of money, what was written off.

Which facts are told is this table's choice; which of their fields, the wire shape's: it takes those that it declares
and leaves the others here. Kept in the house: who prepared and who authorised, accounts, orders, claims that are open
and their interest, and what the bank wrote in a line.
"""

from typing import Any

from payments.domain.bank_year import StatementsConfirmed
from payments.domain.claim import ClaimTimeBarred, ReliefGranted
from payments.domain.payment import PaymentAuthorised
from payments.domain.statement import StatementLineUnmatched
from payments.domain.tranche_plan import (
    DisbursementReversed,
    PaymentTakenOver,
    PrincipalReturned,
    TrancheCancelled,
    TrancheDisbursed,
)
from shared.kernel.canonical import plain
from shared.messages import payments_changes_v1, payments_claims_v1, payments_v1
from shared.messages.fields import Fact

TOLD: dict[type, type[Fact]] = {
    PaymentAuthorised: payments_v1.PaymentAuthorised,
    TrancheDisbursed: payments_v1.FundsDisbursed,
    PrincipalReturned: payments_v1.FundsReturned,
    TrancheCancelled: payments_changes_v1.TrancheCancelled,
    DisbursementReversed: payments_changes_v1.DisbursementReversed,
    ReliefGranted: payments_claims_v1.ReliefGranted,
    ClaimTimeBarred: payments_claims_v1.ClaimTimeBarred,
    StatementsConfirmed: payments_v1.StatementsComplete,
    StatementLineUnmatched: payments_v1.StatementLineUnmatched,
    PaymentTakenOver: payments_v1.PaymentTakenOver,
}


def publish(event: Any, *, key: str) -> Fact | None:
    """The wire fact that tells outsiders of an event; None where it is our own affair."""
    shape = TOLD.get(type(event))
    return shape.model_validate(plain(event)) if shape else None
