"""One cell -> a value. Whatever is not written as the mapping says raises ValueError with the reason."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from grosz.register.mapping import Amounts, Payments
from shared.kernel.money import GROSZE_MAX


@dataclass(frozen=True)
class Period:
    """Days between which something is paid; None is an end that the register leaves open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Told:
    """What the cells of payment tell: single days, periods, and days with the amount paid on each (grosze)."""

    days: tuple[date, ...] = ()
    periods: tuple[Period, ...] = ()
    dated_amounts: tuple[tuple[date, int], ...] = ()


def read_amount(text: str, form: Amounts) -> int:
    """The amount in hundredths of the currency's unit: no, one or two decimals, nothing rounded."""
    bare = text.strip()
    for mark in form.group_marks:
        bare = bare.replace(mark, "")
    match = re.fullmatch(rf"([+-]?)([0-9]+)(?:{re.escape(form.decimal_mark)}([0-9]+))?", bare)
    if match is None:
        raise ValueError("this is not an amount as the mapping writes amounts")
    sign, whole, decimals = match[1], match[2], match[3] or ""
    if decimals[2:].strip("0"):
        raise ValueError("an amount has no more than two decimals")
    hundredths = int(whole) * 100 + int(decimals[:2].ljust(2, "0"))
    if hundredths > GROSZE_MAX:
        raise ValueError("the amount is beyond what the ledger holds")
    return -hundredths if sign == "-" else hundredths


def read_share(text: str) -> Decimal:
    """The part of an amount that is the beneficiary's: above 0, at most 1."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text.strip()) is None:
        raise ValueError("this is not a share")
    share = Decimal(text.strip())
    if not 0 < share <= 1:
        raise ValueError("a share of an amount lies above 0 and is at most 1")
    return share


def read_day(text: str, formats: list[str]) -> date:
    """A day in the first form that fits."""
    bare = text.strip()
    for form in formats:
        try:
            return datetime.strptime(bare, form).date()  # noqa: DTZ007 -- a civil day has no zone
        except ValueError:
            continue
    raise ValueError("this is not a day in any form that the mapping names")


def read_payment_cell(text: str, form: Payments, amounts: Amounts, *, no_value: frozenset[str]) -> Told:
    """Days, periods, or days with amounts, as one cell of payment tells them."""
    bare = text.replace("\r\n", "\n").replace("\r", "\n")
    for pattern in form.ignore:
        bare = re.sub(pattern, "", bare)
    if form.dated_amounts is not None and (pairs := list(re.finditer(form.dated_amounts, bare))):
        return Told(
            dated_amounts=tuple(
                (read_day(pair["day"], form.formats), read_amount(pair["amount"], amounts)) for pair in pairs
            )
        )
    told = [_day_or_period(part, form, no_value) for part in _split(bare, form.list_separators) if part not in no_value]
    return Told(
        days=tuple(one for one in told if isinstance(one, date)),
        periods=tuple(one for one in told if isinstance(one, Period)),
    )


def _split(text: str, separators: list[str]) -> list[str]:
    parts = [text]
    for separator in separators:
        parts = [piece for part in parts for piece in part.split(separator)]
    return [part.strip() for part in parts]


def _halves(text: str, separators: list[str]) -> tuple[str, str, str]:
    """The text before and after the first separator that occurs in it."""
    for separator in separators:
        begins, found, ends = text.partition(separator)
        if found:
            return begins.strip(), found, ends.strip()
    return text, "", ""


def _day_or_period(text: str, form: Payments, no_value: frozenset[str]) -> date | Period:
    try:
        return read_day(text, form.formats)
    except ValueError:
        begins, separated, ends = _halves(text, form.period_separators)
        if not separated:
            raise
    first = None if begins in no_value else read_day(begins, form.formats)
    last = None if ends in no_value or ends in form.open_ends else read_day(ends, form.formats)
    if first is not None and last is not None and last < first:
        raise ValueError("the period ends before it begins")
    return Period(first, last)
