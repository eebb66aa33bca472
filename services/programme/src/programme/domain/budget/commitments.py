"""A year's part of a multi-year commitment, in the budget of that year (UFP art. 226(3), 228; UDPP art. 16(3))."""

from programme.domain.budget.events import EntryPosted
from programme.domain.budget.guards import guarded, known_line
from programme.domain.budget.planning import PlanChange
from programme.domain.budget.refusals import (
    BudgetNotInForce,
    CutPending,
    GrantKnownInYear,
    LineExceeded,
    PartAlreadyPaid,
)
from programme.domain.budget.state import BudgetState
from shared.kernel import accounts
from shared.kernel.balances import Transfer
from shared.kernel.money import format_pln
from shared.kernel.postings import Place


def confirm_year_tranche(
    state: BudgetState, change: PlanChange, *, grant_id: str, line_id: str, amount_grosze: int
) -> list[EntryPosted]:
    """line → contracted, once the year's budget is adopted.

    Refuses: BudgetUnknown, YearClosedAlready, LineUnknown, BudgetNotInForce, CutPending, GrantKnownInYear,
    LineExceeded.
    """
    known_line(state, change.programme_id, line_id, "data.line_id")
    if state.status != "in force":
        raise BudgetNotInForce(f"the budget of {change.programme_id} is {state.status}", field="data.programme_id")
    if state.cut_pending:
        raise CutPending(f"the limit still has to lose {format_pln(state.cut_pending)} PLN")
    if state.grants.get(grant_id):
        raise GrantKnownInYear(f"{grant_id} has money in {change.programme_id} already", field="data.grant_id")
    place = Place(line=line_id, grant=grant_id, home=accounts.line_account(line_id))
    moved = guarded(state, "YearTrancheConfirmed", place, amount_grosze, change.on, LineExceeded, field="data.line_id")
    return [_entry(change, "YearTrancheConfirmed", amount_grosze, moved, place)]


def reduce_confirmed(
    state: BudgetState, change: PlanChange, *, grant_id: str, amount_grosze: int, decision_no: int
) -> list[EntryPosted]:
    """contracted → line, for what is unpaid. Refuses: BudgetUnknown, YearClosedAlready, PartAlreadyPaid."""
    place = state.place_of_grant(grant_id)
    assert place is not None, "what is reduced in a year was confirmed there"
    known_line(state, change.programme_id, place.line or "", "data.programme_id")
    moved = guarded(state, "YearAmountReduced", place, amount_grosze, change.on, PartAlreadyPaid)
    return [_entry(change, "YearAmountReduced", amount_grosze, moved, place, decision_no)]


def _entry(
    change: PlanChange, fact: str, amount: int, moved: Transfer, place: Place, decision_no: int | None = None
) -> EntryPosted:
    return EntryPosted(
        change.programme_id,
        fact,
        change.on,
        change.on,
        (moved,),
        amount,
        document=change.document,
        line_id=place.line,
        grant_id=place.grant,
        decision_no=decision_no,
    )
