"""A year in which anything is recorded on any day, and reaches programme late and out of order."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from shared.kernel.refusal import NotYet, Refusal
from tests.audit.naive import FIRST
from tests.audit.year import LINE, Year


class Doing(NamedTuple):
    kind: str
    grant: str
    amount: int
    on: date
    which: int = 0


class Late:
    """Any facts, lawful or not, on any day; they reach programme in any order that its waiting allows."""

    def __init__(self) -> None:
        self.year = Year().begin(1000, 600, 400, FIRST)
        self.numbers: dict[str, int] = {}
        self.signed: set[str] = set()

    def act(self, do: Doing) -> None:
        """Do it, unless the rules refuse it or it is too early."""
        try:
            getattr(self, f"_{do.kind}")(do)
        except (Refusal, NotYet):
            return

    def _limit(self, do: Doing) -> None:
        fact = ("ProgrammeAdopted", "BudgetAdopted")[do.which % 2]
        if fact == "BudgetAdopted" or self.year.budget.programme_limit is None:
            self.year.state_limit(fact, do.amount * 10, do.on)

    def _reserve(self, do: Doing) -> None:
        if do.grant not in self.signed and not self._travels(do.grant):
            number = self.numbers.get(do.grant, 0) + 1
            self.year.reserve(do.grant, do.amount, do.on, no=number)
            self.numbers[do.grant] = number

    def _decline(self, do: Doing) -> None:
        if do.grant in self.numbers and do.grant not in self.signed and not self._travels(do.grant):
            self.year.decline(do.grant, do.amount, do.on)

    def _sign(self, do: Doing) -> None:
        if do.grant in self.numbers and do.grant not in self.signed:
            self.year.sign(do.grant, do.amount, do.on)
            self.signed.add(do.grant)

    def _pay(self, do: Doing) -> None:
        if do.grant in self.signed:
            self.year.pay(do.grant, do.amount, do.on)

    def _accept(self, do: Doing) -> None:
        if self.year.paid.get(do.grant):
            self.year.accept(do.grant, do.amount, do.on)

    def _give_back(self, do: Doing) -> None:
        if do.grant in self.signed:
            self.year.give_back(do.grant, do.amount, do.on)

    def _resolve(self, do: Doing) -> None:
        """On the last day that its pool knows: programme leaves there what comes in after the day of resolution."""
        if "c1" not in {e.data["call_id"] for e in self.year.history.events if e.name == "call.resolved.v1"}:
            pool = self.year.budget.book.account(f"line/{LINE}/call/c1")
            self.year.resolve(max(do.on, *(day for day, _ in pool.changes)))

    def _arrive(self, do: Doing) -> None:
        if self.year.on_the_way:
            self.year.arrive(do.which % len(self.year.on_the_way))

    def arrive_all(self) -> None:
        """Programme tries again after each fact that it could place."""
        for _ in range(len(self.year.on_the_way) ** 2):
            if not self.year.on_the_way:
                return
            try:
                self.year.arrive()
            except NotYet:
                self.year.on_the_way.append(self.year.on_the_way.pop(0))

    def _travels(self, grant: str) -> bool:
        return any(event.data["grant_id"] == grant for event, *_ in self.year.on_the_way)
