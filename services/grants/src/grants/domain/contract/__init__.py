"""Contract: the deed (UDPP art. 16, UFP art. 221(3)), or a grant known only from a register.

    (unsigned) --ContractSigned--> signed
    signed     --AnnexSigned*, ContractTerminated--> signed with other terms, or ended
    (unsigned) --GrantTakenOver--> taken over

Promises: a contract rests on a standing award and is not above it; its tranches, numbered 1 to n, add up to it to the
grosz; each falls due in the budget year and not before signing, and the task ends in that year; it is signed once,
only while the year is in force with no cut pending (UDPP art. 13(5)), and not as of a day before the adoption or the
award. A grant taken over has no offer, score or approver: none is invented.
"""

from grants.domain.contract.changes import (
    AnnexAfterTask,
    AnnexBeforeContract,
    AnnexBelowPaid,
    ContractEnded,
    IncreaseNotHeld,
    IncreaseStillOpen,
    WithdrawnAfterPayment,
    has_ended,
    sign_annex,
    terminate_contract,
)
from grants.domain.contract.decisions import (
    AnotherBodyUnderTheSameId,
    ContractAlreadySigned,
    ContractUnknown,
    sign_contract,
    signed_contract,
    take_over_grant,
)
from grants.domain.contract.events import AnnexSigned, ContractSigned, ContractTerminated, GrantTakenOver, Tranche
from grants.domain.contract.rules import (
    ContractAboveAward,
    CutPending,
    Deed,
    SignedBeforeAdoption,
    SignedBeforeAward,
    SignedInTheFuture,
    TaskBeyondBudgetYear,
    TrancheBeforeSignature,
    TrancheOutsideBudgetYear,
    TranchesDoNotAddUp,
    TranchesMisnumbered,
    YearNotInForce,
)
from grants.domain.contract.state import ContractState, Signed, TakenOver, Unsigned, evolve
from shared.kernel.aggregate import Aggregate

CONTRACT: Aggregate[ContractState] = Aggregate("contract", Unsigned(), evolve)

__all__ = [
    "CONTRACT",
    "AnnexAfterTask",
    "AnnexBeforeContract",
    "AnnexBelowPaid",
    "AnnexSigned",
    "AnotherBodyUnderTheSameId",
    "ContractAboveAward",
    "ContractAlreadySigned",
    "ContractEnded",
    "ContractSigned",
    "ContractState",
    "ContractTerminated",
    "ContractUnknown",
    "CutPending",
    "Deed",
    "GrantTakenOver",
    "IncreaseNotHeld",
    "IncreaseStillOpen",
    "Signed",
    "SignedBeforeAdoption",
    "SignedBeforeAward",
    "SignedInTheFuture",
    "TakenOver",
    "TaskBeyondBudgetYear",
    "Tranche",
    "TrancheBeforeSignature",
    "TrancheOutsideBudgetYear",
    "TranchesDoNotAddUp",
    "TranchesMisnumbered",
    "Unsigned",
    "WithdrawnAfterPayment",
    "YearNotInForce",
    "has_ended",
    "sign_annex",
    "sign_contract",
    "signed_contract",
    "take_over_grant",
    "terminate_contract",
]
