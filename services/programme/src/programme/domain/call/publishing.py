"""What appeared where and when: announcement, correction, results, annulment (UDPP art. 13(3), 15(2h), 18a)."""

from dataclasses import replace
from datetime import date

from programme.domain.call.announcing import earliest
from programme.domain.call.bases import BASES, PLACES
from programme.domain.call.events import CallAnnounced, CallPublished
from programme.domain.call.refusals import (
    AnnouncementNotPlanned,
    CallUnknown,
    NothingToPublish,
    PublicationStands,
    PublishedTooEarly,
)
from programme.domain.call.state import CallState


def record_publication(
    state: CallState, *, call_id: str, matter: str, place: str, published_on: date
) -> list[CallPublished | CallAnnounced]:
    """Witness a publication, each place with its own day. Nothing happens when it is recorded already.

    The last mandatory place completes the matter: an announcement then opens the call, and the law's earliest deadline
    is counted from the last of the days. A day later than planned is recorded all the same: it has happened.
    """
    already = state.places_of(matter).get(place)
    if already == published_on:
        return []
    if already:
        raise PublicationStands(f"{matter} is in {place} since {already}", field="data.published_on")
    since = _told_since(state, call_id, matter)
    if published_on < since:
        raise PublishedTooEarly(f"the {matter} is of {since}", field="data.published_on")
    days = state.places_of(matter) | {place: published_on}
    mandatory = _places(state)
    completes = place in mandatory and days.keys() >= set(mandatory)
    last = max((day for at, day in days.items() if at in mandatory), default=published_on)
    programme_id = state.terms.programme_id if state.terms else state.programme_id or ""
    fact = CallPublished(call_id, programme_id, matter, place, published_on, completes, None)
    if not completes or state.terms is None:
        return [fact]
    if matter == "correction" and state.correction and state.correction.material:
        return [replace(fact, legal_until=earliest(state.terms, last))]
    if matter == "announcement" and state.planned and not state.opens_on:
        legal_until = earliest(state.terms, last)
        announced = CallAnnounced(call_id, programme_id, state.terms, last, state.planned.offers_until, legal_until)
        return [replace(fact, legal_until=legal_until), announced]
    return [fact]


def _places(state: CallState) -> tuple[str, ...]:
    return BASES[state.terms.legal_basis].places if state.terms else PLACES


def _told_since(state: CallState, call_id: str, matter: str) -> date:
    """The day of the act that is published. Refuses: CallUnknown, AnnouncementNotPlanned, NothingToPublish."""
    if state.terms is None and state.opened is None:
        raise CallUnknown(f"{call_id} was neither drafted nor opened", field="data.call_id")
    match matter:
        case "announcement" if state.planned and state.approved:
            return state.approved.approved_on
        case "announcement":
            raise AnnouncementNotPlanned(f"{call_id} has no planned announcement", field="data.call_id")
        case "correction" if state.correction:
            return state.correction.corrected_on
        case "results" if state.resolved:
            return state.resolved.resolved_on
        case "annulment" if state.annulled:
            return state.annulled.annulled_on
        case _:
            raise NothingToPublish(f"{call_id} has no {matter}", field="data.matter")
