"""Facts become postings: the rows of the shared posting table, applied by code that programme does not have.

Decided facts (programme's own) move on their own day; that they were covered is checked afterwards, not assumed.
A fact of another service has happened: what its account can bear moves, whole, on the first day that bears it; the rest
lies in suspense. A fact whose predecessor is missing waits for it, keyed by call, line or grant.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from audit.facts import Fact
from audit.ledger import Ledger
from audit.places import Grant, Places
from shared.kernel import accounts
from shared.kernel.ids import year_of
from shared.kernel.postings import posting


@dataclass(slots=True)
class Count:
    """One programme year, counted fact by fact."""

    programme: str
    ledger: Ledger = field(default_factory=Ledger)
    stated: dict[str, int] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    waiting: dict[str, list[Fact]] = field(default_factory=dict)

    def take(self, fact: Fact) -> None:
        """Post a fact, and then those that waited for it."""
        needed = self._missing(fact)
        if needed:
            self.waiting.setdefault(needed, []).append(fact)
            return
        _POSTED_BY[fact.name](self, fact)
        for placed in (f"line/{fact.line}", f"call/{fact.call}", f"grant/{fact.grant}"):
            if self.places.know(placed):
                for waiting in self.waiting.pop(placed, []):
                    self.take(waiting)

    def unplaced(self) -> list[Fact]:
        """Facts that still wait for a predecessor; they are in no figure."""
        return [fact for facts in self.waiting.values() for fact in facts]

    def _missing(self, fact: Fact) -> str | None:
        match fact.name:
            case "FundsReserved" | "CallResolved":
                needed = f"call/{fact.call}"
            case "GrantTakenOver":
                needed = f"line/{fact.line}"
            case _ if fact.grant:
                needed = f"grant/{fact.grant}"
            case _:
                return None
        return None if self.places.know(needed) else needed

    def _limit_stated(self, fact: Fact) -> None:
        """The lower of programme and budget is the limit; a cut takes what is free, the rest of it stays pending."""
        self.stated["programme" if fact.name == "ProgrammeAdopted" else "budget"] = fact.amount
        more = min(self.stated.values()) + self.ledger.total(accounts.LIMIT)
        if more > 0:
            self._move(fact, "raise", more, fact.day)
        elif more < 0 and fact.name != "ProgrammeTakenOver":  # the table has no cut for it: a year is taken over once
            self._move(fact, "cut", min(-more, self.ledger.bearable(accounts.FREE, fact.day)), fact.day)

    def _area_allocated(self, fact: Fact) -> None:
        self.places.lines.add(str(fact.line))
        self._move(fact, "", fact.amount, fact.day)

    def _call_opened(self, fact: Fact) -> None:
        self.places.calls[str(fact.call)] = str(fact.line)
        self._move(fact, "", fact.amount, fact.day)

    def _call_resolved(self, fact: Fact) -> None:
        """All that is left goes back, as counted, not as programme states it; what comes in later, when it comes."""
        pool = self.places.account("call", fact)
        for day in (fact.day, *sorted(d for d in self.ledger.changes.get(pool, {}) if d > fact.day)):
            self._move(fact, "", self.ledger.bearable(pool, day), day)
        self.places.resolved.add(str(fact.call))

    def _reserved(self, fact: Fact) -> None:
        line = self.places.calls[str(fact.call)]
        self.places.grants[str(fact.grant)] = Grant(accounts.call_account(line, str(fact.call)), line, fact.call)
        self._move(fact, "", fact.amount, fact.day)

    def _taken_over(self, fact: Fact) -> None:
        self.places.grants[str(fact.grant)] = Grant(accounts.line_account(str(fact.line)), str(fact.line))
        self._happened(fact, [("", fact.amount)])

    def _signed(self, fact: Fact) -> None:
        above = self.ledger.total(self.places.account("reserved", fact)) - fact.amount
        self._happened(fact, [("signed", fact.amount), ("difference", max(0, above))])

    def _returned(self, fact: Fact) -> None:
        case = "same year" if fact.day.year == year_of(self.programme) else "later"
        self._happened(fact, [(case, fact.amount)])

    def _of_grant(self, fact: Fact) -> None:
        self._happened(fact, [("", fact.amount)])

    def _happened(self, fact: Fact, parts: list[tuple[str, int]]) -> None:
        """One fact, one day: all of its parts leave the same account."""
        source = self.places.account(posting(fact.name, parts[0][0]).debit, fact)
        asked = sum(amount for _, amount in parts)
        left = min(asked, max(0, self.ledger.total(source)))
        short = asked - left
        day = self.ledger.first_day_for(source, left, fact.day)
        for case, amount in parts:
            self._move(fact, case, min(amount, left), day)
            left -= min(amount, left)
        if short:
            self.ledger.move(accounts.SUSPENSE_BANK, accounts.suspense_account(str(fact.grant)), short, day)

    def _move(self, fact: Fact, case: str, amount: int, day: date) -> None:
        if amount > 0:
            row = posting(fact.name, case)
            self.ledger.move(self.places.account(row.debit, fact), self.places.account(row.credit, fact), amount, day)


_POSTED_BY: dict[str, Callable[[Count, Fact], None]] = {
    "BudgetDraftSubmitted": Count._limit_stated,
    "ProgrammeAdopted": Count._limit_stated,
    "BudgetAdopted": Count._limit_stated,
    "ProgrammeTakenOver": Count._limit_stated,
    "AreaAllocated": Count._area_allocated,
    "CallOpened": Count._call_opened,
    "CallResolved": Count._call_resolved,
    "FundsReserved": Count._reserved,
    "AwardDeclined": Count._of_grant,
    "ContractSigned": Count._signed,
    "FundsDisbursed": Count._of_grant,
    "ExpenditureAccepted": Count._of_grant,
    "FundsReturned": Count._returned,
    "GrantTakenOver": Count._taken_over,
    "PaymentTakenOver": Count._of_grant,
}


def count(facts: Iterable[Fact], programme: str) -> Count:
    """All of these facts, in this order."""
    counted = Count(programme)
    for fact in facts:
        counted.take(fact)
    return counted
