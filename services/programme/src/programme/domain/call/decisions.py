"""Opening a call in one step, changing its pool, and ending it. Whether the money is there is the budget's question."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from programme.domain.call.bases import BASES
from programme.domain.call.events import CallAnnulled, CallOpened, CallPoolMoved, CallResolved
from programme.domain.call.refusals import (
    AnnulmentMandatory,
    CallAlreadyEnded,
    CallAlreadyOpened,
    CallNotAnnounced,
    CallStillOpen,
    CallTermsContradict,
    CallUnknown,
    CorrectionNotPublished,
    GroundNotGiven,
    OffersAwaitAnswer,
    OffersClosedTooEarly,
)
from programme.domain.call.state import CallState
from shared.kernel.periods import warsaw_date, warsaw_text

NAMED_AT_MOST = 5
"""Offers named in one refusal; what was done about them shows the others."""


def open_call(state: CallState, *, terms: CallOpened) -> list[CallOpened]:
    """Open a call in one step, as an act of the past is taken in. Nothing happens when the same call already stands."""
    if state.opened == terms:
        return []
    if state.opened or state.terms:
        raise CallAlreadyOpened(f"{terms.call_id} was opened with other terms", field="data.call_id")
    if warsaw_date(terms.offers_until) <= terms.opens_on:
        raise CallTermsContradict("offers_until lies before the day after opening", field="data.offers_until")
    if terms.min_grant_grosze > terms.max_grant_grosze:
        raise CallTermsContradict("the smallest grant is above the largest", field="data.min_grant_grosze")
    if terms.max_grant_grosze > terms.pool_grosze:
        raise CallTermsContradict("the largest grant is above the pool", field="data.max_grant_grosze")
    return [terms]


def programme_of(state: CallState, *, call_id: str) -> str:
    """The programme whose budget holds the call's pool. Refuses: CallUnknown."""
    if state.programme_id is None:
        raise CallUnknown(f"{call_id} was neither approved nor opened", field="data.call_id")
    return state.programme_id


def move_pool(
    state: CallState, *, call_id: str, change_grosze: int, moved_on: date, document: str
) -> list[CallPoolMoved]:
    """The pool as announced, after a change that the budget bears. Each change is a new act."""
    programme_id = programme_of(state, call_id=call_id)
    pool = state.pool_grosze + change_grosze
    return [CallPoolMoved(call_id, programme_id, change_grosze, pool, moved_on, document)]


def annul_call(
    state: CallState, *, call_id: str, ground: str, annulled_on: date, acted_at: datetime, submitted: int, valid: int
) -> list[CallAnnulled]:
    """End a call without a result. Annulment is mandatory on these grounds and possible on no other (art. 18a).

    submitted, valid: offers that grants has told of, and those of them that were not rejected.
    """
    programme_id = programme_of(state, call_id=call_id)
    if state.annulled and state.annulled.ground == ground:
        return []
    _not_ended(state, call_id)
    if state.terms:
        _closed(state, call_id, annulled_on, acted_at, field="data.annulled_on")
    if ground == "no-offer-submitted" and submitted:
        raise GroundNotGiven(f"{submitted} offers are known", field="data.ground")
    if ground == "no-offer-met-the-requirements" and (valid or (state.terms and not submitted)):
        raise GroundNotGiven(f"of {submitted} offers known {valid} were not rejected", field="data.ground")
    return [CallAnnulled(call_id, programme_id, ground, annulled_on)]


def resolve_call(
    state: CallState,
    *,
    call_id: str,
    unused_grosze: int,
    resolved_on: date,
    acted_at: datetime,
    valid: int,
    unanswered: Sequence[str],
) -> list[CallResolved]:
    """Close the books of the call: what was not promised goes back to its line.

    valid: offers not rejected; unanswered: those of them that were neither awarded nor decided against. A call opened
    in one step is an act of the past, whose answers nobody recorded.
    """
    programme_id = programme_of(state, call_id=call_id)
    if state.resolved:
        return []
    _not_ended(state, call_id)
    _closed(state, call_id, resolved_on, acted_at, field="data.resolved_on")
    if state.terms and BASES[state.terms.legal_basis].annulment_is_mandatory and not valid:
        raise AnnulmentMandatory("no offer is known that was not rejected", field="data.call_id")
    if state.terms and unanswered:
        named = ", ".join(sorted(unanswered)[:NAMED_AT_MOST])
        raise OffersAwaitAnswer(f"{len(unanswered)} without an answer, among them {named}", field="data.call_id")
    return [CallResolved(call_id, programme_id, unused_grosze, resolved_on)]


def _not_ended(state: CallState, call_id: str) -> None:
    if state.ended:
        raise CallAlreadyEnded(f"{call_id} was {'annulled' if state.annulled else 'resolved'}", field="data.call_id")


def _closed(state: CallState, call_id: str, on: date, acted_at: datetime, *, field: str) -> None:
    """Offers are taken no more, and were taken as long as the law asks."""
    if state.offers_until is None:
        raise CallNotAnnounced(f"{call_id} is not announced", field="data.call_id")
    if state.correction_open and state.terms and BASES[state.terms.legal_basis].places:
        raise CorrectionNotPublished(f"the correction of {call_id} is not everywhere", field="data.call_id")
    if state.legal_until and state.offers_until < state.legal_until:
        raise OffersClosedTooEarly(
            f"offers until {warsaw_text(state.offers_until)}, the earliest is {warsaw_text(state.legal_until)}",
            field="data.call_id",
        )
    if acted_at < state.offers_until.astimezone(UTC):
        raise CallStillOpen(f"offers are taken until {state.offers_until.isoformat()}", field=field)
    if on < warsaw_date(state.offers_until):
        raise CallStillOpen(f"on {on} offers were still taken", field=field)
