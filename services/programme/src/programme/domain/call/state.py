"""How far the call has come."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from programme.domain.call.events import (
    AnnouncementPlanned,
    CallAnnounced,
    CallAnnulled,
    CallApproved,
    CallContentWritten,
    CallCorrected,
    CallDrafted,
    CallExtended,
    CallOpened,
    CallPoolMoved,
    CallPublished,
    CallResolved,
    CallTerms,
    RollingCallStopped,
)


@dataclass(frozen=True, slots=True)
class CallState:
    """opens_on and offers_until are None before offers are taken; published: (matter, place) and its day.

    correction_open: a correction has not appeared in every place yet.
    """

    opened: CallOpened | None = None
    terms: CallTerms | None = None
    written: frozenset[str] = frozenset()
    approved: CallApproved | None = None
    planned: AnnouncementPlanned | None = None
    published: tuple[tuple[tuple[str, str], date], ...] = ()
    opens_on: date | None = None
    offers_until: datetime | None = None
    legal_until: datetime | None = None
    correction: CallCorrected | None = None
    correction_open: bool = False
    pool_grosze: int = 0
    resolved: CallResolved | None = None
    annulled: CallAnnulled | None = None

    @property
    def programme_id(self) -> str | None:
        """The programme whose budget holds the pool; None before there is a pool."""
        stands = self.approved or self.opened
        return stands.programme_id if stands else None

    @property
    def number(self) -> str:
        """The number under which the pool was taken; empty before there is a pool."""
        stands = self.approved or self.opened
        return stands.number if stands else ""

    @property
    def line_id(self) -> str:
        """The line from which the pool was taken; empty before there is a pool."""
        stands = self.approved or self.opened
        return stands.line_id if stands else ""

    @property
    def ended(self) -> bool:
        return self.resolved is not None or self.annulled is not None

    def places_of(self, matter: str) -> dict[str, date]:
        return {place: day for (about, place), day in self.published if about == matter}


def evolve(state: CallState, event: object) -> CallState:
    match event:
        case CallOpened():
            return replace(
                state,
                opened=event,
                pool_grosze=event.pool_grosze,
                opens_on=event.opens_on,
                offers_until=event.offers_until,
            )
        case CallDrafted():
            return replace(state, terms=event.terms)
        case CallContentWritten():
            return replace(state, written=state.written | {event.content})
        case CallApproved():
            return replace(state, approved=event, pool_grosze=event.pool_grosze)
        case AnnouncementPlanned():
            return replace(state, planned=event)
        case CallPublished():
            return _published(state, event)
        case CallAnnounced() | CallExtended():
            return _standing(state, event)
        case CallCorrected():
            kept = tuple(entry for entry in state.published if entry[0][0] != "correction")
            return replace(_standing(state, event), correction=event, correction_open=True, published=kept)
        case RollingCallStopped():
            return replace(state, offers_until=event.offers_until)
        case CallPoolMoved():
            return replace(state, pool_grosze=event.pool_grosze)
        case _:
            return _ended(state, event)


def _ended(state: CallState, event: object) -> CallState:
    match event:
        case CallResolved():
            return replace(state, resolved=event)
        case CallAnnulled():
            return replace(state, annulled=event)
        case _:
            return state


def _standing(state: CallState, said: CallAnnounced | CallExtended | CallCorrected) -> CallState:
    return replace(
        state,
        terms=said.terms,
        opens_on=said.opens_on,
        offers_until=said.offers_until,
        legal_until=said.legal_until,
    )


def _published(state: CallState, said: CallPublished) -> CallState:
    state = replace(state, published=(*state.published, ((said.matter, said.place), said.published_on)))
    if said.matter == "correction" and said.completes:
        state = replace(state, correction_open=False)
    return replace(state, legal_until=said.legal_until) if said.legal_until else state
