"""Undertaking: a multi-year undertaking of the long-term forecast, and what contracts commit of it, year by year.

    (nothing) --CommitmentLimitSet--> allowed --MultiYearCommitmentMade--> committed --YearTrancheConfirmed--> confirmed
    committed or confirmed --YearAmountReduced--> allowed

A book of its own beside the budgets of the years: an entry's version is its number in it. Promises: no year is
committed above what the council allowed for it; an annual budget bears a year's part only when it is confirmed there,
with an entry in that year's journal in the same transaction; a contract runs for five years at most.

Law: UFP art. 226(3), 226(4), 228; UDPP art. 16(3). The posting table is shared.kernel.commitments.
"""

from programme.domain.undertaking.decisions import (
    CommitmentLimitExceeded,
    CommitmentTooLong,
    CommittedOtherwise,
    LimitBelowCommitments,
    NothingCommitted,
    YearNamedTwice,
    confirm_year,
    is_confirmed,
    make_commitment,
    reduce_year,
    set_limit,
)
from programme.domain.undertaking.events import CommitmentPosted
from programme.domain.undertaking.state import UndertakingState, evolve
from shared.kernel.aggregate import Aggregate

UNDERTAKING: Aggregate[UndertakingState] = Aggregate("undertaking", UndertakingState(), evolve)

__all__ = [
    "UNDERTAKING",
    "CommitmentLimitExceeded",
    "CommitmentPosted",
    "CommitmentTooLong",
    "CommittedOtherwise",
    "LimitBelowCommitments",
    "NothingCommitted",
    "UndertakingState",
    "YearNamedTwice",
    "confirm_year",
    "is_confirmed",
    "make_commitment",
    "reduce_year",
    "set_limit",
]
