"""Default interest: worked by hand, over changes of rate, to the day of payment (Tax Ordinance art. 53-56, 63)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.domain.claim.interest import charged, exact_interest, first_day_after_term, first_day_after_transfer
from payments.domain.claim.rates import RATES, threshold_on

BOTH_DAYS = (date(2025, 3, 3), date(2025, 10, 15))

# principal, first day, day of payment, exact grosze, and what is charged; the sums stand in the comments
VECTORS = [
    # 66 days at 14.5 %, 56 at 13.5, 63 at 13, 35 at 12.5, 7 at 12: 3053.5 % of 10 000.00 / 365 = 836.575...
    pytest.param(1_000_000, *BOTH_DAYS, Fraction(1_000_000 * 30535, 365 * 1000), 83_700, id="a misused"),
    # due on 31 January, paid on 20 February: 20 days at 11 % of 2 500.00 = 15.068...
    pytest.param(
        250_000, date(2026, 2, 1), date(2026, 2, 20), Fraction(250_000 * 220, 36500), 1_500, id="b returned late"
    ),
    # 37 days at 14.5 %, 56 at 13.5, 63 at 13, 35 at 12.5, 28 at 12, 28 at 11.5, 28 at 11: 3515 % = 5 036.56...
    pytest.param(
        5_230_000,
        date(2025, 4, 1),
        date(2025, 12, 31),
        Fraction(5_230_000 * 3515, 36500),
        503_700,
        id="c most of a year",
    ),
    # 15 days at 13 % of 300.00 = 1.60: not more than three registered letters cost
    pytest.param(
        30_000, date(2025, 7, 16), date(2025, 7, 30), Fraction(30_000 * 195, 36500), 0, id="d below the threshold"
    ),
]


@pytest.mark.parametrize(("principal", "first", "last", "exact", "full"), VECTORS)
def test_interest_as_worked_by_hand(principal, first, last, exact, full):
    found = exact_interest(principal, first=first, last=last)
    assert found == exact
    assert charged(found, last) == full


def test_only_the_sum_is_rounded_and_half_a_zloty_goes_up():
    day = date(2025, 10, 15)
    assert [charged(Fraction(grosze), day) for grosze in (1049, 1050, 1150)] == [1000, 1100, 1200]
    assert charged(Fraction(10_499, 10), day) == 1000


def test_what_is_not_more_than_the_threshold_is_not_charged():
    day = date(2025, 10, 15)
    assert threshold_on(day) == 870
    assert [charged(Fraction(grosze), day) for grosze in (870, 871)] == [0, 900]


def test_misused_money_bears_interest_from_the_day_of_transfer_and_other_money_after_its_term():
    assert first_day_after_transfer(date(2025, 3, 3)) == date(2025, 3, 3)
    assert first_day_after_term(date(2026, 1, 31)) == date(2026, 2, 1)


def test_nothing_is_owed_for_a_day_before_the_first():
    assert exact_interest(1_000_000, first=date(2025, 3, 3), last=date(2025, 3, 2)) == 0


def test_the_rates_are_in_order_and_none_is_below_the_least_of_the_law():
    assert list(RATES) == sorted(RATES, key=lambda rate: rate.since)
    assert min(rate.basis_points for rate in RATES) == 800


days = st.integers(0, 5000).map(lambda n: date(2014, 10, 9) + timedelta(days=n))


@given(principal=st.integers(1, 10**9), first=days, length=st.integers(0, 2000))
def test_interest_is_the_sum_of_its_days_at_the_rate_of_each(principal, first, length):
    last = first + timedelta(days=length)
    by_day = sum(
        max((rate for rate in RATES if rate.since <= first + timedelta(days=n)), key=lambda r: r.since).basis_points
        for n in range(length + 1)
    )
    assert exact_interest(principal, first=first, last=last) == Fraction(principal * by_day, 365 * 10_000)


@given(principal=st.integers(1, 10**9), first=days, length=st.integers(0, 2000), part=st.integers(0, 10**9))
def test_parts_of_a_principal_bear_together_what_the_whole_bears(principal, first, length, part):
    part, last = part % (principal + 1), first + timedelta(days=length)
    whole = exact_interest(principal, first=first, last=last)
    assert whole == sum(exact_interest(one, first=first, last=last) for one in (part, principal - part))
