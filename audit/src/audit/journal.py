"""Programme's journal, folded alone: the figures that it leads to, and the law of money at every prefix of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from audit.entries import Entry, journal_entries
from audit.figures import SUSPENSE, figures_of, kind_of
from audit.ledger import Ledger, Move
from audit.table import in_second_book, in_table
from shared.kernel import accounts, hlc


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that the journal breaks at an entry. balance in grosze, where an account lacks money."""

    number: int
    rule: str
    account: str | None = None
    day: date | None = None
    balance: int | None = None


@dataclass(slots=True)
class Journal:
    """The fold, with what is wrong with it so far."""

    ledger: Ledger = field(default_factory=Ledger)
    breaches: list[Breach] = field(default_factory=list)
    last_number: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=lambda: {"inside": 0, "limit": 0, SUSPENSE: 0})

    def take(self, entry: Entry) -> None:
        """Post an entry and judge the prefix that ends with it."""
        if entry.number != self.last_number + 1:
            self._breach(entry, f"numbers follow one another: {entry.number} comes after {self.last_number}")
        self.last_number = entry.number
        if entry.day < entry.value_on:
            self._breach(entry, f"money moves on the fact's day, {entry.value_on}, or later", day=entry.day)
        if entry.cause_stamp is not None and entry.cause_stamp >= entry.stamp:
            self._breach(entry, "an effect is recorded after its cause")
        for move in (*entry.inside, *entry.suspense):
            self._post(entry, move)
        self._judge_rows(entry)
        self._judge_sums(entry)
        for account in sorted({move.debit for move in entry.inside} - {accounts.LIMIT}):
            self._judge_account(entry, account)

    def _post(self, entry: Entry, move: Move) -> None:
        if move.amount <= 0:
            self._breach(entry, "a transfer moves more than zero", account=move.debit)
        self.ledger.move(move.debit, move.credit, move.amount, entry.day)
        for account, change in ((move.debit, -move.amount), (move.credit, move.amount)):
            kind = kind_of(account)
            if kind is None:
                self._breach(entry, "the chart of accounts has this account", account=account)
            book = kind if kind in self.sums else "inside"
            self.sums[book] += change if kind else 0
            self.totals[account] = self.totals.get(account, 0) + change

    def _judge_rows(self, entry: Entry) -> None:
        for moves, lawful in ((entry.inside, in_table), (entry.suspense, in_second_book)):
            for move in moves:
                if not lawful(entry.fact, move):
                    at = f"{move.debit} → {move.credit}"
                    self._breach(entry, f"the posting table has this transfer for {entry.fact}", account=at)

    def _judge_sums(self, entry: Entry) -> None:
        """Every transfer has one day, so what adds up at a prefix adds up on every day of it."""
        if self.sums["inside"] + self.sums["limit"]:
            self._breach(entry, "the balances add up to the limit", balance=self.sums["inside"] + self.sums["limit"])
        if self.sums[SUSPENSE]:
            self._breach(entry, "the suspense book balances", balance=self.sums[SUSPENSE])

    def _judge_account(self, entry: Entry, account: str) -> None:
        """Only an account that was debited can fall below zero, and only from the day of the entry on.

        The contra account does, and so may the second book: its sign says who holds money that is not theirs.
        """
        if self.totals[account] < 0:
            self._breach(entry, "no account below zero", account=account, balance=self.totals[account])
        least = self.ledger.bearable(account, entry.day)
        if least < 0 <= self.totals[account]:
            day = next((day for day, _ in self.ledger.below_zero(account) if day >= entry.day), entry.day)
            self._breach(entry, "no account below zero on any effective day", account=account, day=day, balance=least)

    def _breach(
        self,
        entry: Entry,
        rule: str,
        *,
        account: str | None = None,
        day: date | None = None,
        balance: int | None = None,
    ) -> None:
        self.breaches.append(Breach(entry.number, rule, account, day, balance))


def fold(entries: Iterable[Entry]) -> Journal:
    """The journal up to the last of these entries."""
    journal = Journal()
    for entry in entries:
        journal.take(entry)
    return journal


def journal_figures(
    dsns: dict[str, str], programme: str, *, as_of: date | None = None, known_at: datetime | None = None
) -> dict[str, Any]:
    """The figures of `grosz budget --json` by the journal alone, and the breaches of the law up to `known_at`."""
    until = hlc.last_at(known_at) if known_at else None
    journal = fold(journal_entries(dsns["programme"], programme, until=until))
    return {**figures_of(journal.ledger, as_of=as_of), "breaches": journal.breaches}
