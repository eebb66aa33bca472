"""What a row tells of payments. A payment is taken only where its day and its amount are both told."""

from collections.abc import Iterable
from collections.abc import Mapping as Cells
from dataclasses import dataclass, field
from datetime import date

from grosz.register.mapping import Mapping, Payments
from grosz.register.rejects import RowRejected
from grosz.register.terms import Terms, read_terms
from grosz.register.values import Period, Told, read_payment_cell
from shared.kernel.money import split_by_weights

_WHOLE_PERCENT = 100
_LAST_MONTH = 12


@dataclass(frozen=True)
class Paid:
    """Days with amounts (grosze), in the order of days, and remarks on how they are known."""

    payments: tuple[tuple[date, int], ...] = ()
    remarks: frozenset[str] = field(default_factory=frozenset)


def read_payments(cells: Cells[str, str], mapping: Mapping, *, terms: str, amount: int, decided_on: date) -> Paid:
    """Payments of one grant of `amount` grosze, decided on that day, with these words of payment.

    Raises RowRejected where a cell cannot be read, or a payment falls in a later year without
    the mapping calling the grant multi-year.
    """
    if mapping.payments is None:
        return Paid(remarks=frozenset({"payment-unknown"}))
    form = mapping.payments
    told = {column: _told(cells, column, mapping) for column in (form.paid_on, *form.further_dates)}
    said = read_terms(terms, mapping)
    later = _later_column(told, mapping, decided_on.year)
    if later is not None and not said.multi_year:
        raise RowRejected(later, "payment-in-later-year", value=cells[later])
    payments = _payments(told, said, form, amount)
    remarks = {
        "payment-unknown": not payments,
        "multi-year": later is not None,
        "paid-before-decision": any(day < decided_on for day, _ in payments),
        "day-and-month-perhaps-exchanged": _perhaps_exchanged(decided_on, told.values()),
    }
    return Paid(payments, frozenset(code for code, holds in remarks.items() if holds))


def _told(cells: Cells[str, str], column: str, mapping: Mapping) -> Told:
    assert mapping.payments is not None
    try:
        told = read_payment_cell(
            cells[column], mapping.payments, mapping.amount, no_value=frozenset(mapping.file.no_value)
        )
    except ValueError as fault:
        raise RowRejected(column, "payment-date-unreadable", value=cells[column], detail=str(fault)) from fault
    return told


def _later_column(told: dict[str, Told], mapping: Mapping, year: int) -> str | None:
    """The first column that tells of a payment after the year of the decision.

    A period that begins in that year and ends after it tells no payment for certain: whether it
    counts is for the mapping to say (multi_year.open_periods).
    """
    for column, one in told.items():
        days = [*one.days, *(day for day, _ in one.dated_amounts)]
        if any(day.year > year for day in days) or any(_later(period, mapping, year) for period in one.periods):
            return column
    return None


def _later(period: Period, mapping: Mapping, year: int) -> bool:
    if period.first is not None and period.first.year > year:
        return True
    ends_later = period.last is None or period.last.year > year
    return ends_later and not mapping.multi_year.open_periods


def _payments(told: dict[str, Told], terms: Terms, form: Payments, amount: int) -> tuple[tuple[date, int], ...]:
    dated = sorted(pair for one in told.values() for pair in one.dated_amounts)
    if dated:
        if sum(part for _, part in dated) != amount or any(part <= 0 for _, part in dated):
            detail = f"{sum(part for _, part in dated)} and {amount} hundredths"
            raise RowRejected(form.paid_on, "payment-amounts-disagree", detail=detail)
        return tuple(dated)
    days = sorted({day for one in told.values() for day in one.days})
    if any(one.periods for one in told.values()):
        return ()
    if terms.percent:
        return _in_shares(days, terms.percent, amount)
    if terms.single and len(days) == 1 and told[form.paid_on].days:
        return ((days[0], amount),)
    return ()


def _in_shares(days: list[date], percent: tuple[int, ...], amount: int) -> tuple[tuple[date, int], ...]:
    if len(days) != len(percent) or sum(percent) != _WHOLE_PERCENT:
        return ()
    return tuple((day, part) for day, part in zip(days, split_by_weights(amount, percent), strict=True) if part > 0)


def _perhaps_exchanged(decided_on: date, told: Iterable[Told]) -> bool:
    """Whether a payment begins on the day of the decision with day and month exchanged: taken as written, but told."""
    if decided_on.day > _LAST_MONTH or decided_on.day == decided_on.month:
        return False
    mirrored = decided_on.replace(month=decided_on.day, day=decided_on.month)
    return any(mirrored in one.days[:1] or mirrored in {period.first for period in one.periods[:1]} for one in told)
