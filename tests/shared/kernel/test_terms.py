"""Terms as the law counts them: KC art. 111, 112, 115; KPA art. 57; "working days" of UDPP art. 19a(3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.free_days import is_working
from shared.kernel.periods import WARSAW, end_of_day, warsaw_date
from shared.kernel.terms import (
    last_day_of_days,
    last_day_of_months,
    last_day_of_working_days,
    term_passed_at,
    working_days_between,
)

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
LENGTHS = st.integers(1, 400)


@pytest.mark.parametrize(
    ("event", "days", "last"),
    [
        (date(2025, 3, 3), 21, date(2025, 3, 24)),  # Monday to Monday: the day of the event is not counted
        (date(2025, 3, 1), 14, date(2025, 3, 17)),  # ends on Saturday the 15th
        (date(2025, 4, 11), 10, date(2025, 4, 22)),  # ends on Easter Monday
        (date(2025, 12, 3), 21, date(2025, 12, 29)),  # ends on 24 December 2025, free, then Thursday to Sunday
        (date(2024, 12, 3), 21, date(2024, 12, 24)),  # in 2024 the same day was no free day
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
    ],
)
def test_a_term_of_days_begins_the_day_after_and_never_ends_on_a_free_day(event: date, days: int, last: date) -> None:
    assert last_day_of_days(event, days) == last


@pytest.mark.parametrize(
    ("event", "months", "last"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),  # no 31st: the month's last day
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 14), 2, date(2026, 1, 14)),
        (date(2025, 10, 1), 1, date(2025, 11, 3)),  # All Saints on a Saturday, then Sunday
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 2)),  # New Year
    ],
)
def test_a_term_of_months_ends_on_the_day_of_the_same_number(event: date, months: int, last: date) -> None:
    assert last_day_of_months(event, months) == last


@pytest.mark.parametrize(
    ("event", "last"),
    [
        (date(2025, 3, 3), date(2025, 3, 12)),  # one week-end
        (date(2025, 4, 17), date(2025, 4, 29)),  # Good Friday is a working day, Easter Monday is not
        (date(2025, 4, 28), date(2025, 5, 8)),  # 1 May; 3 May is a Saturday
        (date(2025, 12, 22), date(2026, 1, 7)),  # 24 to 26 December, New Year, Epiphany
        (date(2024, 12, 20), date(2025, 1, 3)),  # 24 December 2024 still counts
    ],
)
def test_seven_working_days_leave_out_saturdays_and_free_days(event: date, last: date) -> None:
    assert last_day_of_working_days(event, 7) == last


@given(DAYS, LENGTHS)
def test_a_term_is_never_shorter_than_it_says_and_ends_on_the_first_working_day_that_will_do(event: date, n: int):
    last = last_day_of_days(event, n)
    assert is_working(last)
    assert last - event >= timedelta(days=n)
    assert not any(is_working(event + timedelta(days=d)) for d in range(n, (last - event).days))


@given(DAYS, st.integers(1, 120))
def test_working_days_are_counted_one_by_one(event: date, n: int):
    last = last_day_of_working_days(event, n)
    assert is_working(last)
    assert working_days_between(event, last) == n
    assert working_days_between(event, last - timedelta(days=1)) == n - 1
    assert last >= last_day_of_days(event, n)


@given(DAYS, st.integers(1, 60), st.integers(0, 30))
def test_a_later_event_never_ends_a_term_earlier(event: date, n: int, later: int):
    after = event + timedelta(days=later)
    assert last_day_of_days(after, n) >= last_day_of_days(event, n)
    assert last_day_of_months(after, n) >= last_day_of_months(event, n)
    assert last_day_of_working_days(after, n) >= last_day_of_working_days(event, n)


@given(DAYS, LENGTHS)
def test_a_term_has_passed_at_the_midnight_that_ends_its_last_day(event: date, n: int):
    passed = term_passed_at(event, n)
    assert passed == end_of_day(last_day_of_days(event, n))
    assert warsaw_date(passed - timedelta(microseconds=1)) == last_day_of_days(event, n)
    local = passed.astimezone(WARSAW)
    assert (local.hour, local.minute, local.second) == (0, 0, 0)


def test_a_day_on_which_the_clock_changes_is_a_whole_day() -> None:
    assert end_of_day(date(2025, 3, 30)) == datetime(2025, 3, 30, 22, tzinfo=UTC)
    assert end_of_day(date(2025, 3, 30)) - end_of_day(date(2025, 3, 29)) == timedelta(hours=23)
    assert end_of_day(date(2025, 10, 26)) - end_of_day(date(2025, 10, 25)) == timedelta(hours=25)


@pytest.mark.parametrize("term", [last_day_of_days, last_day_of_months, last_day_of_working_days])
def test_a_term_of_nothing_is_no_term(term) -> None:
    with pytest.raises(ValueError, match="at least one"):
        term(date(2025, 1, 1), 0)
