"""The bank's statements against what payments made of them: line by line, sum by sum, and order by order.

Payments keeps of a statement how many lines it has, the sums of its debits and credits, and a digest over direction,
amount and day of each line in their order; and of each line what it moved, or that it fits nothing. So every line can
be put back in its place and the digest counted again: it is right only if no amount and no day was changed on the way.
What a statement does not say here is its opening and closing balance: see `GAP`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audit.checks.terms import next_working
from audit.difference import Difference
from audit.meanings import stem
from audit.sources.record import Record
from shared.kernel.canonical import canonical_json

GAP = (
    "payments' facts hold no opening and closing balances: that no whole statement is missing between two is not "
    "shown by them, only that statements were confirmed as complete"
)
MOVED = {
    "tranche-plan.tranche-disbursed": "debit",
    "tranche-plan.principal-returned": "credit",
    "tranche-plan.disbursement-reversed": "credit",
}
UNMATCHED = "statement.statement-line-unmatched"
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of a statement became. what: the fact's stored name, for people."""

    direction: str
    amount: int
    day: date
    what: str
    place: str

    def __str__(self) -> str:
        return f"{self.place} {self.what}, {self.direction} of {self.day}"


@dataclass(slots=True)
class Statement:
    """place: where it is recorded; None: only lines of it are."""

    place: str | None = None
    lines_count: int = 0
    debits: int = 0
    credits: int = 0
    frame: str = ""
    lines: dict[int, list[Line]] = field(default_factory=dict)


@dataclass(slots=True)
class Statements:
    """All statements, orders and payments of the bank. Memory grows with the lines.

    open_orders  transfers that left in an order and that no statement has shown yet: grant, tranche to order and line
    """

    found: dict[str, Statement] = field(default_factory=dict)
    open_orders: dict[Key, tuple[str, int, date, str]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    paid: dict[Key, tuple[int, date, str]] = field(default_factory=dict)
    confirmed: dict[str, date] = field(default_factory=dict)
    programme_of: dict[str, str] = field(default_factory=dict)
    lines: int = 0

    def take(self, record: Record) -> None:
        """A fact of payments."""
        name = stem(record.name)
        if name in MOVED:
            self._moved(record, name)
        elif name == "statement.statement-recorded":
            self._recorded(record)
        elif name == UNMATCHED:
            data = record.data
            self._place(data, Line(data["direction"], data["amount_grosze"], _day(data), name, str(record)))
        elif name == "payment-order.payment-order-issued":
            self._ordered(record)
        elif name == "payment.payment-disbursed":
            self._paid(record)
        elif name == "tranche-plan.tranches-planned":
            self.programme_of[record.data["grant_id"]] = record.data["programme_id"]
        elif name == "bank-year.statements-confirmed":
            through = date.fromisoformat(record.data["through_on"])
            before = self.confirmed.get(record.data["programme_id"], through)
            self.confirmed[record.data["programme_id"]] = max(before, through)

    def all_differences(self) -> list[Difference]:
        """What the bank's words and payments' facts say differently, with the facts behind it."""
        found = list(self.differences)
        for statement_id, statement in sorted(self.found.items()):
            found += _of_statement(statement_id, statement)
        for (grant, tranche), (order, amount, execute_on, place) in sorted(self.open_orders.items()):
            through = self.confirmed.get(self.programme_of.get(grant, ""))
            if through and execute_on <= through:
                what = (
                    f"{order}: {grant}/{tranche} was to leave on {execute_on}, and no statement up to {through} has it"
                )
                found.append(Difference("bank", what, amount, 0, (place,)))
        return found

    @property
    def waiting(self) -> int:
        """Transfers that were ordered, and that a statement yet to come may show."""
        return len(self.open_orders)

    def _recorded(self, record: Record) -> None:
        data = record.data
        statement = self.found.setdefault(data["statement_id"], Statement())
        if statement.place:
            what = f"statement {data['statement_id']} is recorded twice"
            self.differences.append(Difference("bank", what, facts=(statement.place, str(record))))
        statement.place, statement.lines_count = str(record), data["lines_count"]
        statement.debits, statement.credits = data["debits_grosze"], data["credits_grosze"]
        statement.frame = data.get("frame_sha256", "")

    def _moved(self, record: Record, name: str) -> None:
        data = record.data
        self._place(
            data, Line(MOVED[name], data["amount_grosze"], _day(data), f"{name} {data['grant_id']}", str(record))
        )
        if name == "tranche-plan.tranche-disbursed":
            self._against_order(record, data)
        elif name == "tranche-plan.disbursement-reversed":
            self.paid.pop((data["grant_id"], data["tranche_number"]), None)

    def _against_order(self, record: Record, data: dict[str, Any]) -> None:
        key = data["grant_id"], data["tranche_number"]
        about, day = f"{key[0]}/{key[1]}", _day(data)
        self.paid[key] = data["amount_grosze"], day, str(record)
        order = self.open_orders.pop(key, None)
        if order is None:
            what = f"{about} was debited on {day}, and no order of ours asked for it"
            self.differences.append(Difference("bank", what, 0, data["amount_grosze"], (str(record),)))
            return
        order_id, amount, execute_on, place = order
        behind = (place, str(record))
        if amount != data["amount_grosze"]:
            what = f"{order_id}: {about} was debited with another amount than ordered"
            self.differences.append(Difference("bank", what, amount, data["amount_grosze"], behind))
        if day not in (execute_on, next_working(execute_on)):
            what = f"{order_id}: {about} was ordered for {execute_on}, and debited on {day}"
            self.differences.append(Difference("bank", what, facts=behind))

    def _ordered(self, record: Record) -> None:
        data = record.data
        execute_on = date.fromisoformat(data["execute_on"])
        for payment in data["payments"]:
            key = payment["grant_id"], payment["tranche_number"]
            if key in self.open_orders:
                what = f"{data['order_id']}: {key[0]}/{key[1]} is ordered again before it was debited"
                behind = (self.open_orders[key][3], str(record))
                self.differences.append(Difference("bank", what, 0, payment["amount_grosze"], behind))
            self.open_orders[key] = data["order_id"], payment["amount_grosze"], execute_on, str(record)

    def _paid(self, record: Record) -> None:
        """The payment's own fact says what its plan's fact says: both are of one line."""
        data = record.data
        amount, day, place = self.paid.get((data["grant_id"], data["tranche_number"]), (None, None, ""))
        if (amount, day) != (data["amount_grosze"], _day(data)):
            what = f"{data['grant_id']}/{data['tranche_number']} is paid, and its plan says otherwise"
            behind = tuple(filter(None, (place, str(record))))
            self.differences.append(Difference("bank", what, amount, data["amount_grosze"], behind))

    def _place(self, data: dict[str, Any], line: Line) -> None:
        self.lines += 1
        statement = self.found.setdefault(data["statement_id"], Statement())
        statement.lines.setdefault(data["line_number"], []).append(line)


def _of_statement(statement_id: str, statement: Statement) -> list[Difference]:
    """Its lines are all placed, each once; they add up; and the digest over them comes out as it was kept."""
    placed = [line for _, lines in sorted(statement.lines.items()) for line in lines]
    about, facts = f"statement {statement_id}", tuple(map(str, placed))
    if statement.place is None:
        return [Difference("bank", f"{about} is not recorded, and facts name its lines", facts=facts)]
    found = _of_lines(about, statement)
    well_placed = set(statement.lines) == set(range(1, statement.lines_count + 1)) and len(placed) == len(
        statement.lines
    )
    facts = (statement.place, *facts)
    for direction, said in (("debit", statement.debits), ("credit", statement.credits)):
        summed = sum(line.amount for line in placed if line.direction == direction)
        if summed != said:
            found.append(Difference("bank", f"{about}: {direction}s add up otherwise", summed, said, facts))
    if statement.frame and well_placed and _frame(placed) != statement.frame:
        what = f"{about}: an amount, a day or a direction is not as the bank wrote it"
        found.append(Difference("bank", what, facts=facts))
    return found


def _of_lines(about: str, statement: Statement) -> list[Difference]:
    found = []
    for number in sorted({*range(1, statement.lines_count + 1), *statement.lines}):
        lines = statement.lines.get(number, [])
        facts = (str(statement.place), *map(str, lines))
        if number > statement.lines_count or number < 1:
            found.append(Difference("bank", f"{about} has no line {number}, and a fact names it", facts=facts))
        elif len(lines) != 1:
            how = f"is of {len(lines)} facts" if lines else "is of no fact"
            found.append(Difference("bank", f"{about}, line {number} {how}", facts=facts))
        elif lines[0].what == UNMATCHED:
            what = f"{about}, line {number}: a {lines[0].direction} of {lines[0].day} fits no payment"
            found.append(Difference("bank", what, 0, lines[0].amount, facts))
    return found


def _frame(lines: list[Line]) -> str:
    return hashlib.sha256(canonical_json([[line.direction, line.amount, line.day] for line in lines])).hexdigest()


def _day(data: dict[str, Any]) -> date:
    return date.fromisoformat(data["value_on"])
