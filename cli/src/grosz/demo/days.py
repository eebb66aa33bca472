"""Working days as a Polish office counts them, and instants of a working day. Days are Warsaw dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from shared.kernel.free_days import working_from, working_until
from shared.kernel.periods import WARSAW


def working_days_before(day: date, count: int) -> date:
    """So many working days before a day."""
    for _ in range(count):
        day = working_until(day - timedelta(days=1))
    return day


def after(day: date, days: int) -> date:
    """The first working day that is at least so many days later."""
    return working_from(day + timedelta(days=days))


def instant(day: date, minute: int) -> datetime:
    """A minute of a Warsaw day, counted from midnight, as a UTC instant."""
    return datetime.combine(day, time(minute // 60, minute % 60), WARSAW).astimezone(UTC)
