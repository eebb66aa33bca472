"""Working days of a Polish office."""

from datetime import UTC, date, datetime

import pytest

from grosz.demo.days import after, easter, instant, is_working, working_days_before, working_from, working_until


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
        (date(2026, 1, 6), False),
        (date(2025, 8, 30), False),  # a Saturday
    ],
)
def test_weekends_and_statutory_holidays_are_no_working_days(day: date, working: bool):
    assert is_working(day) is working


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28))],
)
def test_easter_falls_where_the_calendar_says(year: int, sunday: date):
    assert easter(year) == sunday


def test_the_nearest_working_day_is_looked_for_in_both_directions():
    assert working_from(date(2025, 12, 24)) == date(2025, 12, 29)
    assert working_until(date(2025, 12, 28)) == date(2025, 12, 23)
    assert working_from(date(2025, 12, 29)) == date(2025, 12, 29)
    assert after(date(2025, 12, 22), 2) == date(2025, 12, 29)
    assert working_days_before(date(2025, 12, 29), 1) == date(2025, 12, 23)


def test_an_instant_is_a_minute_of_the_day_in_warsaw():
    assert instant(date(2025, 1, 31), 12 * 60) == datetime(2025, 1, 31, 11, tzinfo=UTC)
    assert instant(date(2025, 7, 31), 12 * 60 + 5) == datetime(2025, 7, 31, 10, 5, tzinfo=UTC)
