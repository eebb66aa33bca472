"""Award: a promise of money, made in a conversation with programme (UDPP art. 15(2g)).

    (not proposed) --AwardProposed #1--> proposed --GrantAwarded #1--> awarded --AwardDeclined #1--> declined
                                            |                                                           |
                                            +--AwardRefused #1--> refused --AwardProposed #2--> ...  <--+

Programme answers each proposal once: FundsReserved or FundsRefused, with the proposal's number. A number that was
refused or declined is spent; a new proposal takes the next. Answers for other numbers are not ours and are ignored.
A reservation never expires by a clock: it ends only by a fact told from here, a declined award or a signed contract.
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
    propose_award,
    refuse_award,
    standing_award,
)
from grants.domain.award.events import AwardDeclined, AwardProposed, AwardRefused, GrantAwarded
from grants.domain.award.rules import (
    AwardAboveCallMaximum,
    AwardAboveCallShare,
    AwardAboveRequest,
    AwardAfterResolution,
    AwardBeforeDeadline,
    AwardBelowPassMark,
    AwardNeedsScore,
    AwardPaysTheWhole,
    Candidate,
)
from grants.domain.award.state import Awarded, AwardState, Declined, NotProposed, Proposed, Refused, evolve
from shared.kernel.aggregate import Aggregate

AWARD: Aggregate[AwardState] = Aggregate("award", NotProposed(), evolve)

__all__ = [
    "AWARD",
    "AwardAboveCallMaximum",
    "AwardAboveCallShare",
    "AwardAboveRequest",
    "AwardAfterResolution",
    "AwardAwaitsAnswer",
    "AwardBeforeDeadline",
    "AwardBelowPassMark",
    "AwardDeclined",
    "AwardNeedsScore",
    "AwardPaysTheWhole",
    "AwardProposed",
    "AwardRefused",
    "AwardStands",
    "AwardState",
    "AwardUnknown",
    "Awarded",
    "Candidate",
    "Declined",
    "DeclinedBeforeAward",
    "DeclinedInTheFuture",
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
    "propose_award",
    "refuse_award",
    "standing_award",
]
