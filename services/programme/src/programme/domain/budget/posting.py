"""How a fact of another service becomes an entry: what its account can bear moves, the rest is suspense."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from programme.domain.budget.events import CausedBy, EntryPosted
from programme.domain.budget.state import BudgetState, GrantPlace
from shared.kernel import accounts
from shared.kernel.balances import Transfer
from shared.kernel.postings import Place, Posting, posting
from shared.kernel.refusal import NotYet

BRINGING_BACK = ("FundsReturned", "DisbursementReversed", "AcceptanceWithdrawn", "ReliefGranted", "ClaimTimeBarred")
"""Facts that lead money back to where an earlier one took it from, or say that it will not come back any more."""


@dataclass(frozen=True, slots=True)
class GrantFact:
    """What every posted fact of a grant has: which grant, on which day, because of what, on which paper."""

    programme_id: str
    grant_id: str
    on: date
    caused_by: CausedBy | None
    document: str | None = None


def known_grant(state: BudgetState, fact: GrantFact) -> tuple[Place, GrantPlace]:
    """Where the grant's money lies. Waits while nothing was reserved or taken over for it."""
    place, known = state.place_of_grant(fact.grant_id), state.grants.get(fact.grant_id)
    if place is None or known is None:
        raise NotYet(fact.grant_id, "nothing was reserved or taken over for the grant")
    return place, known


def covered(
    state: BudgetState,
    fact: GrantFact,
    place: Place,
    row: str,
    parts: Sequence[tuple[str, int]],
    *,
    then: str | None = None,
    beyond: bool = True,
    not_before: date | None = None,
) -> EntryPosted:
    """One entry on the first day that can bear it whole; what no day can bear goes to suspense.

    parts   (case of the row, grosze); all of them leave the same account.
    then    a case that takes on, in the same entry, what the parts have moved.
    beyond  false where the fact is about what is still there: then nothing goes to suspense.
    not_before  the first day on which it may move, where that is not the fact's own.
    """
    rows = [posting(row, case) for case, _ in parts]
    source = state.book.account(place.account(rows[0].debit))
    wanted = sum(amount for _, amount in parts)
    bearable = min(wanted, max(0, source.total))
    start = max(fact.on, not_before or fact.on)
    day = source.first_day_for(bearable, start) or start
    transfers, left = [], bearable
    for one, (_, amount) in zip(rows, parts, strict=True):
        moved = min(amount, left)
        left -= moved
        if moved:
            transfers.append(Transfer(place.account(one.debit), place.account(one.credit), moved))
    if then and bearable:
        on = posting(row, then)
        transfers.append(Transfer(place.account(on.debit), place.account(on.credit), bearable))
    suspense: tuple[Transfer, ...] = ()
    if beyond and wanted > bearable:
        suspense = (suspended(rows[0], fact, wanted - bearable),)
    return entry(fact, place, row, parts[0][1], day=day, transfers=tuple(transfers), suspense=suspense)


def entry(
    fact: GrantFact,
    place: Place,
    row: str,
    amount_grosze: int,
    *,
    day: date | None = None,
    transfers: tuple[Transfer, ...] = (),
    suspense: tuple[Transfer, ...] = (),
) -> EntryPosted:
    """An entry about a grant; without transfers it says that the fact came, and that no money moves by it."""
    return EntryPosted(
        programme_id=fact.programme_id,
        fact=row,
        effective_on=day or fact.on,
        value_on=fact.on,
        transfers=transfers,
        amount_grosze=amount_grosze,
        suspense=suspense,
        document=fact.document,
        line_id=place.line,
        call_id=place.call,
        grant_id=fact.grant_id,
        caused_by=fact.caused_by,
    )


def suspended(row: Posting, fact: GrantFact, amount: int) -> Transfer:
    """The second book knows two directions: what left the bank beyond our accounts, and what came in beyond them."""
    account = accounts.suspense_account(fact.grant_id)
    if row.fact in BRINGING_BACK:
        return Transfer(account, accounts.SUSPENSE_BANK, amount)
    return Transfer(accounts.SUSPENSE_BANK, account, amount)
