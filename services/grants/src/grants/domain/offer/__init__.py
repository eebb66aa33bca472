"""Offer: what an organisation asks for in a call (UDPP art. 14, 15).

    (absent) --OfferSubmitted--> submitted --OfferFormallyAccepted--> accepted --OfferScored--> scored
                                     |
                                     +------OfferFormallyRejected--> rejected

Promises: an offer keeps to its call's announcement (art. 13(2)) and comes in time (art. 13(1)); its task ends in the
budget year (UFP art. 221(3)); it is checked before it is scored (art. 15(1)); it is checked once and scored once.
Amounts are integer grosze, shares whole percents.
"""

from grants.domain.offer.decisions import (
    AnotherOfferUnderTheSameId,
    DefectWithoutRejection,
    GrantIdTakenOver,
    OfferAlreadyChecked,
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
from grants.domain.offer.events import OfferFormallyAccepted, OfferFormallyRejected, OfferScored, OfferSubmitted
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
from grants.domain.offer.state import Absent, Accepted, OfferState, Rejected, Scored, Submitted, evolve
from shared.kernel.aggregate import Aggregate

OFFER: Aggregate[OfferState] = Aggregate("offer", Absent(), evolve)

__all__ = [
    "OFFER",
    "Absent",
    "Accepted",
    "Announcement",
    "AnotherOfferUnderTheSameId",
    "CallAlreadyResolved",
    "CallNotOpenYet",
    "DefectWithoutRejection",
    "GrantIdTakenOver",
    "OfferAlreadyChecked",
    "OfferAlreadyScored",
    "OfferDeadlinePassed",
    "OfferFormallyAccepted",
    "OfferFormallyRejected",
    "OfferScored",
    "OfferState",
    "OfferSubmitted",
    "OfferUnknown",
    "Rejected",
    "RejectionWithoutDefect",
    "RequestAboveCallMaximum",
    "RequestAboveCallShare",
    "RequestAboveTotalCost",
    "RequestBelowCallMinimum",
    "ScoreNeedsFormalAcceptance",
    "Scored",
    "Submitted",
    "SupportPaysTheWhole",
    "TaskBeyondProgrammeYear",
    "TaskEndsBeforeItBegins",
    "TaskOutsideCallTime",
    "check_offer",
    "points_of",
    "score_offer",
    "submit_offer",
    "submitted_offer",
]
