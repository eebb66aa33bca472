"""Deciding that an offer gets no award: each has its answer before its call is resolved (UDPP art. 15(2g)-(2j))."""

from dataclasses import dataclass
from datetime import date

from grants.domain.offer.decisions import OfferAlreadyDecided, unknown
from grants.domain.offer.events import OfferNotAwarded
from grants.domain.offer.state import Absent, NotAwarded, OfferState, Rejected, Scored
from shared.kernel.refusal import Refusal

WITHDRAWN = "withdrawn"
NOT_ENOUGH_POINTS = "not-enough-points"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the other chapters know of the offer on the day of the decision.

    too_early: the call still takes offers, and does not choose as they come; proposed: programme has not answered yet;
    awarded: an award was made, whatever became of it.
    """

    pass_mark_points: int
    too_early: bool
    proposed: bool
    awarded: bool


class RejectedOfferDecided(Refusal):
    rule = "An offer that was formally rejected has its answer already."
    article = "UDPP art. 15(2j)"


class AwardedOfferDecided(Refusal):
    rule = "An offer to which an award was made has its answer; an award ends by being declined, revoked or lapsing."
    article = "UDPP art. 15(2g)"


class ProposalAwaitsAnswer(Refusal):
    """Retryable: programme's answer may be on its way."""

    rule = "While programme has not answered a proposal, the offer is not decided against."
    article = "UDPP art. 15(2g)"
    retryable = True


class DecidedBeforeDeadline(Refusal):
    rule = "Offers are chosen, and others not, after the last moment for offers, unless the call is a rolling one."
    article = "UDPP art. 5(3), 13(2)(6), 15(1)"


class DecidedBeforeScore(Refusal):
    rule = "An offer that was not withdrawn is decided against after the commission has given its points."
    article = "UDPP art. 15(1), 15(2a), 15(2g)"


class PassMarkReached(Refusal):
    rule = "An offer whose points reach the pass mark is not decided against for want of points."
    article = "UDPP art. 15(1), 15(2g)"


class DecidedInTheFuture(Refusal):
    rule = "A decision is not dated after the day on which it is recorded."


def decide_not_to_award(
    state: OfferState, *, offer_id: str, ground: str, decided_on: date, standing: Standing, today: date
) -> list[OfferNotAwarded]:
    """Give an offer its answer: no award.

    Nothing happens when it was decided on that ground and day already.
    Refuses: OfferUnknown and the refusals of this page. Law: UDPP art. 15(2g).
    """
    match state:
        case Absent():
            raise unknown(offer_id)
        case Rejected(defect=defect):
            raise RejectedOfferDecided(f"{offer_id} was rejected: {defect}", field="offer_id")
        case NotAwarded(ground=given, decided_on=on):
            if (given, on) == (ground, decided_on):
                return []
            raise OfferAlreadyDecided(f"decided against on {on}: {given}", field="offer_id")
    if standing.proposed:
        raise ProposalAwaitsAnswer(f"an award of {offer_id} is proposed", field="offer_id")
    if standing.awarded:
        raise AwardedOfferDecided(f"an award of {offer_id} was made", field="offer_id")
    if decided_on > today:
        raise DecidedInTheFuture(f"{decided_on} is after {today}", field="decided_on")
    if ground != WITHDRAWN:
        _is_ripe(state, offer_id, ground, standing)
    offer = state.offer
    return [OfferNotAwarded(offer_id, offer.call_id, offer.organisation_id, ground, decided_on)]


def _is_ripe(state: OfferState, offer_id: str, ground: str, standing: Standing) -> None:
    if standing.too_early:
        raise DecidedBeforeDeadline(f"the call of {offer_id} still takes offers", field="offer_id")
    if not isinstance(state, Scored):
        raise DecidedBeforeScore(f"{offer_id} has no points", field="offer_id")
    if ground == NOT_ENOUGH_POINTS and state.points >= standing.pass_mark_points:
        raise PassMarkReached(f"{state.points} points, the mark is {standing.pass_mark_points}", field="ground")
