"""CSV bytes -> rows, each with the physical line of the file on which it begins."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grosz.register.mapping import FileForm


class RegisterUnreadable(Exception):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file: decoded, not yet mended, with the line on which it begins (from 1)."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Misshapen:
    """A row with more or fewer cells than the header."""

    line: int
    cells_count: int
    columns_count: int


@dataclass(frozen=True)
class Register:
    """A whole file: how it was decoded, its columns and its rows in their order."""

    encoding: str
    columns: list[str]
    rows: list[Row | Misshapen]


def read_register(path: Path, form: FileForm, *, needed: set[str]) -> Register:
    """Read the file. Raises RegisterUnreadable when it cannot be decoded, or a needed column is missing."""
    try:
        body = path.read_bytes()
    except OSError as fault:
        raise RegisterUnreadable(f"{path}: {fault.strerror}") from fault
    text, encoding = _decoded(body, form.encodings)
    rows = _rows(text, form)
    _, columns = next(rows, (1, []))
    _check_columns(columns, needed)
    return Register(encoding, columns, [_row(line, cells, columns) for line, cells in rows])


def _decoded(body: bytes, encodings: list[str]) -> tuple[str, str]:
    """The first encoding of the list that reads every byte. A strict one must stand before a lenient one."""
    for encoding in encodings:
        try:
            return body.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
        except LookupError as fault:
            raise RegisterUnreadable(f"the mapping names an encoding that does not exist: {encoding}") from fault
    raise RegisterUnreadable(f"none of these encodings reads the file: {', '.join(encodings)}")


def _rows(text: str, form: FileForm) -> Iterator[tuple[int, list[str]]]:
    # Strict: otherwise a quote that is never closed would swallow the rest of the file into one cell.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=form.delimiter, quotechar=form.quote, doublequote=True, strict=True
    )
    begins_at = 1
    try:
        for cells in reader:
            if cells:
                yield begins_at, cells
            begins_at = reader.line_num + 1
    except csv.Error as fault:
        raise RegisterUnreadable(f"line {begins_at}: {fault}") from fault


def _check_columns(columns: list[str], needed: set[str]) -> None:
    if missing := sorted(needed - set(columns)):
        raise RegisterUnreadable(f"the file has no column {', '.join(missing)}")
    if twice := sorted({column for column in columns if columns.count(column) > 1}):
        raise RegisterUnreadable(f"the file has two columns {', '.join(twice)}")


def _row(line: int, cells: list[str], columns: list[str]) -> Row | Misshapen:
    if len(cells) != len(columns):
        return Misshapen(line, len(cells), len(columns))
    return Row(line, dict(zip(columns, cells, strict=True)))
