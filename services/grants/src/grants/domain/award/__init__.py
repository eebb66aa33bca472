"""Award: a promise of money, made in a conversation with programme (UDPP art. 15(2g)).

    (not proposed) --AwardProposed #1--> proposed --GrantAwarded #1--> awarded --AwardDeclined #1--> declined
                                            |                                                           |
                                            +--AwardRefused #1--> refused --AwardProposed #2--> ...  <--+

AwardLapsed and AwardRevoked end an award as AwardDeclined does, by time or by the executive.
Programme answers each proposal once: FundsReserved or FundsRefused, with the proposal's number. A number that was
refused or declined is spent; a new proposal takes the next. Answers for other numbers are not ours and are ignored.
A reservation never expires by a clock: it ends only by a fact told from here, an award that ended or a signed contract.
Promises: no award without enough points, above the request, or above what the call gives; none declined before it
was made.
"""

from grants.domain.award.decisions import (
    AwardAwaitsAnswer,
    AwardStands,
    AwardUnknown,
    DeclinedBeforeAward,
    DeclinedInTheFuture,
    NoAwardStands,
    PromiseSigned,
    ReservationDiffersFromProposal,
    award_grant,
    day_of_award,
    decline_award,
    lapse_award,
    propose_award,
    refuse_award,
    revoke_award,
    standing_award,
)
from grants.domain.award.events import (
    AwardDeclined,
    AwardLapsed,
    AwardProposed,
    AwardRefused,
    AwardRevoked,
    GrantAwarded,
)
from grants.domain.award.rules import (
    AwardAboveCallMaximum,
    AwardAboveCallShare,
    AwardAboveRequest,
    AwardAfterAnswer,
    AwardAfterResolution,
    AwardBeforeDeadline,
    AwardBelowPassMark,
    AwardNeedsScore,
    AwardPaysTheWhole,
    Candidate,
)
from grants.domain.award.state import Awarded, AwardState, Declined, Ended, NotProposed, Proposed, Refused, evolve
from shared.kernel.aggregate import Aggregate

AWARD: Aggregate[AwardState] = Aggregate("award", NotProposed(), evolve)

__all__ = [
    "AWARD",
    "AwardAboveCallMaximum",
    "AwardAboveCallShare",
    "AwardAboveRequest",
    "AwardAfterAnswer",
    "AwardAfterResolution",
    "AwardAwaitsAnswer",
    "AwardBeforeDeadline",
    "AwardBelowPassMark",
    "AwardDeclined",
    "AwardLapsed",
    "AwardNeedsScore",
    "AwardPaysTheWhole",
    "AwardProposed",
    "AwardRefused",
    "AwardRevoked",
    "AwardStands",
    "AwardState",
    "AwardUnknown",
    "Awarded",
    "Candidate",
    "Declined",
    "DeclinedBeforeAward",
    "DeclinedInTheFuture",
    "Ended",
    "GrantAwarded",
    "NoAwardStands",
    "NotProposed",
    "PromiseSigned",
    "Proposed",
    "Refused",
    "ReservationDiffersFromProposal",
    "award_grant",
    "day_of_award",
    "decline_award",
    "lapse_award",
    "propose_award",
    "refuse_award",
    "revoke_award",
    "standing_award",
]
