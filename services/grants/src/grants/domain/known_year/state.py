"""The latest word of programme on a year, and the first adoption of its budget."""

from dataclasses import dataclass, replace
from datetime import date

from grants.domain.known_year.events import YearNoted


@dataclass(frozen=True, slots=True)
class KnownYear:
    """adopted_on: since when the year is in force. A later resolution changes the budget, not that day."""

    in_force: bool = False
    cut_pending_grosze: int = 0
    said_at: int = 0
    adopted_on: date | None = None


def evolve(state: KnownYear, event: object) -> KnownYear:
    match event:
        case YearNoted():
            state = replace(state, adopted_on=first_adoption(state, event.adopted_on))
            if event.said_at > state.said_at:
                return KnownYear(event.in_force, event.cut_pending_grosze, event.said_at, state.adopted_on)
    return state


def first_adoption(state: KnownYear, told_on: date | None) -> date | None:
    """The earlier of the days known; of a year in force whose day was not kept, a later resolution tells nothing."""
    if state.in_force and state.adopted_on is None:
        return None
    return min((day for day in (state.adopted_on, told_on) if day), default=None)
