"""Offer: what an organisation asks for in a call (UDPP art. 14, 15).

    (absent) --OfferSubmitted--> submitted --OfferFormallyAccepted--> accepted --OfferScored--> scored
                                     |
                                     +------OfferFormallyRejected--> rejected
    submitted (withdrawn), accepted (withdrawn) or scored --OfferNotAwarded--> not awarded

Promises: an offer keeps to its call's announcement (art. 13(2)) and comes in time (art. 13(1)); its task ends in the
budget year (UFP art. 221(3)); it is checked before it is scored (art. 15(1)); it is checked once and scored once;
one that was decided against is not awarded. Amounts are integer grosze, shares whole percents.
"""

from grants.domain.offer.decisions import (
    AnotherOfferUnderTheSameId,
    DefectWithoutRejection,
    GrantIdTakenOver,
    OfferAlreadyChecked,
    OfferAlreadyDecided,
    OfferAlreadyScored,
    OfferUnknown,
    RejectionWithoutDefect,
    ScoreNeedsFormalAcceptance,
    check_offer,
    points_of,
    score_offer,
    submit_offer,
    submitted_offer,
)
from grants.domain.offer.events import (
    OfferFormallyAccepted,
    OfferFormallyRejected,
    OfferNotAwarded,
    OfferScored,
    OfferSubmitted,
)
from grants.domain.offer.not_awarding import (
    AwardedOfferDecided,
    DecidedBeforeDeadline,
    DecidedBeforeScore,
    DecidedInTheFuture,
    PassMarkReached,
    ProposalAwaitsAnswer,
    RejectedOfferDecided,
    Standing,
    decide_not_to_award,
)
from grants.domain.offer.rules import (
    Announcement,
    CallAlreadyResolved,
    CallNotOpenYet,
    OfferDeadlinePassed,
    RequestAboveCallMaximum,
    RequestAboveCallShare,
    RequestAboveTotalCost,
    RequestBelowCallMinimum,
    SupportPaysTheWhole,
    TaskBeyondProgrammeYear,
    TaskEndsBeforeItBegins,
    TaskOutsideCallTime,
)
from grants.domain.offer.state import Absent, Accepted, NotAwarded, OfferState, Rejected, Scored, Submitted, evolve
from shared.kernel.aggregate import Aggregate

OFFER: Aggregate[OfferState] = Aggregate("offer", Absent(), evolve)

__all__ = [
    "OFFER",
    "Absent",
    "Accepted",
    "Announcement",
    "AnotherOfferUnderTheSameId",
    "AwardedOfferDecided",
    "CallAlreadyResolved",
    "CallNotOpenYet",
    "DecidedBeforeDeadline",
    "DecidedBeforeScore",
    "DecidedInTheFuture",
    "DefectWithoutRejection",
    "GrantIdTakenOver",
    "NotAwarded",
    "OfferAlreadyChecked",
    "OfferAlreadyDecided",
    "OfferAlreadyScored",
    "OfferDeadlinePassed",
    "OfferFormallyAccepted",
    "OfferFormallyRejected",
    "OfferNotAwarded",
    "OfferScored",
    "OfferState",
    "OfferSubmitted",
    "OfferUnknown",
    "PassMarkReached",
    "ProposalAwaitsAnswer",
    "Rejected",
    "RejectedOfferDecided",
    "RejectionWithoutDefect",
    "RequestAboveCallMaximum",
    "RequestAboveCallShare",
    "RequestAboveTotalCost",
    "RequestBelowCallMinimum",
    "ScoreNeedsFormalAcceptance",
    "Scored",
    "Standing",
    "Submitted",
    "SupportPaysTheWhole",
    "TaskBeyondProgrammeYear",
    "TaskEndsBeforeItBegins",
    "TaskOutsideCallTime",
    "check_offer",
    "decide_not_to_award",
    "points_of",
    "score_offer",
    "submit_offer",
    "submitted_offer",
]
