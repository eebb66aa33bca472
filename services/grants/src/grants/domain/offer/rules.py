"""What an offer must keep to when it comes in: the announcement of its call, as UDPP art. 13 and 14 list it."""

from dataclasses import dataclass
from datetime import date, datetime

from grants.domain.offer.events import OfferSubmitted
from shared.kernel.ids import year_of
from shared.kernel.money import format_pln
from shared.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the call's announcement says. offers_until (UTC) is the first instant that is too late.

    mode: "entrusting" or "supporting"; task_from and task_until are None where the call does not name them.
    """

    call_id: str
    programme_id: str
    line_id: str
    opens_on: date
    offers_until: datetime
    min_grant_grosze: int
    max_grant_grosze: int
    max_share_percent: int
    mode: str
    task_from: date | None
    task_until: date | None
    resolved: bool


@dataclass(frozen=True, slots=True)
class Filing:
    """An offer at the desk, and when it was put there: acted_at is an instant, acted_on its day in Warsaw."""

    offer: OfferSubmitted
    announcement: Announcement
    acted_at: datetime
    acted_on: date


class CallNotOpenYet(Refusal):
    rule = "Offers are taken from the day on which the call opens."
    article = "UDPP art. 13(1), 13(2)"
    retryable = True


class OfferDeadlinePassed(Refusal):
    rule = "An offer comes before the deadline of its call."
    article = "UDPP art. 13(1), 13(2)"


class CallAlreadyResolved(Refusal):
    rule = "A resolved call takes no more offers and makes no more awards."
    article = "UDPP art. 15(2h)"


class RequestBelowCallMinimum(Refusal):
    rule = "The grant asked for is not below the least that the call gives."
    article = "UDPP art. 13(2)"


class RequestAboveCallMaximum(Refusal):
    rule = "The grant asked for is not above the most that the call gives."
    article = "UDPP art. 13(2)"


class RequestAboveTotalCost(Refusal):
    rule = "The grant asked for is not above the cost of the task."
    article = "UDPP art. 14(1)"


class RequestAboveCallShare(Refusal):
    rule = "The grant's share in the cost of the task is not above the share that the call allows."
    article = "UDPP art. 13(2), 11(1)"


class SupportPaysTheWhole(Refusal):
    rule = "Where a task is supported the grant is below its cost: the rest is the organisation's own share."
    article = "UDPP art. 11(1)"


class TaskOutsideCallTime(Refusal):
    rule = "A task lies within the time that its call names."
    article = "UDPP art. 13(2)(4)"


class TaskEndsBeforeItBegins(Refusal):
    rule = "The last day of the task is not before its first."
    article = "UDPP art. 14(1)"


class TaskBeyondProgrammeYear(Refusal):
    """Refused here, where the organisation can still change its dates; the contract holds to it too."""

    rule = "A task paid from a budget year ends by 31 December of that year."
    article = "UFP art. 221(3)"


def call_is_open(filing: Filing) -> None:
    announcement = filing.announcement
    if announcement.resolved:
        raise CallAlreadyResolved(f"call {announcement.call_id} is resolved", field="call_id")
    if filing.acted_on < announcement.opens_on:
        raise CallNotOpenYet(f"call {announcement.call_id} opens on {announcement.opens_on}", field="call_id")
    if filing.acted_at >= announcement.offers_until:
        raise OfferDeadlinePassed(f"offers were taken until {announcement.offers_until.isoformat()}", field="call_id")


def task_dates_are_ordered(filing: Filing) -> None:
    if filing.offer.task_until < filing.offer.task_from:
        raise TaskEndsBeforeItBegins(
            f"{filing.offer.task_until} is before {filing.offer.task_from}", field="task_until"
        )


def task_ends_in_the_year(filing: Filing) -> None:
    year = year_of(filing.announcement.programme_id)
    if filing.offer.task_until.year > year:
        raise TaskBeyondProgrammeYear(f"{filing.offer.task_until} is after {year}", field="task_until")


def task_lies_in_the_calls_time(filing: Filing) -> None:
    offer, announcement = filing.offer, filing.announcement
    if announcement.task_from and offer.task_from < announcement.task_from:
        raise TaskOutsideCallTime(f"the call begins on {announcement.task_from}", field="task_from")
    if announcement.task_until and offer.task_until > announcement.task_until:
        raise TaskOutsideCallTime(f"the call ends on {announcement.task_until}", field="task_until")


def request_keeps_to_the_call(filing: Filing) -> None:
    requested, announcement = filing.offer.requested_grosze, filing.announcement
    if requested < announcement.min_grant_grosze:
        raise RequestBelowCallMinimum(
            f"{format_pln(requested)} is below {format_pln(announcement.min_grant_grosze)}", field="requested_grosze"
        )
    if requested > announcement.max_grant_grosze:
        raise RequestAboveCallMaximum(
            f"{format_pln(requested)} is above {format_pln(announcement.max_grant_grosze)}", field="requested_grosze"
        )


def request_keeps_to_the_cost(filing: Filing) -> None:
    """The share is compared as a product of integers: a rounded percent would let a grosz through."""
    requested, cost = filing.offer.requested_grosze, filing.offer.total_cost_grosze
    if requested > cost:
        raise RequestAboveTotalCost(f"{format_pln(requested)} is above {format_pln(cost)}", field="requested_grosze")
    if filing.announcement.mode == "supporting" and requested == cost:
        raise SupportPaysTheWhole(f"{format_pln(requested)} is the whole cost", field="requested_grosze")
    if requested * 100 > filing.announcement.max_share_percent * cost:
        raise RequestAboveCallShare(
            f"{format_pln(requested)} is more than {filing.announcement.max_share_percent}% of {format_pln(cost)}",
            field="requested_grosze",
        )


SUBMISSION_RULES = (
    call_is_open,
    task_dates_are_ordered,
    task_ends_in_the_year,
    task_lies_in_the_calls_time,
    request_keeps_to_the_call,
    request_keeps_to_the_cost,
)
