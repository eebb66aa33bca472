"""Default interest on a refund: principal × days × rate / 365, in leap years too, for each rate apart.

Law: Tax Ordinance art. 53-56, by UFP art. 67. Nothing is rounded on the way: an amount of interest is an exact
fraction of grosze until it is charged. Both the first day and the day of payment are counted. The first day is the day
of transfer where money was misused (the words of UFP art. 252(6)(1); an office that begins a day later says so in
COUNTS_DAY_OF_TRANSFER), else the day after the last day for giving it back.
"""

from datetime import date, timedelta
from fractions import Fraction

from payments.domain.claim.rates import RATES, threshold_on

COUNTS_DAY_OF_TRANSFER = True

_YEAR_OF_BASIS_POINTS = 365 * 10_000
_ZLOTY = 100


def first_day_after_transfer(transferred_on: date) -> date:
    """The first day of interest on money that was misused."""
    return transferred_on if COUNTS_DAY_OF_TRANSFER else transferred_on + timedelta(days=1)


def first_day_after_term(due_on: date) -> date:
    """The first day of interest on money that should have been given back by a day (UFP art. 251(4), 252(6)(2))."""
    return due_on + timedelta(days=1)


def exact_interest(principal_grosze: int, *, first: date, last: date) -> Fraction:
    """In grosze, not rounded; both days count. Nothing when the last is before the first, or before any known rate."""
    following = [rate.since for rate in RATES[1:]] + [date.max]
    weighed = 0
    for rate, until in zip(RATES, following, strict=True):
        begin, end = max(first, rate.since), min(last, until - timedelta(days=1))
        weighed += max(0, (end - begin).days + 1) * rate.basis_points
    return Fraction(principal_grosze * weighed, _YEAR_OF_BASIS_POINTS)


def charged(exact: Fraction, on: date) -> int:
    """What of it is charged: full złotys, half and more up (art. 63 § 1); up to the threshold nothing (art. 54 § 1)."""
    if exact <= threshold_on(on):
        return 0
    return _ZLOTY * ((2 * exact + _ZLOTY) // (2 * _ZLOTY))
