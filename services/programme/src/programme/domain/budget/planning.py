"""What the treasurer changes in the plan: reallocation, pools, blocking, cuts, the end of the year.

All are decided facts: refused when an account cannot bear them on every day from then on. Amounts in grosze.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from programme.domain.budget.events import EntryPosted
from programme.domain.budget.guards import guarded, known_line, known_year, open_call_place, transfer_of
from programme.domain.budget.refusals import (
    BlockedAmountExceeded,
    CallPoolExceeded,
    CutExceeded,
    CutNotCovered,
    LineExceeded,
    NoCutPending,
    SameLine,
    SmallGrantCapExceeded,
    StatementsNotComplete,
    YearNotOver,
)
from programme.domain.budget.state import BudgetState
from shared.kernel import accounts
from shared.kernel.balances import Transfer
from shared.kernel.ids import year_of
from shared.kernel.money import format_pln
from shared.kernel.postings import Place

SMALL_GRANT_CAP_PERCENT = 20
"""UDPP art. 19a(7): of the grants planned in the budget year for tasks of NGOs."""

PLANNED = ("free", "allocated", "pool", "opened", "blocked", "reserved", "contracted")
"""Balances that lapse at the year's end (UFP art. 263(1)); what was paid stays paid."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What every change of the plan has: which year, on which day, on which paper."""

    programme_id: str
    on: date
    document: str


def reallocate(
    state: BudgetState, change: PlanChange, *, from_line_id: str, to_line_id: str, amount_grosze: int
) -> list[EntryPosted]:
    """line → line (UFP art. 257). The target line comes into being with it."""
    known_line(state, change.programme_id, from_line_id, "data.from_line_id")
    if from_line_id == to_line_id:
        raise SameLine(f"{from_line_id} would give to itself", field="data.to_line_id")
    place = Place(line=from_line_id, target=accounts.line_account(to_line_id))
    moved = guarded(state, "AreaReallocated", place, amount_grosze, change.on, LineExceeded)
    return [_entry(change, "AreaReallocated", amount_grosze, (moved,), line_id=to_line_id)]


def deallocate(state: BudgetState, change: PlanChange, *, line_id: str, amount_grosze: int) -> list[EntryPosted]:
    """line → free."""
    known_line(state, change.programme_id, line_id, "data.line_id")
    moved = guarded(state, "AreaDeallocated", Place(line=line_id), amount_grosze, change.on, LineExceeded)
    return [_entry(change, "AreaDeallocated", amount_grosze, (moved,), line_id=line_id)]


def set_small_grant_pool(
    state: BudgetState, change: PlanChange, *, line_id: str, pool_grosze: int
) -> list[EntryPosted]:
    """line ↔ pool, so that the pool holds this much for new grants; all pools are at most 20 % of the limit."""
    known_line(state, change.programme_id, line_id, "data.line_id")
    place = Place(line=line_id)
    now = state.book.account(place.account("pool")).total
    others = sum(a.total for name, a in state.book.accounts.items() if accounts.balance_of(name) == "pool") - now
    if (others + pool_grosze) * 100 > state.limit * SMALL_GRANT_CAP_PERCENT:
        raise SmallGrantCapExceeded(
            f"{format_pln(others + pool_grosze)} PLN of pools, the limit is {format_pln(state.limit)} PLN",
            field="data.pool_grosze",
        )
    difference = pool_grosze - now
    if difference == 0:
        return []
    case = "more" if difference > 0 else "less"
    moved = guarded(state, "SmallGrantPoolSet", place, abs(difference), change.on, LineExceeded, case=case)
    return [_entry(change, "SmallGrantPoolSet", pool_grosze, (moved,), line_id=line_id)]


def block(state: BudgetState, change: PlanChange, *, account: str, amount_grosze: int) -> list[EntryPosted]:
    """free, line, pool or call → its blocked twin (UFP art. 260)."""
    return _blocking(state, change, "ExpenditureBlocked", account, amount_grosze)


def unblock(state: BudgetState, change: PlanChange, *, account: str, amount_grosze: int) -> list[EntryPosted]:
    """The blocked twin → its account; from a call that has ended, to its line."""
    call = state.calls.get(account.rsplit("/call/", 1)[-1])
    case = "call ended" if call and call.resolved else ""
    return _blocking(state, change, "ExpenditureUnblocked", account, amount_grosze, case=case)


def change_call_pool(
    state: BudgetState, change: PlanChange, *, call_id: str, pool_change_grosze: int
) -> list[EntryPosted]:
    """line → call for a rise, call → line for a reduction; never below what is promised already."""
    place = open_call_place(state, change.programme_id, call_id)
    fact, refusal = (
        ("CallPoolIncreased", LineExceeded) if pool_change_grosze > 0 else ("CallPoolReduced", CallPoolExceeded)
    )
    amount = abs(pool_change_grosze)
    moved = guarded(state, fact, place, amount, change.on, refusal, field="data.pool_change_grosze")
    return [_entry(change, fact, amount, (moved,), line_id=place.line, call_id=call_id)]


def annul_call(state: BudgetState, change: PlanChange, *, call_id: str) -> list[EntryPosted]:
    """call → line: everything in the pool, each part on the first day it can be taken out (UDPP art. 18a)."""
    place = open_call_place(state, change.programme_id, call_id)
    parts = state.book.account(place.account("call")).sweep_from(change.on)
    if not parts or parts[0][0] != change.on:
        parts = [(change.on, 0), *parts]
    return [
        EntryPosted(
            change.programme_id,
            "CallAnnulled",
            day,
            change.on,
            (transfer_of("CallAnnulled", place, unused),) if unused else (),
            unused,
            document=change.document,
            line_id=place.line,
            call_id=call_id,
        )
        for day, unused in parts
    ]


def carry_out_cut(state: BudgetState, change: PlanChange, *, releases: list[tuple[str, int]]) -> list[EntryPosted]:
    """One decision ends a pending cut: accounts → free, then free → limit. All of it or nothing.

    releases  (account, grosze): lines, pools or calls. Reserved money comes back first by grants' own fact.
    """
    known_year(state, change.programme_id)
    if not state.cut_pending:
        raise NoCutPending(f"the limit of {change.programme_id} is what was stated")
    transfers = []
    for account, amount in _by_account(releases).items():
        if account == accounts.FREE:
            raise CutNotCovered("free money takes part by itself and is not released", field="data.releases")
        place = Place(source=account)
        transfers.append(
            guarded(
                state, "CutCarriedOut", place, amount, change.on, CutNotCovered, case="release", field="data.releases"
            )
        )
    released = sum(amount for _, amount in releases)
    free = state.book.account(accounts.FREE).least_from(change.on)
    if released > state.cut_pending:
        raise CutExceeded(f"{format_pln(state.cut_pending)} PLN are pending", field="data.releases")
    if released + free < state.cut_pending:
        raise CutNotCovered(
            f"{format_pln(state.cut_pending)} PLN are pending, {format_pln(released + free)} PLN are released or free",
            field="data.releases",
        )
    transfers.append(transfer_of("CutCarriedOut", Place(), state.cut_pending, case="cut"))
    return [
        _entry(
            change,
            "CutCarriedOut",
            state.cut_pending,
            tuple(transfers),
            limit_grosze=state.limit - state.cut_pending,
            in_force=state.status == "in force",
        )
    ]


def _by_account(releases: list[tuple[str, int]]) -> dict[str, int]:
    """An account named twice gives the sum, and must bear it."""
    sums: dict[str, int] = {}
    for account, amount in releases:
        sums[account] = sums.get(account, 0) + amount
    return sums


def close_year(state: BudgetState, change: PlanChange) -> list[EntryPosted]:
    """Everything planned and not paid lapses on 31 December (UFP art. 263(1), 263(3)).

    Decided once payments has confirmed the statements up to that day. Effective on it; what comes back to the plan on
    a later day lapses on that one.
    """
    known_year(state, change.programme_id)
    if state.status == "closed":
        return []
    last = date(year_of(change.programme_id), 12, 31)
    if change.on <= last:
        raise YearNotOver(f"{change.programme_id} ends on {last}", field="data.programme_id")
    if state.statements_through is None or state.statements_through < last:
        raise StatementsNotComplete(
            f"confirmed up to {state.statements_through or 'no day'}, needed up to {last}", field="data.programme_id"
        )
    lapses: dict[date, list[Transfer]] = {last: []}
    for name, balance in sorted(state.book.accounts.items()):
        if accounts.balance_of(name) in PLANNED:
            place = Place(line=accounts.line_of_account(name), source=name)
            for day, amount in balance.sweep_from(last):
                lapses.setdefault(day, []).append(transfer_of("YearClosed", place, amount))
    return [
        EntryPosted(
            change.programme_id,
            "YearClosed",
            day,
            last,
            tuple(transfers),
            sum(transfer.amount_grosze for transfer in transfers),
            document=change.document,
        )
        for day, transfers in sorted(lapses.items())
    ]


def _blocking(
    state: BudgetState, change: PlanChange, fact: str, account: str, amount: int, *, case: str = ""
) -> list[EntryPosted]:
    known_year(state, change.programme_id)
    place = Place(line=accounts.line_of_account(account), source=account)
    moved = guarded(state, fact, place, amount, change.on, BlockedAmountExceeded, case=case)
    return [_entry(change, fact, amount, (moved,), line_id=place.line)]


def _entry(change: PlanChange, fact: str, amount: int, transfers: tuple[Transfer, ...], **where: Any) -> EntryPosted:
    return EntryPosted(
        change.programme_id, fact, change.on, change.on, transfers, amount, document=change.document, **where
    )
