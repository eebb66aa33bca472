"""Opening and resolving a call. Whether the money is there is the budget's question."""

from datetime import UTC, date, datetime

from programme.domain.call.events import CallAnnulled, CallOpened, CallResolved
from programme.domain.call.state import CallState
from shared.kernel.periods import warsaw_date
from shared.kernel.refusal import Refusal


class CallAlreadyOpened(Refusal):
    rule = "A call's id belongs to one call, and its terms stand as they were announced."
    article = "UDPP art. 13(2)"


class CallTermsContradict(Refusal):
    rule = (
        "Offers are taken until after the opening; the smallest grant is not above the largest, "
        "nor the largest above the pool."
    )
    article = "UDPP art. 13(1), 13(2)"


class CallUnknown(Refusal):
    rule = "A call is opened before anything else happens to it."
    article = "UDPP art. 13(1)"
    status = 404


class CallStillOpen(Refusal):
    rule = "A call is resolved after the last moment for offers."
    article = "UDPP art. 13(1), 15(2h)"


def open_call(state: CallState, *, terms: CallOpened) -> list[CallOpened]:
    """Announce the call. Nothing happens when the same call already stands."""
    if state.opened == terms:
        return []
    if state.opened:
        raise CallAlreadyOpened(f"{terms.call_id} was opened with other terms", field="data.call_id")
    if warsaw_date(terms.offers_until) <= terms.opens_on:
        raise CallTermsContradict("offers_until lies before the day after opening", field="data.offers_until")
    if terms.min_grant_grosze > terms.max_grant_grosze:
        raise CallTermsContradict("the smallest grant is above the largest", field="data.min_grant_grosze")
    if terms.max_grant_grosze > terms.pool_grosze:
        raise CallTermsContradict("the largest grant is above the pool", field="data.max_grant_grosze")
    return [terms]


class CallAlreadyEnded(Refusal):
    rule = "A call ends once: it is resolved or annulled."
    article = "UDPP art. 15(2h), 18a"


def known_call(state: CallState, *, call_id: str) -> CallOpened:
    """The terms of a call that was opened. Refuses: CallUnknown."""
    if state.opened is None:
        raise CallUnknown(f"{call_id} was not opened", field="data.call_id")
    return state.opened


def annul_call(state: CallState, *, call_id: str, ground: str, annulled_on: date) -> list[CallAnnulled]:
    """End a call without a result. Annulment is mandatory on these grounds and possible on no other (art. 18a)."""
    opened = known_call(state, call_id=call_id)
    if state.annulled and state.annulled.ground == ground:
        return []
    if state.annulled or state.resolved:
        raise CallAlreadyEnded(f"{call_id} was {'annulled' if state.annulled else 'resolved'}", field="data.call_id")
    return [CallAnnulled(call_id, opened.programme_id, ground, annulled_on)]


def resolve_call(
    state: CallState, *, call_id: str, unused_grosze: int, resolved_on: date, acted_at: datetime
) -> list[CallResolved]:
    """Close the books of the call: what was not promised goes back to its line."""
    opened = known_call(state, call_id=call_id)
    if state.resolved:
        return []
    if state.annulled:
        raise CallAlreadyEnded(f"{call_id} was annulled", field="data.call_id")
    if acted_at < opened.offers_until.astimezone(UTC):
        raise CallStillOpen(f"offers are taken until {opened.offers_until.isoformat()}", field="data.resolved_on")
    if resolved_on < warsaw_date(opened.offers_until):
        raise CallStillOpen(f"on {resolved_on} offers were still taken", field="data.resolved_on")
    return [CallResolved(call_id, opened.programme_id, unused_grosze, resolved_on)]
