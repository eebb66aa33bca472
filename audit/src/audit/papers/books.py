"""The three books as tables: rows are made as they are asked for, so that memory does not grow with history.

Journal: every entry in the order of its numbers, one row for each transfer; entries that move nothing have one row too.
It goes by recording, so that numbers follow one another (art. 14(2)); the sheet goes by days of effect.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audit.meanings import JOURNAL_ENTRY
from audit.papers import words
from audit.sources import Source
from audit.sources.merged import merged
from audit.sources.record import Record, Unreadable
from audit.turnovers import turnovers
from audit.warsaw import WARSAW
from shared.kernel import hlc

TEXT, NUMBER, MONEY, DAY, INSTANT = "text", "number", "money", "day", "instant"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the books are about. until: the greatest stamp that counts; since: that before the first that is listed;
    first, last: days of effect of the sheet's period, inclusive."""

    source: Source
    programme: str
    until: int
    since: int = 0
    first: date = date.min
    last: date = date.max


@dataclass(frozen=True, slots=True)
class Book:
    """name: that of its file; columns: heading and kind of each; read as often as wanted."""

    name: str
    title: str
    columns: Sequence[tuple[str, str]]
    rows: Callable[[], Iterator[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Line:
    """One transfer of a journal entry. debit None: the entry moves nothing."""

    number: int
    recorded_at: datetime
    value_on: date
    effective_on: date
    fact: str
    document: str | None
    actor: str
    debit: str | None = None
    credit: str | None = None
    amount: int = 0

    @property
    def text(self) -> str:
        return words.FACTS.get(self.fact, self.fact)


def journal_lines(asked: Asked) -> Iterator[Line]:
    """From the first entry on, those before `since` too: sums run from there. Raises Unreadable, SourceDown."""
    for record in asked.source.records("programme"):
        if record.stamp > asked.until:
            return
        if record.name == JOURNAL_ENTRY:
            yield from _lines(record, asked.programme)


def _lines(record: Record, programme: str) -> Iterator[Line]:
    try:
        data = record.data
        if data["programme_id"] != programme:
            return
        entry = Line(
            number=record.version,
            recorded_at=hlc.instant_of(record.stamp).astimezone(WARSAW),
            value_on=date.fromisoformat(data["value_on"]),
            effective_on=date.fromisoformat(data["effective_on"]),
            fact=data["fact"],
            document=data.get("document"),
            actor=str(record.envelope.get("on_behalf_of") or record.envelope.get("actor")),
        )
        moves = [*data["transfers"], *data["suspense"]]
        about = (entry.number, entry.recorded_at, entry.value_on, entry.effective_on, entry.fact, entry.document)
        for move in moves:
            yield Line(*about, entry.actor, move["debit"], move["credit"], move["amount_grosze"])
        if not moves:
            yield entry
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"{record} is no journal entry: {error!r}") from error


def journal(asked: Asked) -> Book:
    """The running turnover counts every transfer once, from the first entry of the year."""

    def rows() -> Iterator[tuple[Any, ...]]:
        running, since = 0, hlc.instant_of(asked.since).astimezone(WARSAW)
        for line in journal_lines(asked):
            running += line.amount
            if asked.since and line.recorded_at <= since:
                continue
            yield (
                line.number,
                line.recorded_at,
                line.value_on,
                line.effective_on,
                line.text,
                line.document,
                line.actor,
                line.debit,
                line.credit,
                line.amount,
                running,
            )

    columns = (
        ("Nr pozycji", NUMBER),
        ("Data zapisu", INSTANT),
        ("Data operacji", DAY),
        ("Data skutku", DAY),
        ("Treść", TEXT),
        ("Dokument", TEXT),
        ("Osoba", TEXT),
        ("Konto Wn", TEXT),
        ("Konto Ma", TEXT),
        ("Kwota", MONEY),
        ("Obroty narastająco", MONEY),
    )
    return Book("dziennik", words.JOURNAL, columns, rows)


def sheet(asked: Asked) -> Book:
    """Balances before the period, its turnovers, those to date, balances at its end (Accounting Act art. 18(1))."""

    def rows() -> Iterator[tuple[Any, ...]]:
        found = turnovers(asked.source, asked.programme, until=asked.until, first=asked.first, last=asked.last)
        for account, one in found.items():
            debit_to_date, credit_to_date = one.debit + one.debit_before, one.credit + one.credit_before
            yield (
                account,
                *_sides(one.opening),
                one.debit,
                one.credit,
                debit_to_date,
                credit_to_date,
                *_sides(one.closing),
            )

    columns = (
        ("Konto", TEXT),
        ("Saldo początkowe Wn", MONEY),
        ("Saldo początkowe Ma", MONEY),
        ("Obroty Wn", MONEY),
        ("Obroty Ma", MONEY),
        ("Obroty narastająco Wn", MONEY),
        ("Obroty narastająco Ma", MONEY),
        ("Saldo końcowe Wn", MONEY),
        ("Saldo końcowe Ma", MONEY),
    )
    return Book("zestawienie-obrotow-i-sald", words.SHEET, columns, rows)


def facts(asked: Asked) -> Book:
    """Every fact of the year that names the programme, from all services, in the order of the clocks."""

    def rows() -> Iterator[tuple[Any, ...]]:
        for record in merged(asked.source, since=asked.since + 1 if asked.since else None, until=asked.until):
            envelope = record.envelope
            data: dict[str, Any] = envelope.get("data") or {}
            if data.get("programme_id") != asked.programme:
                continue
            amount = data.get("amount_grosze")
            yield (
                record.service,
                record.position,
                hlc.instant_of(record.stamp).astimezone(WARSAW),
                _day(envelope.get("effective_on")),
                record.name,
                record.stream,
                data.get("call_id"),
                data.get("grant_id"),
                str(envelope.get("on_behalf_of") or envelope.get("actor")),
                amount if isinstance(amount, int) else None,
                record.event_id,
            )

    columns = (
        ("Usługa", TEXT),
        ("Pozycja", NUMBER),
        ("Data zapisu", INSTANT),
        ("Data skutku", DAY),
        ("Fakt", TEXT),
        ("Strumień", TEXT),
        ("Konkurs", TEXT),
        ("Dotacja", TEXT),
        ("Osoba", TEXT),
        ("Kwota", MONEY),
        ("Identyfikator", TEXT),
    )
    return Book("wykaz-faktow", words.FACTS_LIST, columns, rows)


def _sides(balance: int) -> tuple[int, int]:
    """Debit side, credit side."""
    return max(-balance, 0), max(balance, 0)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None
