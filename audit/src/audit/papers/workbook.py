"""Books as one XLSX workbook, a sheet for each: numbers are numbers with two decimals, texts are never formulas."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from audit.papers.books import DAY, INSTANT, MONEY, NUMBER, Book
from audit.papers.cells import is_formula

ROWS_MAX = 1_048_576
_WIDTHS = {MONEY: 18, DAY: 12, INSTANT: 19, NUMBER: 10}
_LONGEST_TEXT = 32_767


def write_workbook(books: Sequence[Book], path: Path, *, made: datetime) -> dict[str, int]:
    """Row by row, so that memory holds one. made: what the file says of itself. Gives the rows of each book."""
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "remove_timezone": True})
    workbook.set_properties({"created": made.replace(tzinfo=None), "title": books[0].title})
    writer = _Writer(workbook)
    counts = {book.name: writer.write(book) for book in books}
    workbook.close()
    return counts


class _Writer:
    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._guarded = workbook.add_format({"quote_prefix": True})
        self._formats = {
            MONEY: workbook.add_format({"num_format": "#,##0.00"}),
            DAY: workbook.add_format({"num_format": "yyyy-mm-dd"}),
            INSTANT: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            NUMBER: workbook.add_format({"num_format": "0"}),
        }

    def write(self, book: Book) -> int:
        count, page, at, sheet = 0, 0, ROWS_MAX, None
        for row in book.rows():
            if at == ROWS_MAX:
                page, at, sheet = page + 1, 1, self._sheet(book, page + 1)
            for column, (value, (_, kind)) in enumerate(zip(row, book.columns, strict=True)):
                self._cell(sheet, at, column, value, kind)
            at, count = at + 1, count + 1
        if not page:
            self._sheet(book, 1)
        return count

    def _sheet(self, book: Book, page: int) -> Any:
        sheet = self._workbook.add_worksheet(book.title if page == 1 else f"{book.title} {page}")
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (heading, kind) in enumerate(book.columns):
            sheet.set_column(column, column, _WIDTHS.get(kind, 40 if heading.startswith("Konto") else 22))
            sheet.write_string(0, column, heading, self._heading)
        return sheet

    def _cell(self, sheet: Any, row: int, column: int, value: Any, kind: str) -> None:
        if value is None:
            return
        match kind:
            case "money":
                sheet.write_number(row, column, value / 100, self._formats[kind])
            case "number":
                sheet.write_number(row, column, value, self._formats[kind])
            case "day" | "instant":
                sheet.write_datetime(row, column, value, self._formats[kind])
            case _:
                text = str(value)[:_LONGEST_TEXT]
                sheet.write_string(row, column, text, self._guarded if is_formula(text) else None)
