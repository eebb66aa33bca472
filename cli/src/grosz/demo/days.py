"""Working days as a Polish office counts them, and instants of a working day. Days are Warsaw dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from shared.kernel.periods import WARSAW

_FIXED = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))
_CHRISTMAS_EVE_SINCE = 2025
_SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """Statutory holidays on which nobody signs or pays; those that always fall on a Sunday are left out."""
    movable = {easter(year) + timedelta(days=1), easter(year) + timedelta(days=60)}
    eve = {date(year, 12, 24)} if year >= _CHRISTMAS_EVE_SINCE else set()
    return frozenset(movable | eve | {date(year, month, day) for month, day in _FIXED})


def is_working(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def working_from(day: date) -> date:
    """The first working day on this day or after it."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def working_until(day: date) -> date:
    """The last working day on this day or before it."""
    while not is_working(day):
        day -= timedelta(days=1)
    return day


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
