"""Stored names of payments' facts. A name is for ever; a new shape gets a new version and an upcaster from the old."""

from typing import Any

from payments.domain.bank_year import StatementsConfirmed
from payments.domain.claim import ClaimEstablished, ClaimPaid, ClaimTimeBarred, ReliefGranted
from payments.domain.payment import (
    PaymentAuthorised,
    PaymentDisbursed,
    PaymentOrdered,
    PaymentPrepared,
    PaymentReversed,
)
from payments.domain.payment_order import PaymentOrderIssued
from payments.domain.register_row import RegisterRowTaken
from payments.domain.statement import NOT_TOLD, StatementLineUnmatched, StatementRecorded
from payments.domain.tranche_plan import (
    DisbursementReversed,
    GrantNotedFromRegister,
    PaymentTakenOver,
    PlanChanged,
    PlanEnded,
    PrincipalReturned,
    TrancheCancelled,
    TrancheDisbursed,
    TranchesPlanned,
)
from shared.eventstore.codec import Codec


def _without_body_digest(data: dict[str, Any]) -> dict[str, Any]:
    """The first version's digest covered what the bank wrote; it is not read any more."""
    return {**{name: value for name, value in data.items() if name != "body_sha256"}, "frame_sha256": ""}


CODEC = Codec(
    {
        "tranche-plan.tranches-planned.v1": TranchesPlanned,
        "tranche-plan.grant-noted-from-register.v1": GrantNotedFromRegister,
        "tranche-plan.tranche-disbursed.v1": TrancheDisbursed,
        "tranche-plan.principal-returned.v1": PrincipalReturned,
        "tranche-plan.payment-taken-over.v1": PaymentTakenOver,
        "tranche-plan.plan-changed.v1": PlanChanged,
        "tranche-plan.plan-ended.v1": PlanEnded,
        "tranche-plan.tranche-cancelled.v1": TrancheCancelled,
        "tranche-plan.disbursement-reversed.v1": DisbursementReversed,
        "claim.claim-established.v1": ClaimEstablished,
        "claim.claim-paid.v1": ClaimPaid,
        "claim.relief-granted.v1": ReliefGranted,
        "claim.claim-time-barred.v1": ClaimTimeBarred,
        "payment.payment-reversed.v1": PaymentReversed,
        "payment.payment-prepared.v1": PaymentPrepared,
        "payment.payment-authorised.v1": PaymentAuthorised,
        "payment.payment-ordered.v1": PaymentOrdered,
        "payment.payment-disbursed.v1": PaymentDisbursed,
        "payment-order.payment-order-issued.v1": PaymentOrderIssued,
        "statement.statement-recorded.v2": StatementRecorded,
        "statement.statement-line-unmatched.v2": StatementLineUnmatched,
        "bank-year.statements-confirmed.v1": StatementsConfirmed,
        "register-row.register-row-taken.v1": RegisterRowTaken,
    },
    upcasters={
        "statement.statement-recorded.v1": ("statement.statement-recorded.v2", _without_body_digest),
        "statement.statement-line-unmatched.v1": (
            "statement.statement-line-unmatched.v2",
            lambda data: {**data, "reason": NOT_TOLD},
        ),
    },
)
