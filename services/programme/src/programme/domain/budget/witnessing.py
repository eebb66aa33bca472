"""Facts of other services, posted: what an account can cover moves, the rest goes to the suspense book and alarms.

A fact that is told after the closing of its year (UFP art. 263(1)) finds what lapsed: a debit takes it out of there,
what would have come back to the plan lapses at once, and what only would have moved within the plan moves nothing.
"""

from dataclasses import replace
from datetime import date

from programme.domain.budget.events import CausedBy, EntryPosted
from programme.domain.budget.posting import GrantFact, covered, entry, known_grant, suspended
from programme.domain.budget.state import BudgetState
from shared.kernel import accounts
from shared.kernel.ids import year_of
from shared.kernel.postings import Place, posting
from shared.kernel.refusal import NotYet

__all__ = [
    "GrantFact",
    "note_statements",
    "post_acceptance",
    "post_contract",
    "post_disbursement",
    "post_release",
    "post_return",
    "post_reversal",
    "post_taken_over_grant",
    "post_withdrawn_acceptance",
    "post_written_off",
]


def post_release(
    state: BudgetState, fact: GrantFact, *, row: str, decision_no: int, amount_grosze: int
) -> list[EntryPosted]:
    """reserved → where it came from, or the line once the call is resolved. A decision number is released once.

    row  AwardDeclined, AwardLapsed, AwardRevoked or IncreaseDropped. After the closing the money has lapsed already.
    """
    place, known = known_grant(state, fact)
    if known.decision_no != decision_no:
        return []
    if state.status == "closed":
        return [entry(fact, place, row, amount_grosze)]
    return [covered(state, fact, place, row, [("", amount_grosze)])]


def post_contract(state: BudgetState, fact: GrantFact, *, amount_grosze: int) -> list[EntryPosted]:
    """reserved → contracted; what was reserved above the contract goes back.

    After the closing a deed of the year finds its money lapsed, and leaves it so: lapsed → contracted → lapsed. A deed
    of a later day has no claim on the year at all.
    """
    place, known = known_grant(state, fact)
    if known.signed:
        return []
    if state.status == "closed":
        if after_the_year(fact):
            return [entry(fact, place, "ContractSigned", amount_grosze)]
        return [covered(state, fact, place, "ContractSigned", [("found later", amount_grosze)], then="lapses")]
    reserved = state.book.account(place.account("reserved")).total
    parts = [("signed", amount_grosze)]
    if reserved > amount_grosze:
        parts.append(("difference", reserved - amount_grosze))
    return [covered(state, fact, place, "ContractSigned", parts)]


def post_taken_over_grant(
    state: BudgetState, fact: GrantFact, *, line_id: str, amount_grosze: int
) -> list[EntryPosted]:
    """line → contracted, on the word of a register; after the closing as a contract found later."""
    if line_id not in state.lines:
        raise NotYet(fact.programme_id, f"the year {fact.programme_id} has not been taken over")
    if state.grants.get(fact.grant_id):
        return []
    place = Place(line=line_id, grant=fact.grant_id, home=accounts.line_account(line_id))
    if state.status == "closed":
        return [covered(state, fact, place, "GrantTakenOver", [("found later", amount_grosze)], then="lapses")]
    return [covered(state, fact, place, "GrantTakenOver", [("", amount_grosze)])]


def post_disbursement(
    state: BudgetState, fact: GrantFact, *, row: str, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """contracted → disbursed. Waits for the contract and for the payments before it.

    A debit of the year that turns up after its closing takes what lapsed with the contract. One that the bank dates
    after 31 December is no spending of the year: all of it is suspense.
    """
    place, known = known_grant(state, fact)
    if not known.signed:
        raise NotYet(fact.grant_id, "the contract has not been posted")
    if known.paid_grosze + amount_grosze < paid_total_grosze:
        raise NotYet(fact.grant_id, "an earlier payment has not been posted")
    if after_the_year(fact) and row == "FundsDisbursed":
        beyond = (suspended(posting(row), fact, amount_grosze),)
        return [entry(fact, place, row, amount_grosze, suspense=beyond)]
    case = "found later" if state.status == "closed" else ""
    return [covered(state, fact, place, row, [(case, amount_grosze)])]


def post_acceptance(
    state: BudgetState, fact: GrantFact, *, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """disbursed → settled, for the part newly accepted. Waits for the payments that grants knew of."""
    place, known = known_grant(state, fact)
    if known.paid_grosze < paid_total_grosze:
        raise NotYet(fact.grant_id, "a payment has not been posted")
    if amount_grosze == 0:
        return []
    return [covered(state, fact, place, "ExpenditureAccepted", [("", amount_grosze)])]


def post_withdrawn_acceptance(
    state: BudgetState, fact: GrantFact, *, amount_grosze: int, accepted_before_grosze: int
) -> list[EntryPosted]:
    """settled → disbursed, years later too. Waits for the acceptances that it takes back."""
    place, known = known_grant(state, fact)
    if known.accepted_grosze < accepted_before_grosze:
        raise NotYet(fact.grant_id, "an acceptance has not been posted")
    return [covered(state, fact, place, "AcceptanceWithdrawn", [("", amount_grosze)])]


def post_return(
    state: BudgetState, fact: GrantFact, *, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """disbursed → line by value date within the year, → returned after it (UFP art. 251; revenue of the next year).

    Told after the closing, what came back within the year lapses from its line at once, as of 31 December.
    """
    case = "later" if after_the_year(fact) else "same year"
    then = "lapses" if state.status == "closed" and case == "same year" else None
    return [_brought_back(state, fact, "FundsReturned", case, amount_grosze, paid_total_grosze, then=then)]


def post_reversal(
    state: BudgetState, fact: GrantFact, *, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """The bank sent a transfer back: disbursed → contracted, so that it can be paid again.

    Where nothing can be paid any more it follows the contract: to the line where that has ended, to what lapsed after
    the closing; by value date after 31 December it is revenue (UFP art. 263(1)).
    """
    _, known = known_grant(state, fact)
    case = "contract ended" if known.ended else ""
    if state.status == "closed":
        case = "year closed"
    if after_the_year(fact):
        case = "later"
    return [_brought_back(state, fact, "DisbursementReversed", case, amount_grosze, paid_total_grosze)]


def post_written_off(
    state: BudgetState, fact: GrantFact, *, row: str, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """disbursed → written off, in the year or years after its closing: what was claimed will not come back.

    row  ReliefGranted or ClaimTimeBarred. A decision that binds, or time, has done it, so it is witnessed: where less
    is outstanding than was written off (part of it was accepted meanwhile), the rest is suspense.
    Law: UFP art. 64, 67; Tax Ordinance art. 70.
    """
    return [_brought_back(state, fact, row, "", amount_grosze, paid_total_grosze, lapsing=False)]


def _brought_back(
    state: BudgetState,
    fact: GrantFact,
    row: str,
    case: str,
    amount: int,
    paid_total: int,
    *,
    then: str | None = None,
    lapsing: bool = True,
) -> EntryPosted:
    """Money that was paid beyond the contract comes back first: it never was the budget's.

    lapsing  whether it goes to the year's plan or to what lapsed of it: in a closed year not before its last day.
    """
    place, known = known_grant(state, fact)
    if known.paid_grosze < paid_total:
        raise NotYet(fact.grant_id, "a payment has not been posted")
    overpaid = max(0, state.book.account(accounts.suspense_account(fact.grant_id)).total)
    excess = min(amount, overpaid)
    at_the_end = lapsing and state.status == "closed" and case != "later"
    last = date(year_of(fact.programme_id), 12, 31) if at_the_end else None
    posted = covered(state, fact, place, row, [(case, amount - excess)], then=then, not_before=last)
    given_back = (suspended(posting(row, case), fact, excess),) if excess else ()
    return replace(posted, amount_grosze=amount, suspense=(*posted.suspense, *given_back))


def note_statements(
    state: BudgetState, *, programme_id: str, through_on: date, caused_by: CausedBy | None
) -> list[EntryPosted]:
    """An entry that moves nothing: from it on the year may be closed."""
    if state.statements_through and state.statements_through >= through_on:
        return []
    return [EntryPosted(programme_id, "StatementsComplete", through_on, through_on, (), caused_by=caused_by)]


def after_the_year(fact: GrantFact) -> bool:
    return fact.on.year > year_of(fact.programme_id)
