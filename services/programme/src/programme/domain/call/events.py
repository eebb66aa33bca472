"""Facts of a call."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CallOpened:
    """`offers_until` is the first instant (UTC) at which an offer is too late."""

    call_id: str
    programme_id: str
    line_id: str
    number: str
    pool_grosze: int
    opens_on: date
    offers_until: datetime
    min_grant_grosze: int
    max_grant_grosze: int
    max_share_percent: int
    pass_mark_points: int


@dataclass(frozen=True, slots=True)
class CallAnnulled:
    """On one of the two grounds of UDPP art. 18a: "no-offer-submitted" or "no-offer-met-the-requirements"."""

    call_id: str
    programme_id: str
    ground: str
    annulled_on: date


@dataclass(frozen=True, slots=True)
class CallResolved:
    call_id: str
    programme_id: str
    unused_grosze: int
    resolved_on: date
