"""Facts become postings: the rows of the shared posting table, applied by code that programme does not have.

Decided facts (programme's own) move on their own day; that they were covered is checked afterwards, not assumed.
What empties accounts (a call's end, the year's end) takes everything that is there, each part on the first day that
bears it. Where nobody but programme's entry says which account a decision is about, that account is taken from it.
A fact of another service has happened: what its account can bear moves, whole, on the first day that bears it; the rest
lies in suspense. A fact whose predecessor is missing waits for it, keyed by call, line or grant.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from audit.facts import Fact
from audit.figures import kind_of
from audit.ledger import Ledger
from audit.meanings import BRINGING_BACK
from audit.places import Grant, Places
from shared.kernel import accounts
from shared.kernel.ids import year_of
from shared.kernel.postings import posting

LAPSING = ("free", "allocated", "pool", "opened", "blocked", "reserved", "contracted")
"""Balances of what is planned and not paid: at the year's end they lapse (UFP art. 263(1))."""

UNNAMED = "no account is stated"
"""In the chart there is no such account: what is counted here is a difference."""


@dataclass(slots=True)
class Count:
    """One programme year, counted fact by fact. stated: the last word of programme and of budget on the limit."""

    programme: str
    ledger: Ledger = field(default_factory=Ledger)
    stated: dict[str, int] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    waiting: dict[str, list[Fact]] = field(default_factory=dict)
    closed: bool = False

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
            case "FundsReserved" | "CallResolved" | "CallAnnulled" | "CallPoolIncreased" | "CallPoolReduced":
                needed = f"call/{fact.call}"
            case "GrantTakenOver" | "YearTrancheConfirmed":
                needed = f"line/{fact.line}"
            case _ if fact.grant:
                needed = f"grant/{fact.grant}"
            case _:
                return None
        return None if self.places.know(needed) else needed

    def _moves_nothing(self, fact: Fact) -> None:
        """It stands in the journal because others rest on it."""

    def _limit_stated(self, fact: Fact) -> None:
        """The lower of programme and budget is the limit; a cut takes what is free, the rest of it stays pending."""
        self.stated["programme" if fact.name in ("ProgrammeAdopted", "ProgrammeAmended") else "budget"] = fact.amount
        more = self._lacks()
        if more > 0:
            self._move(fact, "raise", more, fact.day)
        elif more < 0 and fact.name != "ProgrammeTakenOver":  # the table has no cut for it: a year is taken over once
            self._move(fact, "cut", min(-more, self.ledger.bearable(accounts.FREE, fact.day)), fact.day)

    def _lacks(self) -> int:
        """How much the limit still has to grow to be what was stated; below zero: a cut that is pending."""
        return min(self.stated.values(), default=0) + self.ledger.total(accounts.LIMIT)

    def _cut_carried_out(self, fact: Fact) -> None:
        """What the decision names goes to free money; then all that was pending leaves the limit, as counted."""
        for move in fact.moves:
            if move.credit == accounts.FREE:
                self._move(fact, "release", move.amount, fact.day, named=move.debit)
        self._move(fact, "cut", -self._lacks(), fact.day)

    def _area_reallocated(self, fact: Fact) -> None:
        self.places.lines.add(str(fact.line))
        self._about_named(fact)

    def _about_named(self, fact: Fact) -> None:
        """The account comes from the entry, its counterpart and the amount do not."""
        named = [move.debit for move in fact.moves]
        self._move(fact, "", fact.amount, fact.day, named=named[0] if named else UNNAMED)

    def _unblocked(self, fact: Fact) -> None:
        """Back to the account that was blocked, or to its line where that was a call that has ended."""
        blocked = fact.moves[0].debit if fact.moves else UNNAMED
        named = blocked.removesuffix("/blocked")
        if named.rpartition("/call/")[2] in self.places.resolved:
            row = posting(fact.name, "call ended")
            assert (row.debit, row.credit) == ("blocked", "line")
            self.ledger.move(blocked, accounts.line_account(str(fact.line)), fact.amount, fact.day)
        else:
            self._move(fact, "", fact.amount, fact.day, named=named)

    def _pool_set(self, fact: Fact) -> None:
        """The amount is what the pool holds afterwards."""
        more = fact.amount - self.ledger.total(self.places.account("pool", fact))
        self._move(fact, "more" if more > 0 else "less", abs(more), fact.day)

    def _decided(self, fact: Fact) -> None:
        self._move(fact, "", fact.amount, fact.day)

    def _area_allocated(self, fact: Fact) -> None:
        self.places.lines.add(str(fact.line))
        self._move(fact, "", fact.amount, fact.day)

    def _call_opened(self, fact: Fact) -> None:
        self.places.calls[str(fact.call)] = str(fact.line)
        self._move(fact, "", fact.amount, fact.day)

    def _call_ended(self, fact: Fact) -> None:
        """All that is left goes back, as counted, not as programme states it; what comes in later, when it comes."""
        for day, part in self.ledger.parts_from(self.places.account("call", fact), fact.day):
            self._move(fact, "", part, day)
        self.places.resolved.add(str(fact.call))

    def _year_closed(self, fact: Fact) -> None:
        """All that is planned and not paid lapses, as counted, once; the year's further entries say it again."""
        if not self.closed:
            for account in [account for account in self.ledger.changes if kind_of(account) in LAPSING]:
                for day, part in self.ledger.parts_from(account, fact.day):
                    self._move(fact, "", part, day, named=account)
        self.closed = True

    def _reserved(self, fact: Fact) -> None:
        """A first promise comes from the call; one on top of a contract from where the grant's money would go back."""
        known = self.places.grants.get(str(fact.grant))
        if known and known.signed:
            self._note(fact, decision_no=fact.decision_no)
            self._move(fact, "increase", fact.amount, fact.day)
            return
        line = self.places.calls[str(fact.call)]
        self.places.grants[str(fact.grant)] = Grant(
            accounts.call_account(line, str(fact.call)), line, fact.call, fact.decision_no
        )
        self._move(fact, "", fact.amount, fact.day)

    def _taken_over(self, fact: Fact) -> None:
        line = str(fact.line)
        self.places.grants[str(fact.grant)] = Grant(accounts.line_account(line), line, signed=True)
        if self.closed:
            self._happened(fact, [("found later", fact.amount)], then="lapses")
        else:
            self._of_grant(fact)

    def _year_confirmed(self, fact: Fact) -> None:
        line = str(fact.line)
        self.places.grants[str(fact.grant)] = Grant(accounts.line_account(line), line, signed=True)
        self._decided(fact)

    def _released(self, fact: Fact) -> None:
        """It releases what its own decision promised, unless that has lapsed; a later promise is not touched by it."""
        if self.places.grants[str(fact.grant)].decision_no == fact.decision_no and not self.closed:
            self._of_grant(fact)

    def _disbursed(self, fact: Fact) -> None:
        """Found after the year was closed: what lapsed with the contract is paid after all."""
        if fact.name == "FundsDisbursed" and self._after_the_year(fact):
            self._happened(fact, [("", fact.amount)], not_ours=fact.amount)
        else:
            self._happened(fact, [("found later" if self.closed else "", fact.amount)])

    def _signed(self, fact: Fact) -> None:
        self._note(fact, signed=True)
        if not self.closed:
            above = self.ledger.total(self.places.account("reserved", fact)) - fact.amount
            self._happened(fact, [("signed", fact.amount), ("difference", max(0, above))])
        elif not self._after_the_year(fact):
            self._happened(fact, [("found later", fact.amount)], then="lapses")

    def _annexed(self, fact: Fact) -> None:
        if fact.direction == "down":
            self._happened(fact, [("down", fact.amount)], beyond=False)
        elif not self.closed:
            self._happened(fact, [("up", fact.amount)])
        elif not self._after_the_year(fact):
            self._happened(fact, [("found later", fact.amount)], then="lapses")

    def _terminated(self, fact: Fact) -> None:
        self._unpaid_freed(fact)
        self._note(fact, ended=True)

    def _unpaid_freed(self, fact: Fact) -> None:
        """About what is still unpaid: what was paid meanwhile stays paid."""
        self._happened(fact, [("", fact.amount)], beyond=False)

    def _returned(self, fact: Fact) -> None:
        later = self._after_the_year(fact)
        self._brought_back(
            fact, "later" if later else "same year", then="lapses" if self.closed and not later else None
        )

    def _reversed(self, fact: Fact) -> None:
        if self._after_the_year(fact):
            case = "later"
        elif self.closed:
            case = "year closed"
        else:
            case = "contract ended" if self.places.grants[str(fact.grant)].ended else ""
        self._brought_back(fact, case)

    def _brought_back(self, fact: Fact, case: str, *, then: str | None = None, since: date | None = None) -> None:
        """What was paid beyond the contract comes back first: it never was the budget's."""
        owed = self.ledger.total(accounts.suspense_account(str(fact.grant)))
        if since is None:
            since = date(year_of(self.programme), 12, 31) if self.closed and case != "later" else fact.day
        not_ours = min(fact.amount, max(0, owed))
        self._happened(fact, [(case, fact.amount)], not_ours=not_ours, then=then, since=max(since, fact.day))

    def _written_off(self, fact: Fact) -> None:
        """On its own day, in a closed year too: what was paid waits for no year's end."""
        self._brought_back(fact, "", since=fact.day)

    def _of_grant(self, fact: Fact) -> None:
        self._happened(fact, [("", fact.amount)])

    def _after_the_year(self, fact: Fact) -> bool:
        return fact.day.year > year_of(self.programme)

    def _note(self, fact: Fact, **what: Any) -> None:
        grant = str(fact.grant)
        self.places.grants[grant] = replace(self.places.grants[grant], **what)

    def _happened(
        self,
        fact: Fact,
        parts: list[tuple[str, int]],
        *,
        not_ours: int = 0,
        then: str | None = None,
        beyond: bool = True,
        since: date | None = None,
    ) -> None:
        """One fact, one day: all of its parts leave the same account; what it lacks, and `not_ours`, is suspense.

        then   the case that takes what was moved further on the same day; beyond: whether lacking money is suspense;
        since  the first day on which it may move: nothing lapses before 31 December.
        """
        source = self.places.account(posting(fact.name, parts[0][0]).debit, fact)
        asked = sum(amount for _, amount in parts) - not_ours
        there = min(asked, max(0, self.ledger.total(source)))
        lacking, left = asked - there + not_ours, there
        day = self.ledger.first_day_for(source, left, since or fact.day)
        for case, amount in parts:
            self._move(fact, case, min(amount, left), day)
            left -= min(amount, left)
        if then:
            self._move(fact, then, there, day)
        if lacking and beyond:
            into = -lacking if fact.name in BRINGING_BACK else lacking
            self.ledger.move(accounts.SUSPENSE_BANK, accounts.suspense_account(str(fact.grant)), into, day)

    def _move(self, fact: Fact, case: str, amount: int, day: date, *, named: str | None = None) -> None:
        if amount > 0:
            row = posting(fact.name, case)
            debit, credit = (self.places.account(role, fact, named) for role in (row.debit, row.credit))
            self.ledger.move(debit, credit, amount, day)


_POSTED_BY: dict[str, Callable[[Count, Fact], None]] = {
    "BudgetDraftSubmitted": Count._limit_stated,
    "ProgrammeAdopted": Count._limit_stated,
    "BudgetDraftDropped": Count._limit_stated,
    "BudgetAdopted": Count._limit_stated,
    "ProgrammeAmended": Count._limit_stated,
    "BudgetAmended": Count._limit_stated,
    "CutCarriedOut": Count._cut_carried_out,
    "ProgrammeTakenOver": Count._limit_stated,
    "AreaAllocated": Count._area_allocated,
    "AreaReallocated": Count._area_reallocated,
    "AreaDeallocated": Count._decided,
    "SmallGrantPoolSet": Count._pool_set,
    "ExpenditureBlocked": Count._about_named,
    "ExpenditureUnblocked": Count._unblocked,
    "CallOpened": Count._call_opened,
    "CallPoolIncreased": Count._decided,
    "CallPoolReduced": Count._decided,
    "CallResolved": Count._call_ended,
    "CallAnnulled": Count._call_ended,
    "YearClosed": Count._year_closed,
    "FundsReserved": Count._reserved,
    "AwardDeclined": Count._released,
    "AwardLapsed": Count._released,
    "AwardRevoked": Count._released,
    "IncreaseDropped": Count._released,
    "AnnexSigned": Count._annexed,
    "ContractTerminated": Count._terminated,
    "TrancheCancelled": Count._unpaid_freed,
    "DisbursementReversed": Count._reversed,
    "AcceptanceWithdrawn": Count._of_grant,
    "ContractSigned": Count._signed,
    "StatementsComplete": Count._moves_nothing,
    "FundsDisbursed": Count._disbursed,
    "ExpenditureAccepted": Count._of_grant,
    "FundsReturned": Count._returned,
    "ReliefGranted": Count._written_off,
    "ClaimTimeBarred": Count._written_off,
    "YearTrancheConfirmed": Count._year_confirmed,
    "YearAmountReduced": Count._decided,
    "GrantTakenOver": Count._taken_over,
    "PaymentTakenOver": Count._disbursed,
}


def count(facts: Iterable[Fact], programme: str) -> Count:
    """All of these facts, in this order."""
    counted = Count(programme)
    for fact in facts:
        counted.take(fact)
    return counted
