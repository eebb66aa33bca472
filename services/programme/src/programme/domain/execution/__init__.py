"""The execution of a programme year: notes that the yearly report is counted from, and the report once it is frozen.

    (notes of offers and their answers, contracts, settlements) --ProgrammeReportPublished--> reported

Notes are taken twice and in any order and end the same; changes of a contract are added, each once, as their postings
are. Money is not noted: the budget's accounts have it.
Invariant: a published report never changes; what is recorded later shows beside it.
Law: UDPP art. 5a(3): report by 31 May of the year after.
"""

from programme.domain.execution.events import (
    AreaFigures,
    ContractChangeNoted,
    ContractNoted,
    GrantSettlementNoted,
    OfferNotAwardedNoted,
    OfferNoted,
    OfferRejectionNoted,
    ProgrammeReportPublished,
    ReportDeadlineMissed,
)
from programme.domain.execution.state import ExecutionState, evolve
from shared.kernel.aggregate import Aggregate

EXECUTION = Aggregate("execution", ExecutionState(), evolve)

__all__ = [
    "EXECUTION",
    "AreaFigures",
    "ContractChangeNoted",
    "ContractNoted",
    "ExecutionState",
    "GrantSettlementNoted",
    "OfferNotAwardedNoted",
    "OfferNoted",
    "OfferRejectionNoted",
    "ProgrammeReportPublished",
    "ReportDeadlineMissed",
]
