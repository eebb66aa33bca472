"""The stages of an offer. Every stage keeps the offer as it was submitted."""

from dataclasses import dataclass
from datetime import date

from grants.domain.offer.events import (
    OfferFormallyAccepted,
    OfferFormallyRejected,
    OfferNotAwarded,
    OfferScored,
    OfferSubmitted,
)


@dataclass(frozen=True, slots=True)
class Absent:
    """Nothing was submitted under this id."""


@dataclass(frozen=True, slots=True)
class Submitted:
    offer: OfferSubmitted


@dataclass(frozen=True, slots=True)
class Accepted:
    """Formally in order; waits for the commission."""

    offer: OfferSubmitted


@dataclass(frozen=True, slots=True)
class Rejected:
    offer: OfferSubmitted
    defect: str


@dataclass(frozen=True, slots=True)
class Scored:
    offer: OfferSubmitted
    points: int


@dataclass(frozen=True, slots=True)
class NotAwarded:
    """Decided against; `before` is how far it had come."""

    before: Submitted | Accepted | Scored
    ground: str
    decided_on: date

    @property
    def offer(self) -> OfferSubmitted:
        return self.before.offer


OfferState = Absent | Submitted | Accepted | Rejected | Scored | NotAwarded


def evolve(state: OfferState, event: object) -> OfferState:
    match state, event:
        case Absent(), OfferSubmitted() as offer:
            return Submitted(offer)
        case Submitted(offer), OfferFormallyAccepted():
            return Accepted(offer)
        case Submitted(offer), OfferFormallyRejected(defect=defect):
            return Rejected(offer, defect)
        case Accepted(offer), OfferScored(points=points):
            return Scored(offer, points)
        case Submitted() | Accepted() | Scored() as before, OfferNotAwarded(ground=ground, decided_on=decided_on):
            return NotAwarded(before, ground, decided_on)
    return state
