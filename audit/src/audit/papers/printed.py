"""The journal as a printable PDF, with what a printed book has to bear (Accounting Act art. 13(4)–(5), 14).

On every page: unit, book, period, print date, program and version, page x of y; sums carried over from the page before
and to the next one. Lines are laid out twice, once to know how many pages there are; memory grows with pages only,
which the library keeps, compressed, until the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from audit.bundle.manifest import generator
from audit.papers import words
from audit.papers.books import Asked, Line, journal_lines
from audit.warsaw import WARSAW
from shared.kernel import hlc
from shared.kernel.money import format_pln

REGULAR, BOLD = "SourceSansPro", "SourceSansPro-Bold"
_WIDTH, _HEIGHT = landscape(A4)
_MARGIN = 28.0
_SIZE, _LEADING, _PADDING = 7.5, 9.0, 3.0
_COLUMNS = (
    ("Nr", 34.0),
    ("Data zapisu", 50.0),
    ("Data operacji", 48.0),
    ("Data skutku", 48.0),
    ("Treść", 86.0),
    ("Dokument", 72.0),
    ("Osoba", 66.0),
    ("Konto Wn", 148.0),
    ("Konto Ma", 148.0),
    ("Kwota [zł]", 86.0),
)
_TOP = _HEIGHT - _MARGIN - 62.0
_BOTTOM = _MARGIN + 26.0


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page besides the entries. unit: whose book it is, as its name is written."""

    unit: str
    period: str
    printed_at: datetime


@dataclass(slots=True)
class _Row:
    cells: list[list[str]]
    amount: int
    number: int

    @property
    def height(self) -> float:
        return max(map(len, self.cells)) * _LEADING + _PADDING


@dataclass(slots=True)
class _Page:
    """before, after: turnover from the beginning of the year up to the page, and with it."""

    before: int
    rows: list[_Row] = field(default_factory=list)
    room: float = _TOP - _BOTTOM - 3 * (_LEADING + _PADDING)

    @property
    def after(self) -> int:
        return self.before + sum(row.amount for row in self.rows)


def write_pdf(asked: Asked, path: Path, imprint: Imprint) -> int:
    """Gives the number of pages. Raises SourceDown, Unreadable."""
    _fonts()
    pages = sum(1 for _ in _laid_out(asked))
    canvas = Canvas(str(path), pagesize=landscape(A4), pageCompression=1, lang="pl")
    canvas.setTitle(f"{words.JOURNAL} {asked.programme}")
    canvas.setAuthor(imprint.unit)
    canvas.setCreator(generator())
    canvas.setSubject(words.BOOK_NAME)
    for number, page in enumerate(_laid_out(asked), 1):
        _heading(canvas, asked, imprint, number, pages)
        _body(canvas, page)
        _footing(canvas, page, last=number == pages)
        canvas.showPage()
    canvas.save()
    return pages


def _laid_out(asked: Asked) -> Iterator[_Page]:
    """There is one page at least."""
    since = hlc.instant_of(asked.since).astimezone(WARSAW)
    page, running = _Page(0), 0
    for line in journal_lines(asked):
        running += line.amount
        if asked.since and line.recorded_at <= since:
            page = _Page(running)
            continue
        row = _Row(_cells(line), line.amount, line.number)
        if row.height > page.room and page.rows:
            yield page
            page = _Page(page.after)
        page.rows.append(row)
        page.room -= row.height
    yield page


def _cells(line: Line) -> list[list[str]]:
    texts = (
        str(line.number),
        f"{line.recorded_at:%Y-%m-%d %H:%M:%S}",
        line.value_on.isoformat(),
        line.effective_on.isoformat(),
        line.text,
        line.document or "—",
        line.actor,
        line.debit or "—",
        line.credit or "—",
        format_pln(line.amount),
    )
    return [_wrapped(text, width - 2 * _PADDING) for text, (_, width) in zip(texts, _COLUMNS, strict=True)]


def _wrapped(text: str, width: float) -> list[str]:
    """Broken after spaces and strokes, and anywhere where a word is longer than its column."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _long(line + piece) > width:
            lines.append(line)
            line = ""
        line += piece
        while _long(line) > width and len(line) > 1:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or _long(line[:n]) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    begun = 0
    for at, letter in enumerate(text, 1):
        if letter in " /-":
            yield text[begun:at]
            begun = at
    if begun < len(text):
        yield text[begun:]


def _long(text: str) -> float:
    return float(pdfmetrics.stringWidth(text.rstrip(" "), REGULAR, _SIZE))


def _heading(canvas: Canvas, asked: Asked, imprint: Imprint, number: int, pages: int) -> None:
    top, right = _HEIGHT - _MARGIN, _WIDTH - _MARGIN
    canvas.setFont(BOLD, 13)
    canvas.drawString(_MARGIN, top - 11, f"{words.JOURNAL} — {words.BOOK_NAME}")
    canvas.setFont(REGULAR, 9)
    canvas.drawString(_MARGIN, top - 25, f"Jednostka: {imprint.unit}     Program: {asked.programme}")
    canvas.drawString(_MARGIN, top - 37, imprint.period)
    canvas.drawRightString(right, top - 11, f"Strona {number} z {pages}")
    printed = imprint.printed_at.astimezone(WARSAW)
    canvas.drawRightString(right, top - 25, f"Data wydruku: {printed:%Y-%m-%d %H:%M}")
    canvas.drawRightString(right, top - 37, f"Program księgowy: {generator()}")
    canvas.setFont(BOLD, _SIZE)
    canvas.setLineWidth(0.8)
    canvas.line(_MARGIN, _TOP + 14, right, _TOP + 14)
    left = _MARGIN
    for index, (title, width) in enumerate(_COLUMNS):
        _put(canvas, title, left, width, _TOP + 4, to_the_right=index in {0, len(_COLUMNS) - 1})
        left += width
    canvas.line(_MARGIN, _TOP, right, _TOP)


def _body(canvas: Canvas, page: _Page) -> None:
    at = _TOP - _LEADING
    at = _sum(canvas, "Z przeniesienia", page.before, at)
    canvas.setFont(REGULAR, _SIZE)
    canvas.setLineWidth(0.2)
    for row in page.rows:
        left = _MARGIN
        for index, (cell, (_, width)) in enumerate(zip(row.cells, _COLUMNS, strict=True)):
            for line, text in enumerate(cell):
                _put(canvas, text, left, width, at - line * _LEADING, to_the_right=index in {0, len(_COLUMNS) - 1})
            left += width
        at -= row.height
        canvas.line(_MARGIN, at + _LEADING - 1, _WIDTH - _MARGIN, at + _LEADING - 1)
    _sum(canvas, "Suma strony", page.after - page.before, at)


def _footing(canvas: Canvas, page: _Page, *, last: bool) -> None:
    at = _MARGIN + 8
    canvas.setLineWidth(0.8)
    canvas.line(_MARGIN, at + _LEADING, _WIDTH - _MARGIN, at + _LEADING)
    _sum(canvas, "Razem obroty od początku roku" if last else "Do przeniesienia", page.after, at)
    if page.rows:
        canvas.setFont(REGULAR, _SIZE)
        canvas.drawString(_MARGIN, at, f"Pozycje {page.rows[0].number}–{page.rows[-1].number}")


def _sum(canvas: Canvas, title: str, amount: int, at: float) -> float:
    """Gives where the next line stands."""
    canvas.setFont(BOLD, _SIZE)
    canvas.drawRightString(_WIDTH - _MARGIN - _COLUMNS[-1][1], at, title)
    canvas.drawRightString(_WIDTH - _MARGIN - _PADDING, at, format_pln(amount))
    return at - _LEADING - _PADDING


def _put(canvas: Canvas, text: str, left: float, width: float, at: float, *, to_the_right: bool) -> None:
    if to_the_right:
        canvas.drawRightString(left + width - _PADDING, at, text)
    else:
        canvas.drawString(left + _PADDING, at, text)


@cache
def _fonts() -> None:
    """Source Sans (SIL Open Font Licence), embedded: the fonts that every PDF reader has lack Polish letters."""
    folder = files("font_source_sans_pro") / "files"
    for name, file in ((REGULAR, "SourceSansPro-Regular.ttf"), (BOLD, "SourceSansPro-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
