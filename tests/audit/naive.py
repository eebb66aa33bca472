"""The naive model of a year: a list of moves. It is what the count has to equal."""

from __future__ import annotations

from datetime import date

from audit.facts import Fact
from shared.kernel.accounts import BALANCES
from tests.audit.year import LINE, OTHER_LINE

FIRST = date(2025, 10, 1)
OWNER = {
    "AwardDeclined": "grants",
    "ContractSigned": "grants",
    "ExpenditureAccepted": "grants",
    "ReliefGranted": "payments",
}
CALLS = {"c1": LINE, "c2": OTHER_LINE}


class Naive:
    """One lawful year, day after day, kept as a list of (day, from, to, amount): all there is to know."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.moves: list[tuple[date, str, str, int]] = []
        self.day = FIRST
        self.held: dict[tuple[str, str], int] = {}
        self.resolved: set[str] = set()
        self.numbers: dict[str, int] = {}

    def begin(self, limit: int) -> None:
        self._fact("BudgetAdopted", limit)
        self._move("limit", "free", limit)
        for call, line in CALLS.items():
            self._fact("AreaAllocated", limit // 2, line=line)
            self._move("free", "allocated", limit // 2)
            self._fact("CallOpened", limit // 3, line=line, call=call)
            self._move("allocated", "opened", limit // 3)
            self.held[call, "pool"] = limit // 3

    def act(self, kind: str, grant: str, part: float) -> None:
        """Do it with this part of what is there; nothing where nothing is there, or the law would refuse it."""
        call = "c1" if grant < "g3" else "c2"
        there = {"reserve": "pool", "decline": "reserved", "sign": "reserved", "pay": "contracted"}.get(
            kind, "disbursed"
        )
        most = self.held.get((call if there == "pool" else grant, there), 0)
        amount = int(most * part)
        if kind == "resolve":
            self._resolve(call)
        elif amount:
            getattr(self, f"_{kind}")(grant, call, amount, most)

    def _reserve(self, grant: str, call: str, amount: int, _: int) -> None:
        if call not in self.resolved and not any(
            self.held.get((grant, s)) for s in ("reserved", "contracted", "disbursed")
        ):
            self.numbers[grant] = self.numbers.get(grant, 0) + 1
            self._fact("FundsReserved", amount, grant=grant, call=call, decision_no=self.numbers[grant])
            self._shift(grant, "opened", "reserved", amount)
            self.held[call, "pool"] -= amount

    def _decline(self, grant: str, call: str, _: int, most: int) -> None:
        self._fact("AwardDeclined", most, grant=grant, call=call, decision_no=self.numbers[grant])
        self._release(grant, call, most)

    def _sign(self, grant: str, call: str, amount: int, most: int) -> None:
        self._fact("ContractSigned", amount, grant=grant, call=call)
        self._shift(grant, "reserved", "contracted", amount)
        self._release(grant, call, most - amount)

    def _pay(self, grant: str, _: str, amount: int, __: int) -> None:
        if self.day.year > FIRST.year:
            return  # a grant is paid within its year (UFP art. 263)
        self._fact("FundsDisbursed", amount, grant=grant)
        self._shift(grant, "contracted", "disbursed", amount)

    def _accept(self, grant: str, _: str, amount: int, __: int) -> None:
        self._fact("ExpenditureAccepted", amount, grant=grant)
        self._shift(grant, "disbursed", "settled", amount)

    def _give_back(self, grant: str, _: str, amount: int, __: int) -> None:
        self._fact("FundsReturned", amount, grant=grant)
        self._shift(grant, "disbursed", "allocated" if self.day.year == 2025 else "returned", amount)

    def _write_off(self, grant: str, _: str, amount: int, __: int) -> None:
        self._fact("ReliefGranted", amount, grant=grant)
        self._shift(grant, "disbursed", "written_off", amount)

    def _resolve(self, call: str) -> None:
        if call not in self.resolved:
            self.resolved.add(call)
            self._fact("CallResolved", self.held[call, "pool"], call=call)
            self._move("opened", "allocated", self.held[call, "pool"])
            self.held[call, "pool"] = 0

    def _release(self, grant: str, call: str, amount: int) -> None:
        self._shift(grant, "reserved", "allocated" if call in self.resolved else "opened", amount)
        self.held[call, "pool"] += 0 if call in self.resolved else amount

    def _shift(self, grant: str, source: str, target: str, amount: int) -> None:
        self._move(source, target, amount)
        self.held[grant, source] = self.held.get((grant, source), 0) - amount
        self.held[grant, target] = self.held.get((grant, target), 0) + amount

    def _move(self, source: str, target: str, amount: int) -> None:
        self.moves.append((self.day, source, target, amount))

    def _fact(self, name: str, amount: int, **about: str | int) -> None:
        number = len(self.facts) + 1
        service = OWNER.get(name, "payments" if name.startswith("Funds") and name != "FundsReserved" else "programme")
        self.facts.append(Fact(service, number, number, f"e{number}", name, self.day, amount, **about))

    def balances(self, until: date) -> dict[str, int]:
        sums = dict.fromkeys(BALANCES, 0)
        for day, source, target, amount in self.moves:
            if day <= until:
                sums[target] += amount
                if source != "limit":
                    sums[source] -= amount
        return sums
