"""Everything of one programme year that is held against each other, read once from any source, up to a cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from audit.commitments import CommitmentBook
from audit.difference import Difference
from audit.entries import Entry, entry_of
from audit.facts import MONEY_SERVICES, Fact, fact_of
from audit.meanings import COMMITMENT_ENTRY, JOURNAL_ENTRY, MEANINGS, QUIET, stem
from audit.replay import Replay
from audit.sources.record import Record
from audit.statements import Statements

_MONEY_STEMS = frozenset(stem(name) for name in MEANINGS)


@dataclass(slots=True)
class Gathered:
    """The money facts and entries of a year, the commitments' books, the bank's statements, and what is strange.

    Keeps the money facts of the one year in memory. years: all that have money facts here.
    """

    programme: str | None
    facts: list[Fact] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    books: dict[str, CommitmentBook] = field(default_factory=dict)
    statements: Statements = field(default_factory=Statements)
    years: set[str] = field(default_factory=set)
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)
    gaps: Counter[str] = field(default_factory=Counter)

    def read(self, replay: Replay) -> Gathered:
        """Read the cut to its end. Raises UnknownShape, SourceDown, Unreadable."""
        for record in replay.records():
            self.take(record)
        return self

    def take(self, record: Record) -> None:
        self._note_place(record)
        if record.service == "payments":
            self.statements.take(record)
        if record.name == COMMITMENT_ENTRY:
            self.books.setdefault(record.data["undertaking_id"], CommitmentBook()).take(record)
        if record.service not in MONEY_SERVICES or stem(record.name) not in _MONEY_STEMS:
            return
        programme = str(record.data.get("programme_id"))
        fact = fact_of(record, programme)
        if fact or record.name == JOURNAL_ENTRY:
            self.years.add(programme)
        if programme != self.programme:
            return
        if fact:
            self.facts.append(fact)
        if record.name == JOURNAL_ENTRY:
            self.entries.append(entry_of(record))

    def strange(self) -> list[Difference]:
        """Names that may mean money nobody counts, and positions that are missing below the cut."""
        found = [
            Difference("store", f"{service} holds {count} facts named {name}, whose meaning for money is not known")
            for (service, name), count in sorted(self.names.items())
        ]
        return found + [
            Difference("store", f"{service} lacks {count} of {self.last[service]} positions")
            for service, count in sorted(self.gaps.items())
        ]

    def _note_place(self, record: Record) -> None:
        missing = record.position - self.last.get(record.service, 0) - 1
        if missing:
            self.gaps[record.service] += missing
        self.last[record.service] = record.position
        if record.name not in MEANINGS and record.name not in QUIET:
            self.names[record.service, record.name] += 1
