"""The law of money once more, as plainly as possible: what the plan's commands do to accounts, from the commands alone.

It shares no code with the services, nor with the plan's own sums. Amounts are grosze.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from grosz.demo.steps import Step


@dataclass(frozen=True)
class Posting:
    """Money moved by a step, on the day on which it takes effect."""

    step: str
    day: date
    debit: str
    credit: str
    amount: int


@dataclass
class NaiveYear:
    """Plays steps in their order. `short` lists what an account could not bear, on the day itself or on a later one."""

    year: int
    postings: list[Posting] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    short: list[Posting] = field(default_factory=list)
    _changes: dict[str, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    _line_of_call: dict[str, str] = field(default_factory=dict)
    _call_of: dict[str, str] = field(default_factory=dict)
    _resolved: set[str] = field(default_factory=set)

    def play(self, steps: Iterable[Step]) -> NaiveYear:
        for step in steps:
            act = getattr(self, f"_{step.command.NAME.replace('-', '_')}", None)
            if act:
                act(step, step.command)
        return self

    def balance(self, account: str) -> int:
        return sum(amount for _, amount in self._changes[account])

    def balances(self) -> dict[str, int]:
        """Totals by the last word of the account: line, call, reserved, contracted, disbursed, settled, returned."""
        totals: dict[str, int] = defaultdict(int)
        for account in list(self._changes):
            totals[account.split()[0]] += self.balance(account)
        return dict(totals)

    def least_from(self, account: str, day: date) -> int:
        """The least that an account holds at the end of this day or any later one."""
        days = {day, *(changed for changed, _ in self._changes[account] if changed > day)}
        return min(sum(amount for changed, amount in self._changes[account] if changed <= on) for on in days)

    def line_of(self, account: str) -> str | None:
        """The line on which an account lies; None for the limit and what is free."""
        kind, _, key = account.partition(" ")
        if kind in ("limit", "free"):
            return None
        if kind in ("line", "returned"):
            return key
        return self._line_of_call[key if kind == "call" else self._call_of[key]]

    def _move(self, step: Step, day: date, debit: str, credit: str, amount: int) -> None:
        posting = Posting(step.name, day, debit, credit, amount)
        if debit != "limit" and self.least_from(debit, day) < amount:
            self.short.append(posting)
        self.postings.append(posting)
        self._changes[debit].append((day, -amount))
        self._changes[credit].append((day, amount))

    def _submit_budget_draft(self, step: Step, command: Any) -> None:
        self._move(step, command.submitted_on, "limit", "free", command.limit_grosze)

    def _allocate_area(self, step: Step, command: Any) -> None:
        self._move(step, step.day, "free", f"line {command.line_id}", command.amount_grosze)

    def _draft_call(self, _: Step, command: Any) -> None:
        self._line_of_call[command.call_id] = command.line_id

    def _approve_call(self, step: Step, command: Any) -> None:
        line = self._line_of_call[command.call_id]
        self._move(step, command.approved_on, f"line {line}", f"call {command.call_id}", command.pool_grosze)

    def _annul_call(self, step: Step, command: Any) -> None:
        call = f"call {command.call_id}"
        self._move(step, command.annulled_on, call, f"line {self._line_of_call[command.call_id]}", self.balance(call))

    def _submit_offer(self, _: Step, command: Any) -> None:
        self._call_of[command.offer_id] = command.call_id

    def _propose_award(self, step: Step, command: Any) -> None:
        call = f"call {self._call_of[command.grant_id]}"
        if self.least_from(call, step.day) < command.amount_grosze:
            self.refused.add(command.grant_id)
        else:
            self._move(step, step.day, call, f"reserved {command.grant_id}", command.amount_grosze)

    def _resolve_call(self, step: Step, command: Any) -> None:
        call = f"call {command.call_id}"
        self._resolved.add(command.call_id)
        left = self.least_from(call, command.resolved_on)
        self._move(step, command.resolved_on, call, f"line {self._line_of_call[command.call_id]}", left)

    def _decline_award(self, step: Step, command: Any) -> None:
        reserved = f"reserved {command.grant_id}"
        self._move(step, command.declined_on, reserved, self._back(command.grant_id), self.balance(reserved))

    def _sign_contract(self, step: Step, command: Any) -> None:
        reserved, contracted = f"reserved {command.grant_id}", f"contracted {command.grant_id}"
        self._move(step, command.signed_on, reserved, contracted, command.amount_grosze)
        if self.balance(reserved):
            self._move(step, command.signed_on, reserved, self._back(command.grant_id), self.balance(reserved))

    def _record_statement(self, step: Step, command: Any) -> None:
        for line in command.lines:
            grant = line.reference.split("/")[0]
            disbursed = f"disbursed {grant}"
            if line.direction == "debit":
                self._move(step, line.value_on, f"contracted {grant}", disbursed, line.amount_grosze)
            else:
                home = f"line {self._line_of_call[self._call_of[grant]]}"
                back = home if line.value_on.year == self.year else home.replace("line", "returned", 1)
                self._move(step, line.value_on, disbursed, back, line.amount_grosze)

    def _accept_report(self, step: Step, command: Any) -> None:
        grant = command.grant_id
        self._move(step, command.accepted_on, f"disbursed {grant}", f"settled {grant}", command.accepted_grosze)

    def _back(self, grant: str) -> str:
        call = self._call_of[grant]
        return f"line {self._line_of_call[call]}" if call in self._resolved else f"call {call}"
