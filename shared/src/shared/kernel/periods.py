"""Civil dates and instants. A date is a day in Warsaw; an instant is UTC.

People name a last moment by the clock on the wall. Twice a year that clock jumps: in March an hour is left out, in
October one comes twice. A time that the clock never shows, or shows twice, is no last moment and is turned down here.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def warsaw_date(instant: datetime) -> date:
    """The civil day on which an instant falls in Warsaw."""
    return instant.astimezone(WARSAW).date()


def end_of_day(day: date) -> datetime:
    """The first instant (UTC) after a Warsaw day. Warsaw's clock never jumps at midnight."""
    return datetime.combine(day + timedelta(days=1), time(), WARSAW).astimezone(UTC)


def instant_of_wall_clock(text: str) -> datetime:
    """The instant (UTC) at which Warsaw's clock shows "2025-12-10T15:30" (or with ":00" seconds).

    Raises ValueError for no such form, and for a time that the clock shows never or twice that day.
    """
    shown = datetime.fromisoformat(text)
    if shown.tzinfo is not None:
        raise ValueError("the time on Warsaw's clock bears no offset")
    first, second = (shown.replace(tzinfo=WARSAW, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first != second:
        times = "twice" if first < second else "never"
        raise ValueError(f"on that day Warsaw's clock shows {shown:%H:%M:%S} {times}; name another time")
    return first


def check_wall_clock(text: str) -> str:
    """The same text, when it names one instant. Raises ValueError."""
    instant_of_wall_clock(text)
    return text


def warsaw_text(instant: datetime) -> str:
    """An instant as Warsaw's clock shows it, for people: "2025-12-10 15:30"."""
    return instant.astimezone(WARSAW).strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
