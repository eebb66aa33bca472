"""Decided facts of the budget: each is refused when an account cannot bear it on every day from then on."""

from datetime import date

from programme.domain.budget.events import CausedBy, EntryPosted
from programme.domain.budget.guards import day_of_programme, guarded, known_line, known_year, transfer_of
from programme.domain.budget.refusals import (
    BudgetAlreadyAdopted,
    CallNotOpenHere,
    CallPoolExceeded,
    CutPending,
    FreeMoneyExceeded,
    LineExceeded,
    NoDraftToDrop,
    NothingToAmend,
    YearAlreadyKnown,
)
from programme.domain.budget.state import BudgetState
from shared.kernel import accounts
from shared.kernel.balances import Transfer
from shared.kernel.money import format_pln
from shared.kernel.postings import Place
from shared.kernel.refusal import NotYet

PROGRAMME_FACTS = ("ProgrammeAdopted", "ProgrammeAmended")
"""The programme's own limit; the other facts state the budget's."""


def state_limit(
    state: BudgetState, *, programme_id: str, fact: str, limit_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """The draft, the programme or the budget states a limit; the lower of programme and budget holds.

    More: limit → free. Less: what free money covers goes back at once; the rest stays pending (`cut_pending`).
    Amounts: grosze. Never refused on account of money: a council's resolution is witnessed.
    """
    stated = {"programme": state.programme_limit, "budget": state.budget_limit}
    stated["programme" if fact in PROGRAMME_FACTS else "budget"] = limit_grosze
    target = min(limit for limit in stated.values() if limit is not None)
    difference = target - state.limit
    pending = 0
    transfers: tuple[Transfer, ...] = ()
    if difference > 0:
        transfers = (transfer_of(fact, Place(), difference, case="raise"),)
    elif difference < 0:
        covered = min(-difference, state.book.account(accounts.FREE).least_from(on))
        pending = -difference - covered
        if covered > 0:
            transfers = (transfer_of(fact, Place(), covered, case="cut"),)
    return [
        EntryPosted(
            programme_id,
            fact,
            on,
            on,
            transfers,
            amount_grosze=limit_grosze,
            stated_grosze=limit_grosze,
            cut_pending_grosze=pending,
            limit_grosze=target + pending,
            in_force=fact == "BudgetAdopted" or state.status == "in force",
            document=document,
        )
    ]


def submit_draft(
    state: BudgetState, *, programme_id: str, limit_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """The draft budget goes to the council; a later draft replaces an earlier one, never an adopted budget."""
    if state.status not in ("unknown", "conditional"):
        raise BudgetAlreadyAdopted(f"the budget of {programme_id} is {state.status}", field="data.programme_id")
    if state.budget_limit == limit_grosze:
        return []
    day_of_programme(programme_id, on, "data.submitted_on")
    return state_limit(
        state,
        programme_id=programme_id,
        fact="BudgetDraftSubmitted",
        limit_grosze=limit_grosze,
        on=on,
        document=document,
    )


def drop_draft(state: BudgetState, *, programme_id: str, on: date, document: str) -> list[EntryPosted]:
    """The draft is withdrawn, or the council adopts the budget without the programme's money: the limit is zero.

    Free money goes at once; what was allocated, announced or promised on the draft is a cut that is pending.
    """
    known_year(state, programme_id)
    if state.status != "conditional":
        raise NoDraftToDrop(f"the budget of {programme_id} is {state.status}", field="data.programme_id")
    if state.budget_limit == 0:
        return []
    day_of_programme(programme_id, on, "data.dropped_on")
    return state_limit(
        state, programme_id=programme_id, fact="BudgetDraftDropped", limit_grosze=0, on=on, document=document
    )


def adopt_budget(
    state: BudgetState, *, programme_id: str, limit_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """The council adopts the budget, once; a change is an amendment."""
    if state.status in ("in force", "closed"):
        if state.budget_limit == limit_grosze:
            return []
        raise BudgetAlreadyAdopted(f"the budget of {programme_id} is {state.status}", field="data.programme_id")
    day_of_programme(programme_id, on, "data.adopted_on")
    return state_limit(
        state, programme_id=programme_id, fact="BudgetAdopted", limit_grosze=limit_grosze, on=on, document=document
    )


def amend_limit(
    state: BudgetState, *, programme_id: str, fact: str, limit_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """The council changes a limit that was adopted before; otherwise as `state_limit`."""
    known_year(state, programme_id)
    stated = state.programme_limit if fact in PROGRAMME_FACTS else state.budget_limit
    if stated is None or (fact not in PROGRAMME_FACTS and state.status != "in force"):
        raise NothingToAmend(f"{programme_id} has no such limit yet", field="data.programme_id")
    if stated == limit_grosze:
        return []
    day_of_programme(programme_id, on, "data.adopted_on")
    return state_limit(state, programme_id=programme_id, fact=fact, limit_grosze=limit_grosze, on=on, document=document)


def take_over(
    state: BudgetState, *, programme_id: str, line_id: str, limit_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """A year known from a register: its limit, at once allocated to the register's line, in force."""
    if state.stated_limit is not None:
        if state.budget_limit == limit_grosze and line_id in state.lines:
            return []
        raise YearAlreadyKnown(
            f"{programme_id} is {state.status} with another limit or line", field="data.programme_id"
        )
    return [
        EntryPosted(
            programme_id,
            "ProgrammeTakenOver",
            on,
            on,
            (transfer_of("ProgrammeTakenOver", Place(), limit_grosze, case="raise"),),
            amount_grosze=limit_grosze,
            stated_grosze=limit_grosze,
            document=document,
        ),
        EntryPosted(
            programme_id,
            "AreaAllocated",
            on,
            on,
            (transfer_of("AreaAllocated", Place(line=line_id), limit_grosze),),
            amount_grosze=limit_grosze,
            line_id=line_id,
            document=document,
        ),
    ]


def allocate_area(
    state: BudgetState, *, programme_id: str, line_id: str, amount_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """free → line. Each allocation is a new act, so a repeat with a new command id allocates again."""
    known_year(state, programme_id)
    place = Place(line=line_id)
    transfer = guarded(state, "AreaAllocated", place, amount_grosze, on, FreeMoneyExceeded)
    return [
        EntryPosted(
            programme_id,
            "AreaAllocated",
            on,
            on,
            (transfer,),
            amount_grosze=amount_grosze,
            line_id=line_id,
            document=document,
        )
    ]


def open_call(
    state: BudgetState, *, programme_id: str, line_id: str, call_id: str, pool_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """line → call; also on the draft budget (UDPP art. 13(5))."""
    known_line(state, programme_id, line_id, "data.line_id")
    day_of_programme(programme_id, on, "data.opens_on")
    place = Place(line=line_id, call=call_id)
    transfer = guarded(state, "CallOpened", place, pool_grosze, on, LineExceeded, field="data.pool_grosze")
    return [
        EntryPosted(
            programme_id,
            "CallOpened",
            on,
            on,
            (transfer,),
            amount_grosze=pool_grosze,
            line_id=line_id,
            call_id=call_id,
            document=document,
        )
    ]


def resolve_call(state: BudgetState, *, programme_id: str, call_id: str, on: date) -> list[EntryPosted]:
    """call → line: everything in the pool, each part on the first day from `on` on which it can be taken out.

    Money that comes back to the pool on a later effective day follows it with an entry of that day.
    """
    place = state.place_of_call(call_id)
    known = state.calls.get(call_id)
    if place is None or known is None:
        raise CallNotOpenHere(f"{call_id} was not opened on {programme_id}", field="data.call_id")
    if known.resolved:
        return []
    parts = state.book.account(place.account("call")).sweep_from(on)
    if not parts or parts[0][0] != on:
        parts = [(on, 0), *parts]
    return [
        EntryPosted(
            programme_id,
            "CallResolved",
            day,
            on,
            (transfer_of("CallResolved", place, unused),) if unused else (),
            amount_grosze=unused,
            line_id=known.line,
            call_id=call_id,
        )
        for day, unused in parts
    ]


def reserve_funds(
    state: BudgetState,
    *,
    programme_id: str,
    call_id: str,
    grant_id: str,
    decision_no: int,
    amount_grosze: int,
    on: date,
    caused_by: CausedBy | None,
) -> list[EntryPosted]:
    """call → reserved: the promise. The only place where the limit is enforced.

    Refuses: BudgetUnknown, CutPending, CallNotOpenHere, CallPoolExceeded. Waits while an earlier decision on the same
    grant still holds money: its release is on the way and must not be overtaken. Whether this decision number was
    answered before is the reservation's own question.
    """
    known_year(state, programme_id)
    known = state.calls.get(call_id)
    if known is None or known.resolved:
        raise CallNotOpenHere(f"{call_id} is not open for promises on {programme_id}", field="data.call_id")
    earlier = state.grants.get(grant_id)
    if earlier and earlier.decision_no < decision_no and _still_reserved(state, grant_id):
        raise NotYet(grant_id, f"decision {earlier.decision_no} has not been released yet")
    if state.cut_pending:
        raise CutPending(f"the limit still has to lose {format_pln(state.cut_pending)} PLN")
    home = accounts.call_account(known.line, call_id)
    place = Place(line=known.line, call=call_id, grant=grant_id, home=home)
    transfer = guarded(state, "FundsReserved", place, amount_grosze, on, CallPoolExceeded)
    return [
        EntryPosted(
            programme_id,
            "FundsReserved",
            on,
            on,
            (transfer,),
            amount_grosze=amount_grosze,
            line_id=known.line,
            call_id=call_id,
            grant_id=grant_id,
            decision_no=decision_no,
            caused_by=caused_by,
        )
    ]


def _still_reserved(state: BudgetState, grant_id: str) -> bool:
    place = state.place_of_grant(grant_id)
    return place is not None and state.book.account(place.account("reserved")).total > 0


def free_in_call(state: BudgetState, call_id: str, on: date) -> int:
    """What can still be promised from a call on a day, in grosze."""
    place = state.place_of_call(call_id)
    return state.book.account(place.account("call")).least_from(on) if place else 0
