"""What becomes of a signed contract: annexes up and down, its end, a tranche that is not paid (UDPP art. 16; UFP 261).

An increase is a promise like the first one: reserved first, then as signed. A decrease and an end are witnessed; they
are about what is still unpaid, so what was paid meanwhile stays paid and nothing goes to suspense.
"""

from datetime import date

from programme.domain.budget.events import CausedBy, EntryPosted
from programme.domain.budget.guards import day_of_programme, guarded, known_year
from programme.domain.budget.posting import GrantFact, covered, entry, known_grant
from programme.domain.budget.refusals import ContractNotInForce, CutPending, IncreaseNotCovered
from programme.domain.budget.state import BudgetState
from programme.domain.budget.witnessing import after_the_year
from shared.kernel.money import format_pln
from shared.kernel.refusal import NotYet


def reserve_increase(
    state: BudgetState,
    *,
    programme_id: str,
    grant_id: str,
    decision_no: int,
    amount_grosze: int,
    on: date,
    caused_by: CausedBy | None,
) -> list[EntryPosted]:
    """call → reserved while the call is open, else line → reserved, for a grant under contract.

    Refuses: BudgetUnknown, YearClosedAlready, DayOutsideProgramme, ContractNotInForce, CutPending, IncreaseNotCovered.
    Waits for the contract. Law: from 1 January the old year promises nothing more (UFP art. 263(1)).
    """
    known_year(state, programme_id)
    day_of_programme(programme_id, on, "amount_grosze")
    place, known = state.place_of_grant(grant_id), state.grants.get(grant_id)
    if place is None or known is None or not known.signed:
        raise NotYet(grant_id, "the contract has not been posted")
    if known.ended:
        raise ContractNotInForce(f"the contract of {grant_id} has ended", field="grant_id")
    if state.cut_pending:
        raise CutPending(f"the limit still has to lose {format_pln(state.cut_pending)} PLN")
    moved = guarded(state, "FundsReserved", place, amount_grosze, on, IncreaseNotCovered, case="increase")
    return [
        EntryPosted(
            programme_id,
            "FundsReserved",
            on,
            on,
            (moved,),
            amount_grosze=amount_grosze,
            line_id=place.line,
            call_id=place.call,
            grant_id=grant_id,
            decision_no=decision_no,
            caused_by=caused_by,
        )
    ]


def free_for_increase(state: BudgetState, grant_id: str, on: date) -> int:
    """What an increase could take on a day, in grosze."""
    place = state.place_of_grant(grant_id)
    return state.book.account(place.account("back")).least_from(on) if place else 0


def post_annex(state: BudgetState, fact: GrantFact, *, direction: str, amount_grosze: int) -> list[EntryPosted]:
    """Up: reserved → contracted. Down: contracted → line, as far as it is unpaid. By nothing: no entry.

    Told after the closing, as a contract that is found later: the plan's money has lapsed.
    """
    place, known = known_grant(state, fact)
    if not known.signed:
        raise NotYet(fact.grant_id, "the contract has not been posted")
    match direction:
        case "up" if state.status != "closed":
            return [covered(state, fact, place, "AnnexSigned", [("up", amount_grosze)])]
        case "up" if not after_the_year(fact):
            return [covered(state, fact, place, "AnnexSigned", [("found later", amount_grosze)], then="lapses")]
        case "up":
            return [entry(fact, place, "AnnexSigned", amount_grosze)]
        case "down":
            return [covered(state, fact, place, "AnnexSigned", [("down", amount_grosze)], beyond=False)]
    return []


def post_termination(
    state: BudgetState, fact: GrantFact, *, amount_grosze: int, paid_total_grosze: int
) -> list[EntryPosted]:
    """contracted → line: what is unpaid; what was paid stays until it is accepted or given back.

    Waits for the contract and for the payments that grants knew of.
    """
    place, known = known_grant(state, fact)
    if not known.signed or known.paid_grosze < paid_total_grosze:
        raise NotYet(fact.grant_id, "the contract or a payment has not been posted")
    return (
        [] if known.ended else [covered(state, fact, place, "ContractTerminated", [("", amount_grosze)], beyond=False)]
    )


def post_cancelled_tranche(state: BudgetState, fact: GrantFact, *, amount_grosze: int) -> list[EntryPosted]:
    """contracted → line for a tranche that will not be paid; the contract goes on. Waits for the contract."""
    place, known = known_grant(state, fact)
    if not known.signed:
        raise NotYet(fact.grant_id, "the contract has not been posted")
    return [covered(state, fact, place, "TrancheCancelled", [("", amount_grosze)], beyond=False)]
