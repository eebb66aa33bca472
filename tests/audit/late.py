"""A year in which anything is recorded on any day, and reaches programme late and out of order."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from programme.domain import undertaking
from programme.domain.budget import planning
from shared.kernel import accounts
from shared.kernel.refusal import NotYet, Refusal
from tests.audit.naive import FIRST
from tests.audit.year import LINE, OTHER_LINE, Year


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
        self.ended: set[str] = set()

    def act(self, do: Doing) -> None:
        """Do it, unless the rules refuse it or it is too early."""
        try:
            getattr(self, f"_{do.kind}")(do)
        except (Refusal, NotYet):
            return

    def _limit(self, do: Doing) -> None:
        fact = ("ProgrammeAdopted", "BudgetAdopted")[do.which % 2]
        if self.year.budget.status != "closed" and (
            fact == "BudgetAdopted" or self.year.budget.programme_limit is None
        ):
            self.year.state_limit(fact, do.amount * 10, do.on)

    def _amend(self, do: Doing) -> None:
        self.year.amend(("ProgrammeAmended", "BudgetAmended")[do.which % 2], do.amount * 10, do.on)

    def _cut(self, do: Doing) -> None:
        """All that is pending, out of the first accounts that can bear it."""
        book, left, releases = self.year.budget.book, self.year.budget.cut_pending, []
        left -= min(left, book.account("free").least_from(do.on))
        for account in self._plan():
            part = min(left, max(0, book.account(account).least_from(do.on)))
            if part and account != "free":
                releases.append((account, part))
                left -= part
        self.year.change(planning.carry_out_cut, do.on, releases=releases)

    def _reallocate(self, do: Doing) -> None:
        lines = (LINE, OTHER_LINE) if do.which % 2 else (OTHER_LINE, LINE)
        self.year.change(
            planning.reallocate, do.on, from_line_id=lines[0], to_line_id=lines[1], amount_grosze=do.amount
        )

    def _deallocate(self, do: Doing) -> None:
        self.year.change(planning.deallocate, do.on, line_id=LINE, amount_grosze=do.amount)

    def _pool(self, do: Doing) -> None:
        line = (LINE, OTHER_LINE)[do.which % 2]
        self.year.change(planning.set_small_grant_pool, do.on, line_id=line, pool_grosze=do.amount - 1)

    def _block(self, do: Doing) -> None:
        account = self._plan()[do.which % len(self._plan())]
        self.year.change(planning.block, do.on, account=account, amount_grosze=do.amount)

    def _unblock(self, do: Doing) -> None:
        for account in self._plan():
            blocked = self.year.budget.book.account(accounts.blocked_twin(account)).least_from(do.on)
            if blocked:
                amount = min(blocked, do.amount)
                self.year.change(planning.unblock, do.on, account=account, amount_grosze=amount)

    def _change_pool(self, do: Doing) -> None:
        by = do.amount if do.which % 2 else -do.amount
        self.year.change(planning.change_call_pool, do.on, call_id="c1", pool_change_grosze=by)

    def _open(self, do: Doing) -> None:
        if not self.year.budget.calls.get("c2"):
            self.year.open_call(do.amount, do.on, "c2", (LINE, OTHER_LINE)[do.which % 2])

    def _annul(self, do: Doing) -> None:
        self.year.annul(do.on, ("c1", "c1", "c2")[do.which % 3])

    def _close(self, do: Doing) -> None:
        if self.year.budget.status != "closed":
            self.year.close(do.on)

    def _plan(self) -> list[str]:
        """The accounts that hold what is planned, and may be blocked."""
        held = ("free", "allocated", "pool", "opened")
        return [name for name, _ in sorted(self.year.budget.book.accounts.items()) if accounts.balance_of(name) in held]

    def _reserve(self, do: Doing) -> None:
        if do.grant not in self.signed:
            number = self.numbers.get(do.grant, 0) + 1
            self.year.reserve(do.grant, do.amount, do.on, ("c1", "c1", "c2")[do.which % 3], no=number)
            self.numbers[do.grant] = number

    def _decline(self, do: Doing) -> None:
        if do.grant in self.numbers and do.grant not in self.signed:
            number = max(1, self.numbers[do.grant] - do.which % 2)
            row = ("AwardDeclined", "AwardLapsed", "AwardRevoked")[do.which % 3]
            self.year.decline(do.grant, do.amount, do.on, no=number, row=row)

    def _increase(self, do: Doing) -> None:
        if do.grant in self.signed:
            number = self.numbers[do.grant] + 1
            self.year.increase(do.grant, do.amount, do.on, no=number)
            self.numbers[do.grant] = number

    def _drop(self, do: Doing) -> None:
        if do.grant in self.signed and self.numbers[do.grant] > 1:
            number = max(2, self.numbers[do.grant] - do.which % 2)
            self.year.decline(do.grant, do.amount, do.on, no=number, row="IncreaseDropped")

    def _annex(self, do: Doing) -> None:
        if do.grant in self.signed:
            self.year.annex(do.grant, ("up", "up", "down")[do.which % 3], do.amount, do.on)

    def _terminate(self, do: Doing) -> None:
        if do.grant in self.signed - self.ended:
            self.year.terminate(do.grant, do.amount, do.on)
            self.ended.add(do.grant)

    def _cancel(self, do: Doing) -> None:
        if do.grant in self.signed:
            self.year.cancel(do.grant, do.amount, do.on)

    def _send_back(self, do: Doing) -> None:
        if do.grant in self.signed:
            self.year.send_back(do.grant, do.amount, do.on)

    def _write_off(self, do: Doing) -> None:
        if do.grant in self.signed:
            row = ("ReliefGranted", "ClaimTimeBarred")[do.which % 2]
            self.year.write_off(do.grant, do.amount, do.on, row=row)

    def _withdraw(self, do: Doing) -> None:
        accepted = self.year.accepted.get(do.grant, 0)
        if accepted:
            self.year.withdraw(do.grant, min(accepted, do.amount), do.on)

    def _confirm_year(self, do: Doing) -> None:
        if "m1" not in self.year.undertaking.made:
            self.year.commit("m1", do.amount, do.on)
        self.year.confirm_year("m1", do.on, (LINE, OTHER_LINE)[do.which % 2])

    def _reduce_year(self, do: Doing) -> None:
        if undertaking.is_confirmed(self.year.undertaking, grant_id="m1", year=2025):
            self.year.reduce_year("m1", do.amount, do.on)

    def _drop_draft(self, do: Doing) -> None:
        self.year.drop_draft(do.on)

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
        call = ("c1", "c1", "c2")[do.which % 3]
        known = self.year.budget.calls.get(call)
        if known and not known.resolved:
            self.year.resolve(do.on, call)

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
