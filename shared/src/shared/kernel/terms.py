"""Terms: how long somebody has, counted as the law counts (KC art. 111, 112, 115; KPA art. 57).

The day of the event is not counted. A term of days or months ends with the end of its last day; where that is a
Saturday or a day free by statute, with the end of the next day that is neither. "Working days" (UDPP art. 19a(3)) are
only days that are neither. Days are Warsaw dates. What is worked out here is written into a fact when it binds anybody.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta

from shared.kernel.free_days import is_working, working_from
from shared.kernel.periods import end_of_day


def last_day_of_days(event_on: date, days: int) -> date:
    """The last day of a term of calendar days, moved off free days."""
    return working_from(event_on + timedelta(days=_positive(days)))


def last_day_of_months(event_on: date, months: int) -> date:
    """The day that bears the event's number, or the month's last where there is none, moved off free days."""
    year, month = divmod(event_on.year * 12 + event_on.month - 1 + _positive(months), 12)
    return working_from(date(year, month + 1, min(event_on.day, monthrange(year, month + 1)[1])))


def last_day_of_working_days(event_on: date, days: int) -> date:
    """The so-manyth working day after the event; it needs no moving."""
    day = event_on
    for _ in range(_positive(days)):
        day = working_from(day + timedelta(days=1))
    return day


def working_days_between(event_on: date, until: date) -> int:
    """How many working days have passed when `until` ends, the day of the event not counted."""
    return sum(is_working(event_on + timedelta(days=n)) for n in range(1, (until - event_on).days + 1))


def term_passed_at(event_on: date, days: int) -> datetime:
    """The first instant (UTC) after a term of calendar days: the Warsaw midnight that ends its last day."""
    return end_of_day(last_day_of_days(event_on, days))


def _positive(length: int) -> int:
    if length < 1:
        raise ValueError("a term has at least one day or month")
    return length
