"""Noting what programme says of a year; an earlier word that arrives late changes nothing."""

from grants.domain.known_year.events import YearNoted
from grants.domain.known_year.state import KnownYear


def note_year(
    state: KnownYear, *, programme_id: str, in_force: bool, cut_pending_grosze: int, said_at: int
) -> list[YearNoted]:
    if said_at <= state.said_at:
        return []
    return [YearNoted(programme_id, in_force, cut_pending_grosze, said_at)]
