"""A book as CSV (RFC 4180): UTF-8 with a byte order mark, semicolons and decimal commas, as Polish Excel opens it."""

import csv
from pathlib import Path

from audit.papers.books import Book
from audit.papers.cells import as_text


def write_csv(book: Book, path: Path) -> int:
    """Gives the number of rows below the heading."""
    kinds = [kind for _, kind in book.columns]
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, delimiter=";", lineterminator="\r\n")
        lines.writerow([heading for heading, _ in book.columns])
        for row in book.rows():
            lines.writerow([as_text(value, kind) for value, kind in zip(row, kinds, strict=True)])
            count += 1
    return count
