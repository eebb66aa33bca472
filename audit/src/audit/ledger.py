"""Accounts by effective day, kept as plainly as possible: for each account, what changed on which day.

Its size grows with accounts and the days on which they changed, not with the number of facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Move:
    """A transfer as it is stored, in grosze."""

    debit: str
    credit: str
    amount: int


class Ledger:
    """Amounts in grosze; a day's balance is the one at its end."""

    def __init__(self) -> None:
        self.changes: dict[str, dict[date, int]] = {}

    def move(self, debit: str, credit: str, amount: int, day: date) -> None:
        """Out of one account, into another, on one day."""
        for account, change in ((debit, -amount), (credit, amount)):
            days = self.changes.setdefault(account, {})
            days[day] = days.get(day, 0) + change

    def total(self, account: str) -> int:
        """With everything effective, whenever it takes effect."""
        return sum(self.changes.get(account, {}).values())

    def on(self, account: str, day: date | None) -> int:
        """At the end of a day; None: with everything effective."""
        days = self.changes.get(account, {})
        return sum(change for changed, change in days.items() if day is None or changed <= day)

    def bearable(self, account: str, day: date) -> int:
        """What can be taken out on a day without any end of day from then on falling below zero."""
        balance, least = 0, None
        for changed, change in sorted(self.changes.get(account, {}).items()):
            if changed > day:
                least = balance if least is None else min(least, balance)
            balance += change
        return balance if least is None else min(least, balance)

    def first_day_for(self, account: str, amount: int, day: date) -> date:
        """The first day, from this one on, on which so much can be taken out; this one if there is none."""
        later = sorted(changed for changed in self.changes.get(account, {}) if changed > day)
        return next((d for d in (day, *later) if self.bearable(account, d) >= amount), day)

    def parts_from(self, account: str, day: date) -> Iterator[tuple[date, int]]:
        """Everything that can be taken out from a day on, each part on the first day that bears it.

        Each part must be taken out before the next is asked for.
        """
        later = sorted(changed for changed in self.changes.get(account, {}) if changed > day)
        for moment in (day, *later):
            yield moment, self.bearable(account, moment)

    def below_zero(self, account: str) -> Iterator[tuple[date, int]]:
        """The days at whose end an account lacks money, with its balance."""
        balance = 0
        for day, change in sorted(self.changes.get(account, {}).items()):
            balance += change
            if balance < 0:
                yield day, balance

    def profile(self, account: str) -> dict[date, int]:
        """The days on which the account changed on the whole: equal profiles are equal balances on every day."""
        return {day: change for day, change in self.changes.get(account, {}).items() if change}
