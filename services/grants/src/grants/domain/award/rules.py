"""What an award must keep to before programme is asked: the score, the request, the call (UDPP art. 15)."""

from dataclasses import dataclass

from shared.kernel.money import format_pln
from shared.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer as the executive sees it. Amounts in grosze; points is None before the commission gave them.

    mode: "entrusting" or "supporting". too_early: the call still takes offers, and does not choose as they come.
    not_awarded: it was decided that the offer gets no award.
    """

    programme_id: str
    call_id: str
    organisation_id: str
    requested_grosze: int
    total_cost_grosze: int
    points: int | None
    pass_mark_points: int
    max_grant_grosze: int
    max_share_percent: int
    mode: str
    too_early: bool
    call_resolved: bool
    not_awarded: bool


class AwardAfterResolution(Refusal):
    rule = "A resolved call makes no more awards: what was left of its pool is no longer there."
    article = "UDPP art. 15(2h)"


class AwardAfterAnswer(Refusal):
    rule = "An offer that was decided against is not awarded: its answer stands."
    article = "UDPP art. 15(2g)"


class AwardBeforeDeadline(Refusal):
    rule = "Offers are chosen after the last moment for offers, unless the call is a rolling one."
    article = "UDPP art. 5(3), 13(2)(6), 15(1)"


class AwardNeedsScore(Refusal):
    rule = "An offer is awarded after the commission has given its points."
    article = "UDPP art. 15(1), 15(2a)"


class AwardBelowPassMark(Refusal):
    rule = "An offer is awarded when its points reach the pass mark of the call."
    article = "UDPP art. 15(1), 13(2)"


class AwardAboveRequest(Refusal):
    rule = "An award is not above what was asked for."
    article = "UDPP art. 15(2g)"


class AwardAboveCallMaximum(Refusal):
    rule = "An award is not above the most that the call gives."
    article = "UDPP art. 13(2)"


class AwardAboveCallShare(Refusal):
    """The cost is that of the offer: an award below the request needs an updated offer, not a cheaper task."""

    rule = "A grant's share in the cost of the task is not above the share that the call allows."
    article = "UDPP art. 11(1), 13(2)"


class AwardPaysTheWhole(Refusal):
    rule = "Where a task is supported the award is below its cost."
    article = "UDPP art. 11(1)"


def call_is_not_resolved(candidate: Candidate, _amount_grosze: int) -> None:
    if candidate.call_resolved:
        raise AwardAfterResolution(f"call {candidate.call_id} is resolved", field="grant_id")


def offer_is_not_decided_against(candidate: Candidate, _amount_grosze: int) -> None:
    if candidate.not_awarded:
        raise AwardAfterAnswer("the offer was decided against", field="grant_id")


def call_has_closed_for_offers(candidate: Candidate, _amount_grosze: int) -> None:
    if candidate.too_early:
        raise AwardBeforeDeadline(f"call {candidate.call_id} still takes offers", field="grant_id")


def points_reach_the_pass_mark(candidate: Candidate, _amount_grosze: int) -> None:
    if candidate.points is None:
        raise AwardNeedsScore("the offer has no points yet", field="grant_id")
    if candidate.points < candidate.pass_mark_points:
        raise AwardBelowPassMark(
            f"{candidate.points} points of the {candidate.pass_mark_points} needed", field="grant_id"
        )


def amount_keeps_to_the_request(candidate: Candidate, amount_grosze: int) -> None:
    if amount_grosze > candidate.requested_grosze:
        raise AwardAboveRequest(
            f"{format_pln(amount_grosze)} is above {format_pln(candidate.requested_grosze)}", field="amount_grosze"
        )


def amount_keeps_to_the_call(candidate: Candidate, amount_grosze: int) -> None:
    if amount_grosze > candidate.max_grant_grosze:
        raise AwardAboveCallMaximum(
            f"{format_pln(amount_grosze)} is above {format_pln(candidate.max_grant_grosze)}", field="amount_grosze"
        )


def amount_keeps_to_the_cost(candidate: Candidate, amount_grosze: int) -> None:
    """The call may have been corrected since the offer came; the share is compared as a product of integers."""
    cost = candidate.total_cost_grosze
    if candidate.mode == "supporting" and amount_grosze >= cost:
        raise AwardPaysTheWhole(f"{format_pln(amount_grosze)} of {format_pln(cost)}", field="amount_grosze")
    if amount_grosze * 100 > candidate.max_share_percent * cost:
        raise AwardAboveCallShare(
            f"{format_pln(amount_grosze)} is more than {candidate.max_share_percent}% of {format_pln(cost)}",
            field="amount_grosze",
        )


PROPOSAL_RULES = (
    call_is_not_resolved,
    offer_is_not_decided_against,
    call_has_closed_for_offers,
    points_reach_the_pass_mark,
    amount_keeps_to_the_request,
    amount_keeps_to_the_call,
    amount_keeps_to_the_cost,
)
