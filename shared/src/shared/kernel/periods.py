"""Civil dates and instants. A date is a day in Warsaw; an instant is UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def warsaw_date(instant: datetime) -> date:
    """The civil day on which an instant falls in Warsaw."""
    return instant.astimezone(WARSAW).date()
