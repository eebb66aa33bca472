"""Noting what programme says of a year; an earlier word that arrives late tells at most of an earlier adoption."""

from datetime import date

from grants.domain.known_year.events import YearNoted
from grants.domain.known_year.state import KnownYear, first_adoption


def note_year(
    state: KnownYear,
    *,
    programme_id: str,
    in_force: bool,
    cut_pending_grosze: int,
    said_at: int,
    adopted_on: date | None,
) -> list[YearNoted]:
    """Note a word of programme. Nothing happens when a later one is noted and no earlier adoption is told."""
    if said_at <= state.said_at and first_adoption(state, adopted_on) == state.adopted_on:
        return []
    return [YearNoted(programme_id, in_force, cut_pending_grosze, said_at, adopted_on)]
