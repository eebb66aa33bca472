"""Working days of a Polish office."""

from datetime import UTC, date, datetime

from grosz.demo.days import after, instant, working_days_before


def test_so_many_days_later_or_working_days_before_is_a_working_day():
    assert after(date(2025, 12, 22), 2) == date(2025, 12, 29)
    assert working_days_before(date(2025, 12, 29), 1) == date(2025, 12, 23)


def test_an_instant_is_a_minute_of_the_day_in_warsaw():
    assert instant(date(2025, 1, 31), 12 * 60) == datetime(2025, 1, 31, 11, tzinfo=UTC)
    assert instant(date(2025, 7, 31), 12 * 60 + 5) == datetime(2025, 7, 31, 10, 5, tzinfo=UTC)
