"""Facts of other services, posted: what an account can cover moves, the rest goes to the suspense book and alarms."""

from dataclasses import dataclass
from datetime import date

from programme.domain.budget.events import CausedBy, EntryPosted
from programme.domain.budget.state import BudgetState, GrantPlace
from shared.kernel import accounts
from shared.kernel.balances import Transfer
from shared.kernel.ids import in_year
from shared.kernel.postings import Place, posting
from shared.kernel.refusal import NotYet


@dataclass(frozen=True, slots=True)
class GrantFact:
    """What every posted fact of a grant has: which grant, on which day, because of what, on which paper."""

    programme_id: str
    grant_id: str
    on: date
    caused_by: CausedBy | None
    document: str | None = None


def post_decline(state: BudgetState, fact: GrantFact, *, amount_grosze: int) -> list[EntryPosted]:
    """reserved → where it came from, or the line once the call is resolved."""
    place, _ = _known_grant(state, fact)
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
    return [_covered(state, fact, place, [(row, "", amount_grosze)])]


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
    """disbursed → line by value date within the year, → returned after it (UFP art. 251; revenue of the next year)."""
    place, known = _known_grant(state, fact)
    if known.paid_grosze < paid_total_grosze:
        raise NotYet(fact.grant_id, "a payment has not been posted")
    case = "same year" if in_year(fact.on, fact.programme_id) else "later"
    return [_covered(state, fact, place, [("FundsReturned", case, amount_grosze)])]


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
        suspense = (Transfer(accounts.SUSPENSE_BANK, accounts.suspense_account(fact.grant_id), wanted - bearable),)
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
