"""The latest word of programme on a year."""

from dataclasses import dataclass

from grants.domain.known_year.events import YearNoted


@dataclass(frozen=True, slots=True)
class KnownYear:
    in_force: bool = False
    cut_pending_grosze: int = 0
    said_at: int = 0


def evolve(state: KnownYear, event: object) -> KnownYear:
    match event:
        case YearNoted() if event.said_at > state.said_at:
            return KnownYear(event.in_force, event.cut_pending_grosze, event.said_at)
    return state
