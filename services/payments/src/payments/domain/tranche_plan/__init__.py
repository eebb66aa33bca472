"""The tranche plan of one grant, and what money has moved on it. Stream key: the grant id.

    (nothing) --TranchesPlanned---------> planned from a contract --TrancheDisbursed*, PrincipalReturned*-->
                                     PlanChanged*, TrancheCancelled*, DisbursementReversed*, PlanEnded
    (nothing) --GrantNotedFromRegister--> known from a register   --PaymentTakenOver*, PrincipalReturned*-->

Promises: a tranche is paid at most once, unless the bank sent the transfer back;
the totals carried by the facts are the sums of the facts before them, and
what a register says was paid never passes the grant.

The plan is the grant's cash account as the bank sees it: what is planned comes from grants, what has moved comes
from statements, which cannot be refused. Law: UFP art. 221(3), 251; UDPP art. 16.
"""

from payments.domain.tranche_plan.changes import (
    CancelledInTheFuture,
    PaidTrancheNotCancelled,
    TrancheOnItsWay,
    cancel_tranche,
    change_plan,
    end_plan,
    why_no_reversal,
    witness_reversal,
)
from payments.domain.tranche_plan.decisions import (
    ContractHasEnded,
    GrantHasNoContract,
    GrantIsUnderContract,
    GrantUnknown,
    PaymentsExceedGrant,
    PaymentUnderOtherProgramme,
    PlannedPayment,
    TranchesPlannedOtherwise,
    TrancheUnknown,
    has_moved,
    note_from_register,
    plan_of,
    plan_tranches,
    planned_payment,
    take_over_payment,
    why_no_credit,
    why_no_debit,
    witness_credit,
    witness_debit,
)
from payments.domain.tranche_plan.events import (
    DisbursementReversed,
    GrantNotedFromRegister,
    PaymentTakenOver,
    PlanChanged,
    PlanEnded,
    PlannedTranche,
    PrincipalReturned,
    TrancheCancelled,
    TrancheDisbursed,
    TranchesPlanned,
)
from payments.domain.tranche_plan.state import NoPlan, Plan, PlanState, evolve
from shared.kernel.aggregate import Aggregate

TRANCHE_PLAN: Aggregate[PlanState] = Aggregate("tranche-plan", NoPlan(), evolve)

__all__ = [
    "TRANCHE_PLAN",
    "CancelledInTheFuture",
    "ContractHasEnded",
    "DisbursementReversed",
    "GrantHasNoContract",
    "GrantIsUnderContract",
    "GrantNotedFromRegister",
    "GrantUnknown",
    "NoPlan",
    "PaidTrancheNotCancelled",
    "PaymentTakenOver",
    "PaymentUnderOtherProgramme",
    "PaymentsExceedGrant",
    "Plan",
    "PlanChanged",
    "PlanEnded",
    "PlanState",
    "PlannedPayment",
    "PlannedTranche",
    "PrincipalReturned",
    "TrancheCancelled",
    "TrancheDisbursed",
    "TrancheOnItsWay",
    "TrancheUnknown",
    "TranchesPlanned",
    "TranchesPlannedOtherwise",
    "cancel_tranche",
    "change_plan",
    "end_plan",
    "has_moved",
    "note_from_register",
    "plan_of",
    "plan_tranches",
    "planned_payment",
    "take_over_payment",
    "why_no_credit",
    "why_no_debit",
    "why_no_reversal",
    "witness_credit",
    "witness_debit",
    "witness_reversal",
]
