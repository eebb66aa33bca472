"""Days in Warsaw as stretches of recorded time."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), WARSAW)


def end_of(day: date) -> datetime:
    """The last millisecond of a day: the last instant whose stamps belong to it."""
    return start_of(day + timedelta(days=1)) - timedelta(milliseconds=1)
