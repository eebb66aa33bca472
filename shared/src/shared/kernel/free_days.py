"""Statutory holidays in Poland, from the library `holidays`, checked against the act for 2015 to 2035 in a test.

The library is only asked for the days of one year: a plain table, without clock, network or file. It is used when
something is decided and never when history is replayed, since facts keep the days that were worked out; so a newer
edition of the table (a new holiday, as 24 December was) changes no yesterday.

Law: Act of 18 January 1951 on days free from work, art. 1(1); 24 December since 2025.
"""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

_SATURDAY = 5


@cache
def statutory_holidays(year: int) -> frozenset[date]:
    """The days of a year that are free by statute, Sundays among them only where they are feasts by name."""
    return frozenset(country_holidays("PL", years=year))


def is_holiday(day: date) -> bool:
    """A Sunday or a day free by statute."""
    return day.weekday() > _SATURDAY or day in statutory_holidays(day.year)


def is_working(day: date) -> bool:
    """Neither a Saturday nor free by statute: a day on which a term may end (KC art. 115; KPA art. 57 § 4)."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


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
