"""The books of a year, written into a new folder with a manifest: digests, numbers, sums, query, cut, generator."""

import os
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from audit.bundle.manifest import digest, generator
from audit.papers import books
from audit.papers.books import Asked, Book, journal_lines
from audit.papers.csv_files import write_csv
from audit.papers.printed import Imprint, write_pdf
from audit.papers.workbook import write_workbook
from audit.replay import Replay
from audit.sources.merged import last_position
from audit.turnovers import Turnover, turnovers
from audit.warsaw import WARSAW
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json, instant_text

FORM = "grosz-books/1"
CSV, XLSX, PDF = FORMS = ("csv", "xlsx", "pdf")


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. since: recorded after it; first, last: the sheet's days of effect; None: from the beginning,
    to the end. unit: the name of the unit whose books these are."""

    programme: str
    unit: str
    forms: Collection[str]
    since: datetime | None = None
    first: date | None = None
    last: date | None = None


def write_books(
    replay: Replay, order: Order, folder: Path, *, printed_at: datetime, notes: Callable[[str], Sequence[str]]
) -> dict[str, Any]:
    """Write the forms and give the manifest. notes: a service's signed checkpoints, the last of which is stated.

    Raises LookupError: the year has no journal; FileExistsError, SourceDown, Unreadable.
    """
    if folder.exists():
        raise FileExistsError(folder)
    asked = Asked(
        replay.source,
        order.programme,
        until=replay.until,
        since=hlc.last_at(order.since) if order.since else 0,
        first=order.first or date.min,
        last=order.last or date.max,
    )
    said = _journal(asked)
    if not said["last_number"]:
        raise LookupError(f"no journal entry of {order.programme} was known at {instant_text(replay.known)}")
    accounts = turnovers(replay.source, order.programme, until=asked.until, first=asked.first, last=asked.last)
    for service, mark in replay.marks.items():
        replay.positions[service] = last_position(replay.source, service, replay.until, within=mark.position)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    beside.mkdir(parents=True)
    try:
        rows = _write(asked, order, beside, made=replay.known, printed_at=printed_at, period=_period(replay, order))
        manifest = {
            "form": FORM,
            "generator": generator(),
            "unit": order.unit,
            "query": {
                "programme": order.programme,
                "known_at": instant_text(replay.known),
                "since": instant_text(order.since) if order.since else None,
                "first_day": order.first,
                "last_day": order.last,
            },
            "cut": replay.cut(),
            "complete": not replay.behind,
            "checkpoints": {service: next(iter(notes(service)[-1:]), None) for service in replay.marks},
            "journal": said,
            "sheet": _sheet(accounts),
            "rows": rows,
            "files": {path.name: digest(path) for path in sorted(beside.iterdir())},
        }
        (beside / "manifest.json").write_bytes(canonical_json(manifest) + b"\n")
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return manifest


def _write(
    asked: Asked, order: Order, folder: Path, *, made: datetime, printed_at: datetime, period: str
) -> dict[str, int]:
    """Gives the rows of each book, and the pages of the printed one."""
    all_books: list[Book] = [books.journal(asked), books.sheet(asked), books.facts(asked)]
    rows: dict[str, int] = {}
    if CSV in order.forms:
        rows |= {book.name: write_csv(book, folder / f"{book.name}.csv") for book in all_books}
    if XLSX in order.forms:
        rows |= write_workbook(all_books, folder / "ksiegi.xlsx", made=made)
    if PDF in order.forms:
        imprint = Imprint(order.unit, period, printed_at)
        rows["dziennik.pdf, strony"] = write_pdf(asked, folder / "dziennik.pdf", imprint)
    return rows


def _journal(asked: Asked) -> dict[str, Any]:
    """First and last number, how many entries, and their turnover. Numbers that do not follow one another are told."""
    first = last = entries = turnover = to_date = 0
    gaps: list[int] = []
    for line in journal_lines(asked):
        to_date += line.amount
        if asked.since and hlc.last_at(line.recorded_at) <= asked.since:
            last = line.number
            continue
        if line.number != last:
            if line.number != last + 1:
                gaps.append(line.number)
            entries, last = entries + 1, line.number
            first = first or line.number
        turnover += line.amount
    return {
        "entries": entries,
        "first_number": first,
        "last_number": last,
        "turnover_grosze": turnover,
        "turnover_to_date_grosze": to_date,
        "numbers_after_a_gap": gaps[:20],
    }


def _sheet(accounts: dict[str, Turnover]) -> dict[str, int]:
    """Both sides of each pair are equal, or the book does not balance."""
    found = accounts.values()
    return {
        "accounts": len(accounts),
        "opening_debit_grosze": sum(max(-one.opening, 0) for one in found),
        "opening_credit_grosze": sum(max(one.opening, 0) for one in found),
        "debit_grosze": sum(one.debit for one in found),
        "credit_grosze": sum(one.credit for one in found),
        "closing_debit_grosze": sum(max(-one.closing, 0) for one in found),
        "closing_credit_grosze": sum(max(one.closing, 0) for one in found),
    }


def _period(replay: Replay, order: Order) -> str:
    begun = f"od {_local(order.since)}" if order.since else "od początku roku"
    return f"Okres zapisów: {begun} do {_local(replay.known)}"


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(WARSAW):%Y-%m-%d %H:%M:%S}"
