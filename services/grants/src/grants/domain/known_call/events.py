"""What programme said of a call, as far as offers and awards need it. Amounts in grosze."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CallNoted:
    """offers_until (UTC) is the first instant that is too late for an offer."""

    call_id: str
    programme_id: str
    line_id: str
    opens_on: date
    offers_until: datetime
    min_grant_grosze: int
    max_grant_grosze: int
    max_share_percent: int
    pass_mark_points: int


@dataclass(frozen=True, slots=True)
class CallResolutionNoted:
    call_id: str
    resolved_on: date
