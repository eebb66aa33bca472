"""A last moment is named by Warsaw's clock, and only by a time that it shows exactly once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.periods import WARSAW, check_wall_clock, instant_of_wall_clock


@pytest.mark.parametrize(
    ("shown", "instant"),
    [
        ("2025-12-10T15:30", datetime(2025, 12, 10, 14, 30, tzinfo=UTC)),
        ("2025-07-01T00:00", datetime(2025, 6, 30, 22, tzinfo=UTC)),
        ("2025-03-30T01:59:59", datetime(2025, 3, 30, 0, 59, 59, tzinfo=UTC)),
        ("2025-03-30T03:00", datetime(2025, 3, 30, 1, tzinfo=UTC)),  # one second later
        ("2025-10-26T01:59:59", datetime(2025, 10, 25, 23, 59, 59, tzinfo=UTC)),
        ("2025-10-26T03:00", datetime(2025, 10, 26, 2, tzinfo=UTC)),  # two hours and a second later
        ("2025-10-27T00:00", datetime(2025, 10, 26, 23, tzinfo=UTC)),
    ],
)
def test_a_time_on_the_clock_is_an_instant(shown: str, instant: datetime) -> None:
    assert instant_of_wall_clock(shown) == instant


@pytest.mark.parametrize("shown", ["2025-03-30T02:00", "2025-03-30T02:30", "2025-03-30T02:59:59"])
def test_an_hour_that_is_left_out_is_no_last_moment(shown: str) -> None:
    with pytest.raises(ValueError, match="never"):
        check_wall_clock(shown)


@pytest.mark.parametrize("shown", ["2025-10-26T02:00", "2025-10-26T02:30", "2025-10-26T02:59:59"])
def test_an_hour_that_comes_twice_is_no_last_moment(shown: str) -> None:
    with pytest.raises(ValueError, match="twice"):
        check_wall_clock(shown)


@pytest.mark.parametrize("shown", ["2025-12-10T15:30+01:00", "2025-12-10T15:30Z", "tomorrow", "2025-02-29T10:00"])
def test_an_offset_or_another_form_is_turned_down(shown: str) -> None:
    with pytest.raises(ValueError, match=r"offset|Invalid|day is out"):
        check_wall_clock(shown)


@given(st.integers(0, 20 * 365 * 86_400))
def test_every_instant_whose_time_the_clock_shows_once_is_found_by_it(seconds: int):
    instant = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    shown = instant.astimezone(WARSAW)
    other = shown.replace(fold=1 - shown.fold)
    if shown.utcoffset() == other.utcoffset():
        assert instant_of_wall_clock(shown.replace(tzinfo=None, fold=0).isoformat()) == instant
