"""Accounts on the axis of effective days: what an account holds on a day, and on every day from then on."""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from shared.kernel.persistent import PersistentMap


@dataclass(frozen=True, slots=True)
class Transfer:
    """Grosze from one account to another. Money is never made, only moved."""

    debit: str
    credit: str
    amount_grosze: int


@dataclass(frozen=True, slots=True)
class DailyBalance:
    """One account: its total, and the change on each effective day, in order of days."""

    total: int = 0
    changes: tuple[tuple[date, int], ...] = ()

    def add(self, day: date, amount: int) -> "DailyBalance":
        if not self.changes or self.changes[-1][0] < day:
            return DailyBalance(self.total + amount, (*self.changes, (day, amount)))
        if self.changes[-1][0] == day:
            merged = (*self.changes[:-1], (day, self.changes[-1][1] + amount))
            return DailyBalance(self.total + amount, merged)
        changes = dict(self.changes)
        changes[day] = changes.get(day, 0) + amount
        ordered: list[tuple[date, int]] = []
        for change in changes.items():
            insort(ordered, change)
        return DailyBalance(self.total + amount, tuple(ordered))

    def least_from(self, day: date) -> int:
        """The smallest end-of-day balance on this day or any later one: what can be taken out on this day."""
        least = running = self.total
        for changed_on, amount in reversed(self.changes):
            if changed_on <= day:
                break
            running -= amount
            least = min(least, running)
        return least

    def first_day_for(self, amount: int, day: date) -> date | None:
        """The first day from `day` on at which so much can be taken out, or None."""
        if self.least_from(day) >= amount:
            return day
        for changed_on, _ in self.changes:
            if changed_on > day and self.least_from(changed_on) >= amount:
                return changed_on
        return None

    def sweep_from(self, day: date) -> list[tuple[date, int]]:
        """How to take everything out as early as possible from `day` on: (day, amount) pairs, in order of days.

        What is held back by a later day, or comes in on one, is taken on that day.
        """
        taken: list[tuple[date, int]] = []
        for moment in (day, *(changed_on for changed_on, _ in self.changes if changed_on > day)):
            more = self.least_from(moment) - sum(amount for _, amount in taken)
            if more > 0:
                taken.append((moment, more))
        return taken


EMPTY = DailyBalance()


@dataclass(frozen=True, slots=True)
class Book:
    """All accounts of one programme year. The contra account `limit` alone goes below zero: it is what was put in."""

    accounts: PersistentMap[DailyBalance] = field(default_factory=PersistentMap)

    def account(self, name: str) -> DailyBalance:
        return self.accounts.get(name) or EMPTY

    def post(self, transfers: Iterable[Transfer], day: date) -> "Book":
        changed = self.accounts
        for transfer in transfers:
            for name, amount in ((transfer.debit, -transfer.amount_grosze), (transfer.credit, transfer.amount_grosze)):
                changed = changed.set(name, (changed.get(name) or EMPTY).add(day, amount))
        return Book(changed)
