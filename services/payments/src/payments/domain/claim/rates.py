"""Rates of default interest and the threshold below which none is charged: dated data, newest last.

A rate is twice the central bank's lombard rate and two percentage points, at least 8 %, and changes on the day on which
that one does (Tax Ordinance art. 56 § 1, 56c). A later change is a new row here. A rate counts from its day on, the
last one until another is known: none after December 2025 was looked up.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Rate:
    """basis_points  hundredths of a percent a year: 1450 is 14.5 %."""

    since: date
    basis_points: int


# How sure a row is: announced = read in a list of announced rates; day known, not read = the day is from knowledge;
# derived = worked out from the lombard rate, the announcement not read.
RATES: tuple[Rate, ...] = (
    Rate(date(2014, 10, 9), 800),  # announced
    Rate(date(2022, 2, 9), 850),  # announced
    Rate(date(2022, 3, 9), 1000),  # announced
    Rate(date(2022, 4, 7), 1200),  # announced
    Rate(date(2022, 5, 6), 1350),  # announced
    Rate(date(2022, 6, 9), 1500),  # announced
    Rate(date(2022, 7, 8), 1600),  # day known, not read
    Rate(date(2022, 9, 8), 1650),  # announced
    Rate(date(2023, 9, 7), 1500),  # day known, not read
    Rate(date(2023, 10, 5), 1450),  # derived; day known, not read
    Rate(date(2025, 5, 8), 1350),  # derived
    Rate(date(2025, 7, 3), 1300),  # derived
    Rate(date(2025, 9, 4), 1250),  # derived
    Rate(date(2025, 10, 9), 1200),  # derived
    Rate(date(2025, 11, 6), 1150),  # derived
    Rate(date(2025, 12, 4), 1100),  # derived
)
RATES_SINCE = RATES[0].since


@dataclass(frozen=True, slots=True)
class Threshold:
    """Interest that is not more than this is not charged: three times the fee for a registered letter."""

    since: date
    grosze: int


THRESHOLDS: tuple[Threshold, ...] = (
    Threshold(RATES_SINCE, 870),  # as it is commonly quoted; neither the fee nor its day was read
)


def threshold_on(day: date) -> int:
    """In grosze; Tax Ordinance art. 54 § 1(5)."""
    return max((one for one in THRESHOLDS if one.since <= day), key=lambda one: one.since, default=THRESHOLDS[0]).grosze
