"""What an award must keep to before programme is asked: the score, the request, the call (UDPP art. 15)."""

from dataclasses import dataclass

from shared.kernel.money import format_pln
from shared.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer as the executive sees it. Amounts in grosze; points is None before the commission gave them."""

    programme_id: str
    call_id: str
    organisation_id: str
    requested_grosze: int
    points: int | None
    pass_mark_points: int
    max_grant_grosze: int
    call_resolved: bool


class AwardAfterResolution(Refusal):
    rule = "A resolved call makes no more awards: what was left of its pool is no longer there."
    article = "UDPP art. 15(2h)"


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


def call_is_not_resolved(candidate: Candidate, _amount_grosze: int) -> None:
    if candidate.call_resolved:
        raise AwardAfterResolution(f"call {candidate.call_id} is resolved", field="grant_id")


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


PROPOSAL_RULES = (
    call_is_not_resolved,
    points_reach_the_pass_mark,
    amount_keeps_to_the_request,
    amount_keeps_to_the_call,
)
