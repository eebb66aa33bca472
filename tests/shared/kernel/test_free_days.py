"""The library's holidays are those of the act of 18 January 1951, year by year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.kernel.free_days import is_holiday, is_working, statutory_holidays, working_from, working_until

FIXED = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))
ONCE = {date(2018, 11, 12)}
"""The centenary of independence, by an act of its own."""


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def by_the_act(year: int) -> set[date]:
    """Art. 1(1): nine fixed days, 24 December since 2025, Easter and its Monday, Pentecost, Corpus Christi."""
    movable = {easter(year) + timedelta(days=days) for days in (0, 1, 49, 60)}
    eve = {date(year, 12, 24)} if year >= 2025 else set()
    once = {day for day in ONCE if day.year == year}
    return {date(year, month, day) for month, day in FIXED} | movable | eve | once


@pytest.mark.parametrize("year", range(2015, 2036))
def test_the_holidays_are_those_of_the_act_and_no_others(year: int) -> None:
    assert statutory_holidays(year) == by_the_act(year)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28))],
)
def test_easter_falls_where_the_calendar_says(year: int, sunday: date) -> None:
    assert easter(year) == sunday


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 4, 18), True),  # Good Friday
        (date(2025, 4, 21), False),  # Easter Monday
        (date(2025, 6, 19), False),  # Corpus Christi
        (date(2025, 6, 20), True),
        (date(2024, 11, 11), False),
        (date(2024, 12, 24), True),  # Christmas Eve is free since 2025
        (date(2025, 12, 24), False),
        (date(2025, 12, 31), True),
        (date(2018, 11, 12), False),
        (date(2025, 8, 30), False),  # a Saturday
    ],
)
def test_saturdays_and_days_free_by_statute_are_no_working_days(day: date, working: bool) -> None:
    assert is_working(day) is working


def test_a_saturday_is_no_holiday_and_yet_no_term_ends_on_it() -> None:
    saturday, sunday = date(2025, 8, 30), date(2025, 8, 31)
    assert (is_holiday(saturday), is_working(saturday)) == (False, False)
    assert (is_holiday(sunday), is_working(sunday)) == (True, False)


def test_the_nearest_working_day_is_looked_for_in_both_directions() -> None:
    assert working_from(date(2025, 12, 24)) == date(2025, 12, 29)
    assert working_until(date(2025, 12, 28)) == date(2025, 12, 23)
    assert working_from(date(2025, 12, 29)) == date(2025, 12, 29)
