"""A figure: one number that is read from a database or a bus when somebody asks, never kept up along the way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from shared.kernel import hlc

Connection = psycopg.Connection[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` in snake case with its base unit last; `told` is its HELP; money in integer grosze, time in seconds."""

    name: str
    told: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


ReadFigures = Callable[[Connection, float], Iterable[Figure]]
"""(connection, now as a Unix time) to figures; the connection reads only, each statement for a bounded time."""


def age_seconds(stamp: int | None, now: float) -> float:
    """How long ago a stamp of a store was given; 0 where there is none, or where it lies ahead of our clock."""
    return max(0.0, now - (stamp >> hlc.COUNTER_BITS) / 1000) if stamp else 0.0
