"""The journals of the years while history is read: posted once, and what each entry broke is kept for the rules.

An entry names what caused it; the facts that nobody has posted yet wait here, so that a second entry of one fact, and
an entry of a fact that nobody recorded, find nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from audit.entries import Entry, entry_of
from audit.figures import kind_of
from audit.journal import Breach, Journal
from audit.meanings import MEANINGS, stem
from audit.sources.record import Record
from shared.kernel import accounts
from shared.kernel.accounts import COMMITTED

LIMIT_CHANGES = frozenset(
    {
        "BudgetDraftSubmitted",
        "BudgetDraftDropped",
        "ProgrammeAdopted",
        "BudgetAdopted",
        "ProgrammeAmended",
        "BudgetAmended",
        "CutCarriedOut",
        "ProgrammeTakenOver",
    }
)
_OF_PROGRAMME = frozenset({"ProgrammeAdopted", "ProgrammeAmended"})
_IN_FORCE_BY = frozenset({"BudgetAdopted", "ProgrammeTakenOver"})

CAUSES: dict[str, frozenset[str]] = {
    row: frozenset(stem(name) for name, meaning in MEANINGS.items() if meaning.fact == row)
    for row in {meaning.fact for meaning in MEANINGS.values() if meaning.fact and meaning.service != "programme"}
} | {"FundsReserved": frozenset({"award.proposed", "increase.proposed"})}
"""Row of the posting table to the facts of other services that it may post; a promise answers a question."""

_CAUSING = frozenset().union(*CAUSES.values())


@dataclass(slots=True)
class Book:
    """One year, up to its latest entry.

    stated  what programme and budget say the limit is; committed: what the entries add up to
    cause   of the entry: stored name and id of the fact that it posts, if somebody recorded it and nobody posted it yet
    """

    journal: Journal = field(default_factory=Journal)
    stated: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    in_force: bool = False
    in_force_on: date | None = None
    closed: bool = False
    entry: Entry | None = None
    cause: tuple[str, str] | None = None
    broken: list[Breach] = field(default_factory=list)

    @property
    def limit(self) -> int:
        return -self.journal.totals.get(accounts.LIMIT, 0)

    @property
    def committed(self) -> int:
        return sum(self.sums.get(name, 0) for name in COMMITTED)

    @property
    def cut_pending(self) -> int:
        """What the limit still has to lose, as counted here."""
        return max(0, self.limit - min(self.stated.values())) if self.stated else 0


@dataclass(slots=True)
class Ledgers:
    """Programme id to its book."""

    books: dict[str, Book] = field(default_factory=dict)
    awaited: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)

    def book(self, programme_id: str) -> Book:
        return self.books.setdefault(programme_id, Book())

    def await_entry(self, record: Record) -> None:
        """A fact of another service that an entry is to post."""
        if record.service != "programme" and stem(record.name) in _CAUSING:
            self.awaited[record.service, record.position] = stem(record.name), record.event_id

    def post(self, record: Record) -> None:
        """Post an entry; what the law of money says of it stands in its book until the next one comes."""
        data = record.data
        book = self.book(data["programme_id"])
        entry = entry_of(record)
        known = len(book.journal.breaches)
        book.journal.take(entry)
        book.entry, book.broken = entry, book.journal.breaches[known:]
        for move in entry.inside:
            for account, change in ((move.debit, -move.amount), (move.credit, move.amount)):
                name = kind_of(account) or ""
                book.sums[name] = book.sums.get(name, 0) + change
        if entry.fact in LIMIT_CHANGES and data.get("stated_grosze") is not None:
            book.stated["programme" if entry.fact in _OF_PROGRAMME else "budget"] = data["stated_grosze"]
        if entry.fact in _IN_FORCE_BY and not book.in_force:
            book.in_force, book.in_force_on = True, entry.day
        book.closed = book.closed or entry.fact == "YearClosed"
        cause = data.get("caused_by")
        book.cause = self.awaited.pop((cause["service"], cause["position"]), None) if cause else None
