"""The refund claims of one grant, each with its number. Stream key: the grant id.

    (nothing) --ClaimEstablished--> open --ClaimPaid*, ReliefGranted*--> open, or nothing is left
    open --ClaimTimeBarred--> nothing is left

Promises: no more is claimed than was paid and has not come back; of money that comes in each grosz is principal or
interest of a claim, or in no claim; only principal is told to the budget, interest has its book here; whoever
established a claim never writes it off.

Law: UFP art. 60-67 (public-law dues, relief, limitation), 251, 252 (grounds, terms, from when interest runs); Tax
Ordinance art. 53-56, 63, 70 by UFP art. 67.
"""

from payments.domain.claim import refusals
from payments.domain.claim.decisions import (
    PaidGrant,
    establish_claim,
    grant_relief,
    mark_time_barred,
    pay_claims,
)
from payments.domain.claim.events import (
    ClaimedPart,
    ClaimEstablished,
    ClaimPaid,
    ClaimTimeBarred,
    ReliefGranted,
)
from payments.domain.claim.interest import charged
from payments.domain.claim.state import Claim, Claims, evolve, interest_on, less, principal_of
from shared.kernel.aggregate import Aggregate

CLAIMS: Aggregate[Claims] = Aggregate("claim", Claims(), evolve)

__all__ = [
    "CLAIMS",
    "Claim",
    "ClaimEstablished",
    "ClaimPaid",
    "ClaimTimeBarred",
    "ClaimedPart",
    "Claims",
    "PaidGrant",
    "ReliefGranted",
    "charged",
    "establish_claim",
    "grant_relief",
    "interest_on",
    "less",
    "mark_time_barred",
    "pay_claims",
    "principal_of",
    "refusals",
]
