"""Decided facts of the budget: each is refused when an account cannot bear it on every day from then on."""

from datetime import date

from programme.domain.budget.events import CausedBy, EntryPosted
from programme.domain.budget.refusals import (
    BudgetUnknown,
    CallNotOpenHere,
    CallPoolExceeded,
    CutPending,
    FreeMoneyExceeded,
    LineExceeded,
    LineUnknown,
    YearAlreadyKnown,
)
from programme.domain.budget.state import BudgetState
from shared.kernel import accounts
from shared.kernel.balances import Transfer
from shared.kernel.money import format_pln
from shared.kernel.postings import Place, posting
from shared.kernel.refusal import Refusal


def state_limit(
    state: BudgetState, *, programme_id: str, fact: str, limit_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """The draft, the programme or the budget states a limit; the lower of programme and budget holds.

    More: limit → free. Less: what free money covers goes back at once; the rest stays pending (`cut_pending`).
    Amounts: grosze. Never refused on account of money: a council's resolution is witnessed.
    """
    stated = {"programme": state.programme_limit, "budget": state.budget_limit}
    stated["programme" if fact == "ProgrammeAdopted" else "budget"] = limit_grosze
    target = min(limit for limit in stated.values() if limit is not None)
    difference = target - state.limit
    pending = 0
    transfers: tuple[Transfer, ...] = ()
    if difference > 0:
        transfers = (_transfer(fact, "raise", Place(), difference),)
    elif difference < 0:
        covered = min(-difference, state.book.account(accounts.FREE).least_from(on))
        pending = -difference - covered
        if covered > 0:
            transfers = (_transfer(fact, "cut", Place(), covered),)
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
            document=document,
        )
    ]


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
            (_transfer("ProgrammeTakenOver", "raise", Place(), limit_grosze),),
            amount_grosze=limit_grosze,
            stated_grosze=limit_grosze,
            document=document,
        ),
        EntryPosted(
            programme_id,
            "AreaAllocated",
            on,
            on,
            (_transfer("AreaAllocated", "", Place(line=line_id), limit_grosze),),
            amount_grosze=limit_grosze,
            line_id=line_id,
            document=document,
        ),
    ]


def allocate_area(
    state: BudgetState, *, programme_id: str, line_id: str, amount_grosze: int, on: date, document: str
) -> list[EntryPosted]:
    """free → line. Each allocation is a new act, so a repeat with a new command id allocates again."""
    _known_year(state, programme_id)
    place = Place(line=line_id)
    transfer = _guarded(state, "AreaAllocated", place, amount_grosze, on, FreeMoneyExceeded, "data.amount_grosze")
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
    _known_year(state, programme_id)
    if line_id not in state.lines:
        raise LineUnknown(f"nothing was allocated to {line_id} in {programme_id}", field="data.line_id")
    place = Place(line=line_id, call=call_id)
    transfer = _guarded(state, "CallOpened", place, pool_grosze, on, LineExceeded, "data.pool_grosze")
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
            (_transfer("CallResolved", "", place, unused),) if unused else (),
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

    Refuses: BudgetUnknown, CutPending, CallNotOpenHere, CallPoolExceeded. Whether this decision number was answered
    before is the reservation's own question.
    """
    _known_year(state, programme_id)
    known = state.calls.get(call_id)
    if known is None or known.resolved:
        raise CallNotOpenHere(f"{call_id} is not open for promises on {programme_id}", field="data.call_id")
    if state.cut_pending:
        raise CutPending(f"the limit still has to lose {format_pln(state.cut_pending)} PLN")
    home = accounts.call_account(known.line, call_id)
    place = Place(line=known.line, call=call_id, grant=grant_id, home=home)
    transfer = _guarded(state, "FundsReserved", place, amount_grosze, on, CallPoolExceeded, "data.amount_grosze")
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


def free_in_call(state: BudgetState, call_id: str, on: date) -> int:
    """What can still be promised from a call on a day, in grosze."""
    place = state.place_of_call(call_id)
    return state.book.account(place.account("call")).least_from(on) if place else 0


def _known_year(state: BudgetState, programme_id: str) -> None:
    if state.status == "unknown":
        raise BudgetUnknown(f"no draft budget and no budget of {programme_id} is known", field="data.programme_id")


def _guarded(
    state: BudgetState, fact: str, place: Place, amount: int, on: date, refusal: type[Refusal], field: str
) -> Transfer:
    transfer = _transfer(fact, "", place, amount)
    there = state.book.account(transfer.debit).least_from(on)
    if there < amount:
        raise refusal(
            f"{format_pln(amount)} PLN are asked for, {format_pln(there)} PLN are there from {on} on", field=field
        )
    return transfer


def _transfer(fact: str, case: str, place: Place, amount: int) -> Transfer:
    row = posting(fact, case)
    return Transfer(place.account(row.debit), place.account(row.credit), amount)
