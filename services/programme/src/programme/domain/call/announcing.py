"""The announcement, its places and its deadline; extension, correction, and the early end of a rolling call.

The 21 days of UDPP art. 13(1) are counted from the day of the last mandatory publication, that day not counted, and end
with the end of a working day (KC art. 111, 115). That a material correction begins them anew is practice, no letter.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from programme.domain.call.bases import BASES
from programme.domain.call.drafting import missing_contents, terms_agree
from programme.domain.call.events import (
    AnnouncementPlanned,
    CallAnnounced,
    CallCorrected,
    CallExtended,
    CallTerms,
    RollingCallStopped,
)
from programme.domain.call.refusals import (
    CallAlreadyAnnounced,
    CallAlreadyEnded,
    CallNotAnnounced,
    CallNotApproved,
    CallNotRolling,
    CallTermsContradict,
    ChoiceBeforeDeadline,
    ContentMissing,
    DeadlineMovedEarlier,
    DeadlineTooEarly,
    OffersAlreadyClosed,
    PoolNotUsed,
)
from programme.domain.call.state import CallState
from shared.kernel.money import format_pln
from shared.kernel.periods import warsaw_date, warsaw_text
from shared.kernel.terms import term_passed_at


@dataclass(frozen=True, slots=True)
class Standing:
    """An announced call as it stands: what every later change starts from."""

    terms: CallTerms
    opens_on: date
    offers_until: datetime
    legal_until: datetime | None


def plan_announcement(
    state: CallState, *, call_id: str, appears_on: date, offers_until: datetime
) -> list[AnnouncementPlanned | CallAnnounced]:
    """Work out the deadline before anything appears; may be planned anew until it has appeared everywhere.

    Where the basis asks for no place the call is announced at once. Refuses: CallNotApproved, CallAlreadyAnnounced,
    ContentMissing, DeadlineTooEarly, CallTermsContradict, ChoiceBeforeDeadline.
    """
    terms = state.terms
    if terms is None or state.approved is None:
        raise CallNotApproved(f"{call_id} is not approved", field="data.call_id")
    legal_until = earliest(terms, appears_on)
    plan = AnnouncementPlanned(call_id, terms.programme_id, appears_on, offers_until, legal_until)
    if state.planned == plan:
        return []
    if state.opens_on:
        raise CallAlreadyAnnounced(f"{call_id} is announced since {state.opens_on}", field="data.call_id")
    missing = missing_contents(terms, state.written)
    if missing:
        raise ContentMissing(f"missing: {', '.join(missing)}", field="data.call_id")
    if appears_on < state.approved.approved_on:
        raise CallNotApproved(f"approved on {state.approved.approved_on}", field="data.appears_on")
    if warsaw_date(offers_until) <= appears_on:
        raise CallTermsContradict("offers would end before the day after the announcement", field=_UNTIL)
    _not_too_early(offers_until, legal_until)
    _choice_is_later(terms, offers_until)
    if BASES[terms.legal_basis].places:
        return [plan]
    return [plan, CallAnnounced(call_id, terms.programme_id, terms, appears_on, offers_until, legal_until)]


def extend_call(
    state: CallState,
    *,
    call_id: str,
    offers_until: datetime,
    choice_on: date | None,
    extended_on: date,
    document: str,
    acted_at: datetime,
) -> list[CallExtended]:
    """Move the deadline later. Nothing happens when it lies there already.

    A call that closed before the law's earliest deadline may be extended after it closed: that is its remedy.
    Refuses: CallNotAnnounced, CallAlreadyEnded, DeadlineMovedEarlier, OffersAlreadyClosed, DeadlineTooEarly,
    ChoiceBeforeDeadline.
    """
    now = standing(state, call_id=call_id)
    if offers_until == now.offers_until:
        return []
    if offers_until < now.offers_until:
        raise DeadlineMovedEarlier(f"announced until {warsaw_text(now.offers_until)}", field=_UNTIL)
    remedy = now.legal_until is not None and now.offers_until < now.legal_until
    if acted_at >= now.offers_until and not (remedy and acted_at < offers_until):
        raise OffersAlreadyClosed(f"offers were taken until {warsaw_text(now.offers_until)}", field=_UNTIL)
    _not_too_early(offers_until, now.legal_until)
    terms = replace(now.terms, choice_on=choice_on or now.terms.choice_on)
    _choice_is_later(terms, offers_until)
    return [
        CallExtended(
            call_id, terms.programme_id, terms, now.opens_on, offers_until, now.legal_until, extended_on, document
        )
    ]


def correct_call(
    state: CallState,
    *,
    call_id: str,
    changed: dict[str, Any],
    offers_until: datetime,
    material: bool,
    corrected_on: date,
    document: str,
    acted_at: datetime,
) -> list[CallCorrected]:
    """Change what was announced. `changed`: fields of the terms. A material change begins a fresh term for offers.

    Nothing happens when the same correction stands. Refuses as `extend_call`, and what terms must be among themselves.
    """
    now = standing(state, call_id=call_id)
    terms = replace(now.terms, **changed)
    legal_until = earliest(terms, corrected_on) if material else now.legal_until
    wish = CallCorrected(
        call_id,
        terms.programme_id,
        terms,
        now.opens_on,
        offers_until,
        legal_until,
        material,
        corrected_on,
        document,
    )
    if state.correction and replace(wish, legal_until=state.correction.legal_until) == state.correction:
        return []
    if acted_at >= now.offers_until:
        raise OffersAlreadyClosed(f"offers were taken until {warsaw_text(now.offers_until)}", field="data.call_id")
    if offers_until < now.offers_until:
        raise DeadlineMovedEarlier(f"announced until {warsaw_text(now.offers_until)}", field=_UNTIL)
    terms_agree(replace(terms, pool_grosze=state.pool_grosze))
    _not_too_early(offers_until, legal_until)
    _choice_is_later(terms, offers_until)
    return [wish]


def stop_rolling_call(
    state: CallState, *, call_id: str, left_grosze: int, acted_at: datetime, stopped_on: date
) -> list[RollingCallStopped]:
    """The pool is used: no more offers. Nothing happens when none are taken any more.

    left_grosze: what can still be promised. Refuses: CallNotAnnounced, CallAlreadyEnded, CallNotRolling, PoolNotUsed.
    """
    now = standing(state, call_id=call_id)
    if not now.terms.rolling:
        raise CallNotRolling(f"{call_id} takes offers until {warsaw_text(now.offers_until)}", field="data.call_id")
    if acted_at >= now.offers_until:
        return []
    if left_grosze >= now.terms.min_grant_grosze:
        raise PoolNotUsed(f"{format_pln(left_grosze)} PLN are left", field="data.call_id")
    return [RollingCallStopped(call_id, now.terms.programme_id, now.terms, now.opens_on, acted_at, stopped_on)]


def standing(state: CallState, *, call_id: str) -> Standing:
    """The call as it is announced and not ended. Refuses: CallNotAnnounced, CallAlreadyEnded."""
    if state.terms is None or state.opens_on is None or state.offers_until is None:
        raise CallNotAnnounced(f"{call_id} is not announced", field="data.call_id")
    if state.ended:
        raise CallAlreadyEnded(f"{call_id} was {'annulled' if state.annulled else 'resolved'}", field="data.call_id")
    return Standing(state.terms, state.opens_on, state.offers_until, state.legal_until)


def earliest(terms: CallTerms, last_published_on: date) -> datetime | None:
    """The law's earliest `offers_until`, counted from a day; None where the law sets no term."""
    days = BASES[terms.legal_basis].least_days
    return term_passed_at(last_published_on, days) if days else None


_UNTIL = "data.offers_until_local"


def _not_too_early(offers_until: datetime, legal_until: datetime | None) -> None:
    if legal_until and offers_until < legal_until:
        raise DeadlineTooEarly(f"the earliest is {warsaw_text(legal_until)}", field=_UNTIL)


def _choice_is_later(terms: CallTerms, offers_until: datetime) -> None:
    if terms.choice_on and not terms.rolling and terms.choice_on < warsaw_date(offers_until):
        raise ChoiceBeforeDeadline(
            f"offers are taken until {warsaw_text(offers_until)}, the choice is on {terms.choice_on}", field=_UNTIL
        )
