"""What programme said of a budget year, as far as signing needs it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class YearNoted:
    """cut_pending_grosze: what the limit still has to lose. said_at: position of programme's fact in its store.

    adopted_on: the day of the council's resolution; None for a draft, and where an earlier build did not keep it.
    """

    programme_id: str
    in_force: bool
    cut_pending_grosze: int
    said_at: int
    adopted_on: date | None
