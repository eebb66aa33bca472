"""Tables as CSV. For Polish spreadsheets: UTF-8 with a mark, semicolons, a comma before the grosze, CRLF (RFC 4180).

A text that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a line break) gets an apostrophe
before it: names and titles come from outsiders, and a table of the city must not run what they wrote.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.kernel.money import format_pln

_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Pln:
    """An amount in grosze, written in złoty."""

    grosze: int


@dataclass(frozen=True, slots=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


def polish_csv(table: Table) -> bytes:
    return _csv(table, separator=";", amount=lambda grosze: format_pln(grosze).replace(" ", ""))


def standard_csv(table: Table) -> bytes:
    """As standards of open data want it: commas, and a point before the grosze."""
    return _csv(table, separator=",", amount=lambda grosze: format_pln(grosze).replace(" ", "").replace(",", "."))


def _csv(table: Table, *, separator: str, amount: Any) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(table.head)
    writer.writerows([_cell(value, amount) for value in row] for row in table.rows)
    return (_MARK + text.getvalue()).encode()


def _cell(value: Any, amount: Any) -> str:
    match value:
        case None:
            return ""
        case Pln():
            return str(amount(value.grosze))
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return guarded(" ".join(str(part) for part in value))
        case _:
            return guarded(str(value))


def guarded(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
