"""Noting what programme says of a call; a second telling changes nothing."""

from datetime import date, datetime

from grants.domain.known_call.events import CallNoted, CallResolutionNoted
from grants.domain.known_call.state import KnownCall
from shared.kernel.refusal import Refusal


class CallUnknown(Refusal):
    """Retryable: programme's fact that the call was opened may still be on its way."""

    rule = "Offers are made in a call that was opened."
    article = "UDPP art. 13(1)"
    status = 404
    retryable = True


def note_call(
    state: KnownCall,
    *,
    call_id: str,
    programme_id: str,
    line_id: str,
    opens_on: date,
    offers_until: datetime,
    min_grant_grosze: int,
    max_grant_grosze: int,
    max_share_percent: int,
    pass_mark_points: int,
    mode: str,
    task_from: date | None,
    task_until: date | None,
    chosen_from: datetime | None,
    said_at: int,
) -> list[CallNoted]:
    """Note a word of programme. Nothing happens when a later one, or the same, is noted."""
    if state.announced is not None and said_at <= state.announced.said_at:
        return []
    return [
        CallNoted(
            call_id=call_id,
            programme_id=programme_id,
            line_id=line_id,
            opens_on=opens_on,
            offers_until=offers_until,
            min_grant_grosze=min_grant_grosze,
            max_grant_grosze=max_grant_grosze,
            max_share_percent=max_share_percent,
            pass_mark_points=pass_mark_points,
            mode=mode,
            task_from=task_from,
            task_until=task_until,
            chosen_from=chosen_from,
            said_at=said_at,
        )
    ]


def note_resolution(state: KnownCall, *, call_id: str, resolved_on: date) -> list[CallResolutionNoted]:
    return [] if state.resolved is not None else [CallResolutionNoted(call_id, resolved_on)]


def known_call(state: KnownCall, *, call_id: str) -> CallNoted:
    """The call as it stands announced. Refuses: CallUnknown."""
    if state.announced is None:
        raise CallUnknown(f"no call {call_id} is known here yet", field="call_id")
    return state.announced
