"""Facts of other services, posted: what an account can cover moves, the rest goes to the suspense book and alarms."""

from dataclasses import dataclass, replace
from datetime import date

from programme.domain.budget.events import CausedBy, EntryPosted
from programme.domain.budget.state import BudgetState, GrantPlace
from shared.kernel import accounts
from shared.kernel.balances import Transfer
from shared.kernel.ids import in_year
from shared.kernel.postings import Place, Posting, posting
from shared.kernel.refusal import NotYet


@dataclass(frozen=True, slots=True)
class GrantFact:
    """What every posted fact of a grant has: which grant, on which day, because of what, on which paper."""

    programme_id: str
    grant_id: str
    on: date
    caused_by: CausedBy | None
    document: str | None = None


def post_decline(state: BudgetState, fact: GrantFact, *, decision_no: int, amount_grosze: int) -> list[EntryPosted]:
    """reserved → where it came from, or the line once the call is resolved. A decision number is released once."""
    place, known = _known_grant(state, fact)
    if known.decision_no != decision_no:
        return []
    return [_covered(state, fact, place, [("AwardDeclined", "", amount_grosze)])]


def post_contract(state: BudgetState, fact: GrantFact, *, amount_grosze: int) -> list[EntryPosted]:
    """reserved → contracted; what was reserved above the contract goes back."""
    place, known = _known_grant(state, fact)
    if known.signed:
        return []
    reserved = state.book.account(place.account("reserved")).total
    parts = [("ContractSigned", "signed", amount_grosze)]
    if reserved > amount_grosze:
        parts.append(("ContractSigned", "difference", reserved - amount_grosze))
    return [_covered(state, fact, place, parts)]


def post_taken_over_grant(
    state: BudgetState, fact: GrantFact, *, line_id: str, amount_grosze: int
) -> list[EntryPosted]:
    """line → contracted, on the word of a register."""
    if line_id not in state.lines:
        raise NotYet(fact.programme_id, f"the year {fact.programme_id} has not been taken over")
    if state.grants.get(fact.grant_id):
        return []
    place = Place(line=line_id, grant=fact.grant_id, home=accounts.line_account(line_id))
    return [_covered(state, fact, place, [("GrantTakenOver", "", amount_grosze)])]


def post_disbursement(
    state: BudgetState, fact: GrantFact, *, row: str, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """contracted → disbursed. Waits for the contract and for the payments before it."""
    place, known = _known_grant(state, fact)
    if not known.signed:
        raise NotYet(fact.grant_id, "the contract has not been posted")
    if known.paid_grosze + amount_grosze < paid_total_grosze:
        raise NotYet(fact.grant_id, "an earlier payment has not been posted")
    signed_for = state.book.account(place.account("contracted")).total
    if state.status == "closed" and signed_for < amount_grosze:
        return _found_later(state, fact, place, amount_grosze, signed_for)
    return [_covered(state, fact, place, [(row, "", amount_grosze)])]


def _found_later(state: BudgetState, fact: GrantFact, place: Place, amount: int, signed_for: int) -> list[EntryPosted]:
    """A debit of the old year that turns up after its closing: what lapsed with the contract is paid after all."""
    entries = [_covered(state, fact, place, [("FundsDisbursed", "", signed_for)])] if signed_for else []
    return [*entries, _covered(state, fact, place, [("FundsDisbursed", "found later", amount - signed_for)])]


def post_acceptance(
    state: BudgetState, fact: GrantFact, *, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """disbursed → settled, for the part newly accepted. Waits for the payments that grants knew of."""
    place, known = _known_grant(state, fact)
    if known.paid_grosze < paid_total_grosze:
        raise NotYet(fact.grant_id, "a payment has not been posted")
    if amount_grosze == 0:
        return []
    return [_covered(state, fact, place, [("ExpenditureAccepted", "", amount_grosze)])]


def post_return(
    state: BudgetState, fact: GrantFact, *, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """disbursed → line by value date within the year, → returned after it (UFP art. 251; revenue of the next year).

    Money that was paid beyond the contract comes back first: it never was the budget's.
    """
    place, known = _known_grant(state, fact)
    if known.paid_grosze < paid_total_grosze:
        raise NotYet(fact.grant_id, "a payment has not been posted")
    case = "same year" if in_year(fact.on, fact.programme_id) else "later"
    overpaid = max(0, state.book.account(accounts.suspense_account(fact.grant_id)).total)
    excess = min(amount_grosze, overpaid)
    entry = _covered(state, fact, place, [("FundsReturned", case, amount_grosze - excess)])
    given_back = (_suspended(posting("FundsReturned", case), fact, excess),) if excess else ()
    return [replace(entry, amount_grosze=amount_grosze, suspense=(*entry.suspense, *given_back))]


def _suspended(row: Posting, fact: GrantFact, amount: int) -> Transfer:
    """The second book knows two directions: what left the bank beyond our accounts, and what came in beyond them."""
    account = accounts.suspense_account(fact.grant_id)
    if row.fact == "FundsReturned":
        return Transfer(account, accounts.SUSPENSE_BANK, amount)
    return Transfer(accounts.SUSPENSE_BANK, account, amount)


def note_statements(
    state: BudgetState, *, programme_id: str, through_on: date, caused_by: CausedBy | None
) -> list[EntryPosted]:
    """An entry that moves nothing: from it on the year may be closed."""
    if state.statements_through and state.statements_through >= through_on:
        return []
    return [EntryPosted(programme_id, "StatementsComplete", through_on, through_on, (), caused_by=caused_by)]


def _known_grant(state: BudgetState, fact: GrantFact) -> tuple[Place, GrantPlace]:
    place, known = state.place_of_grant(fact.grant_id), state.grants.get(fact.grant_id)
    if place is None or known is None:
        raise NotYet(fact.grant_id, "nothing was reserved or taken over for the grant")
    return place, known


def _covered(state: BudgetState, fact: GrantFact, place: Place, parts: list[tuple[str, str, int]]) -> EntryPosted:
    """One entry on the first day that can bear it whole; what no day can bear goes to suspense."""
    rows = [posting(row, case) for row, case, _ in parts]
    source = state.book.account(place.account(rows[0].debit))
    wanted = sum(amount for _, _, amount in parts)
    bearable = min(wanted, max(0, source.total))
    day = source.first_day_for(bearable, fact.on) or fact.on
    transfers, left = [], bearable
    for row, (_, _, amount) in zip(rows, parts, strict=True):
        moved = min(amount, left)
        left -= moved
        if moved:
            transfers.append(Transfer(place.account(row.debit), place.account(row.credit), moved))
    suspense: tuple[Transfer, ...] = ()
    if wanted > bearable:
        suspense = (_suspended(rows[0], fact, wanted - bearable),)
    return EntryPosted(
        programme_id=fact.programme_id,
        fact=rows[0].fact,
        effective_on=day,
        value_on=fact.on,
        transfers=tuple(transfers),
        amount_grosze=parts[0][2],
        suspense=suspense,
        document=fact.document,
        line_id=place.line,
        call_id=place.call,
        grant_id=fact.grant_id,
        caused_by=fact.caused_by,
    )
