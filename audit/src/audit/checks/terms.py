"""Days counted by the auditor (KC art. 111, 115): the day of the event is not counted; an end moves off free days.

Which days are free is shared data (`shared.kernel.free_days`); the counting is not.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from audit.warsaw import start_of
from shared.kernel.free_days import is_working


def last_day(event_on: date, days: int) -> date:
    """The last day of a term of calendar days; where that is a free day, the next that is none."""
    return next_working(event_on + timedelta(days=days))


def next_working(day: date) -> date:
    while not is_working(day):
        day += timedelta(days=1)
    return day


def over_at(day: date) -> datetime:
    """The first instant after a day in Warsaw."""
    return start_of(day + timedelta(days=1))
