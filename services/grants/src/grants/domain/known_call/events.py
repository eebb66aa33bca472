"""What programme said of a call, as far as offers and awards need it. Amounts in grosze."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CallNoted:
    """offers_until (UTC) is the first instant that is too late for an offer.

    mode: "entrusting" or "supporting". task_from, task_until: between these days a task lies, both included; None where
    the call names none. chosen_from: from this instant offers are chosen; None where they may be at any time.
    said_at: position of programme's fact in its store.
    """

    call_id: str
    programme_id: str
    line_id: str
    opens_on: date
    offers_until: datetime
    min_grant_grosze: int
    max_grant_grosze: int
    max_share_percent: int
    pass_mark_points: int
    mode: str
    task_from: date | None
    task_until: date | None
    chosen_from: datetime | None
    said_at: int


@dataclass(frozen=True, slots=True)
class CallResolutionNoted:
    call_id: str
    resolved_on: date
