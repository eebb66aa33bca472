"""How values look in files for spreadsheets."""

from datetime import date, datetime
from typing import Any

from audit.papers.books import DAY, INSTANT, MONEY

FORMULA_BEGINS_WITH = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula: what people typed must never be carried out."""
    return text.lstrip(" ").startswith(FORMULA_BEGINS_WITH)


def as_text(value: Any, kind: str) -> str:
    """For CSV: decimal comma, no separator of thousands; instants in Warsaw time; a guarded text begins with '."""
    if value is None:
        return ""
    if kind == MONEY:
        sign, (zloty, grosze) = "-" if value < 0 else "", divmod(abs(value), 100)
        return f"{sign}{zloty},{grosze:02}"
    if kind == INSTANT:
        assert isinstance(value, datetime)
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if kind == DAY:
        assert isinstance(value, date)
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and is_formula(text) else text
