"""Taking an offer in, checking it, scoring it."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from grants.domain.offer.events import OfferFormallyAccepted, OfferFormallyRejected, OfferScored, OfferSubmitted
from grants.domain.offer.rules import SUBMISSION_RULES, Announcement, Filing
from grants.domain.offer.state import Absent, Accepted, NotAwarded, OfferState, Rejected, Scored, Submitted
from shared.kernel.refusal import Refusal
from shared.kernel.texts import TextRef

Event = TypeVar("Event")


class OfferUnknown(Refusal):
    rule = "Nothing is done with an offer before it is submitted."
    article = "UDPP art. 14"
    status = 404


class AnotherOfferUnderTheSameId(Refusal):
    rule = "An offer id means one offer; what was submitted is not changed."
    article = "UDPP art. 14"


class GrantIdTakenOver(Refusal):
    rule = "A grant taken over from a register is not offered for again under its id."


class RejectionWithoutDefect(Refusal):
    rule = "An offer is rejected for a named defect."
    article = "UDPP art. 15(2j)"


class DefectWithoutRejection(Refusal):
    rule = "An offer that passed the formal check has no defect."


class OfferAlreadyChecked(Refusal):
    rule = "An offer is formally checked once."
    article = "UDPP art. 15(1)"


class ScoreNeedsFormalAcceptance(Refusal):
    rule = "The commission scores offers that passed the formal check."
    article = "UDPP art. 15(1), 15(2a)"


class OfferAlreadyDecided(Refusal):
    rule = "An offer that was decided against has its answer: one ground, one day, and nothing after it."
    article = "UDPP art. 15(2g), 15(2h)"


class OfferAlreadyScored(Refusal):
    rule = "An offer is scored once."
    article = "UDPP art. 15(2a)"


def submit_offer(
    state: OfferState,
    *,
    announcement: Announcement,
    offer_id: str,
    organisation_id: str,
    title: TextRef,
    requested_grosze: int,
    total_cost_grosze: int,
    task_from: date,
    task_until: date,
    taken_over: bool,
    acted_at: datetime,
    acted_on: date,
) -> list[OfferSubmitted]:
    """Take an offer in.

    Nothing happens when the same offer is in already, even after the deadline; titles are not compared.
    Refuses: AnotherOfferUnderTheSameId, GrantIdTakenOver, and the first broken rule of SUBMISSION_RULES.
    Law: UDPP art. 13, 14.
    """
    wish = OfferSubmitted(
        offer_id=offer_id,
        call_id=announcement.call_id,
        programme_id=announcement.programme_id,
        line_id=announcement.line_id,
        organisation_id=organisation_id,
        title=title,
        requested_grosze=requested_grosze,
        total_cost_grosze=total_cost_grosze,
        task_from=task_from,
        task_until=task_until,
    )
    if not isinstance(state, Absent):
        if replace(wish, title=state.offer.title) == state.offer:
            return []
        raise AnotherOfferUnderTheSameId(f"{offer_id} was submitted with other terms", field="offer_id")
    if taken_over:
        raise GrantIdTakenOver(f"{offer_id} came from a register", field="offer_id")
    for rule in SUBMISSION_RULES:
        rule(Filing(wish, announcement, acted_at, acted_on))
    return [wish]


def check_offer(
    state: OfferState, *, offer_id: str, passed: bool, defect: str | None
) -> list[OfferFormallyAccepted | OfferFormallyRejected]:
    """Record the formal check.

    Nothing happens when the same result stands, also when the offer was scored since.
    Refuses: OfferUnknown, RejectionWithoutDefect, DefectWithoutRejection, OfferAlreadyChecked. Law: UDPP art. 15(1).
    """
    if passed and defect is not None:
        raise DefectWithoutRejection(f"the offer passed, yet {defect} is named", field="defect")
    if not passed and defect is None:
        raise RejectionWithoutDefect("the offer did not pass, and no defect is named", field="defect")
    if isinstance(state, NotAwarded):
        return still_so(check_offer(state.before, offer_id=offer_id, passed=passed, defect=defect), state)
    match state:
        case Absent():
            raise unknown(offer_id)
        case Submitted(offer) if defect is not None:
            return [OfferFormallyRejected(offer_id, offer.call_id, offer.organisation_id, defect)]
        case Submitted():
            return [OfferFormallyAccepted(offer_id)]
        case Rejected(defect=found) if found == defect:
            return []
        case Accepted() | Scored() if passed:
            return []
    raise OfferAlreadyChecked(f"{offer_id} was checked, with another result", field="offer_id")


def score_offer(state: OfferState, *, offer_id: str, points: int) -> list[OfferScored]:
    """Record the commission's points, 0 to 100.

    Nothing happens when the same points stand.
    Refuses: OfferUnknown, ScoreNeedsFormalAcceptance, OfferAlreadyScored. Law: UDPP art. 15(1), 15(2a).
    """
    match state:
        case Absent():
            raise unknown(offer_id)
        case NotAwarded(before):
            return still_so(score_offer(before, offer_id=offer_id, points=points), state)
        case Accepted():
            return [OfferScored(offer_id, points)]
        case Scored(points=given) if given == points:
            return []
        case Scored(points=given):
            raise OfferAlreadyScored(f"{offer_id} has {given} points", field="points")
    raise ScoreNeedsFormalAcceptance(f"{offer_id} has not passed the formal check", field="offer_id")


def submitted_offer(state: OfferState, *, offer_id: str, field: str = "offer_id") -> OfferSubmitted:
    """The offer as it was submitted. Refuses: OfferUnknown, naming the field in which the id came."""
    if isinstance(state, Absent):
        raise unknown(offer_id, field)
    return state.offer


def points_of(state: OfferState) -> int | None:
    """The commission's points, or None before they are given."""
    stage = state.before if isinstance(state, NotAwarded) else state
    return stage.points if isinstance(stage, Scored) else None


def still_so(events: list[Event], state: NotAwarded) -> list[Event]:
    """After the decision what was done before may be repeated, and nothing is added. Refuses: OfferAlreadyDecided."""
    if events:
        raise OfferAlreadyDecided(f"decided against on {state.decided_on}: {state.ground}", field="offer_id")
    return []


def unknown(offer_id: str, field: str = "offer_id") -> OfferUnknown:
    return OfferUnknown(f"no offer {offer_id} was submitted", field=field)
