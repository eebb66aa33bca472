"""The books of multi-year commitments, entry by entry: each year balances in itself, and no account falls below zero.

That a confirmed year stands in that year's budget is the journal's matter: there it is a fact like any other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from audit.difference import Difference
from audit.facts import moves_of
from audit.ledger import Move
from audit.meanings import COMMITMENT_ENTRY, stem
from audit.reading import StoredEvent, stored_events
from audit.sources.record import Record
from shared.kernel.commitments import COMMITMENT_POSTINGS, commitment_account


@dataclass(slots=True)
class CommitmentBook:
    """One undertaking: account to grosze, and what is wrong with it so far."""

    balances: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last_number: int = 0
    breaches: list[str] = field(default_factory=list)

    def take(self, event: StoredEvent | Record) -> None:
        """Post an entry and judge what it leaves."""
        data, number = event.data, event.version
        if number != self.last_number + 1:
            self.breaches.append(f"no. {number} comes after {self.last_number}")
        self.last_number = number
        moves = moves_of(data["transfers"])
        if sum(move.amount for move in moves) != data["amount_grosze"]:
            self.breaches.append(f"no. {number} moves another amount than it states")
        for move in moves:
            if not _lawful(data["fact"], data["year"], data["grant_id"], move):
                self.breaches.append(f"no. {number}: {data['fact']} does not join {move.debit} and {move.credit}")
            self.balances[move.debit] -= move.amount
            self.balances[move.credit] += move.amount
            if self.balances[move.debit] < 0 and not move.debit.endswith("/limit"):
                self.breaches.append(f"no. {number}: {move.debit} falls to {self.balances[move.debit]}")
        allowed = -self.balances[commitment_account(data["year"], "limit")]
        if data["stated_grosze"] is not None and data["stated_grosze"] != allowed:
            self.breaches.append(
                f"no. {number}: {data['stated_grosze']} is stated for {data['year']}, {allowed} is there"
            )


def fold_commitments(events: Iterable[StoredEvent]) -> dict[str, CommitmentBook]:
    """Undertaking to its book."""
    books: dict[str, CommitmentBook] = {}
    for event in events:
        if event.name == COMMITMENT_ENTRY:
            books.setdefault(event.data["undertaking_id"], CommitmentBook()).take(event)
    return books


def commitment_differences(dsn: str) -> list[Difference]:
    """What is wrong with the commitments' books of programme's store."""
    return of_books(fold_commitments(stored_events("programme", dsn, stems=[stem(COMMITMENT_ENTRY)])))


def of_books(books: Mapping[str, CommitmentBook]) -> list[Difference]:
    """What is wrong with books that were folded. books: by undertaking."""
    return [
        Difference("law", f"commitments of {undertaking}, {breach}")
        for undertaking, book in sorted(books.items())
        for breach in book.breaches
    ]


def _lawful(fact: str, year: int, grant: str | None, move: Move) -> bool:
    """Whether the table has a row of this fact that joins these accounts of this year and grant."""
    return any(
        (move.debit, move.credit)
        == (commitment_account(year, row.debit, grant), commitment_account(year, row.credit, grant))
        for row in COMMITMENT_POSTINGS
        if row.fact == fact
    )
