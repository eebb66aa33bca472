"""Commands that change the plan of a year: load, decide, record."""

from datetime import date
from typing import Any

from programme.domain.budget import BUDGET, planning
from programme.domain.budget import decisions as budgets
from programme.domain.budget.guards import not_later_than_the_act
from programme.domain.budget.planning import PlanChange
from programme.domain.call import CALL
from programme.domain.call import decisions as calls
from programme.domain.execution import EXECUTION
from programme.usecases.journaling import record_entries
from shared.eventstore.desk import Desk
from shared.kernel import accounts


def amend_programme(
    desk: Desk, *, programme_id: str, limit_grosze: int, resolution_number: str, adopted_on: date
) -> None:
    _amend(desk, programme_id, "ProgrammeAmended", limit_grosze, adopted_on, resolution_number)


def amend_budget(desk: Desk, *, programme_id: str, limit_grosze: int, resolution_number: str, adopted_on: date) -> None:
    _amend(desk, programme_id, "BudgetAmended", limit_grosze, adopted_on, resolution_number)


def drop_budget_draft(desk: Desk, *, programme_id: str, dropped_on: date, document: str) -> None:
    not_later_than_the_act(dropped_on, desk.act.acted_on, "data.dropped_on")
    budget = desk.state(BUDGET, programme_id)
    record_entries(desk, budgets.drop_draft(budget, programme_id=programme_id, on=dropped_on, document=document))


def carry_out_cut(desk: Desk, *, programme_id: str, releases: list[dict[str, Any]], document: str) -> None:
    """A cut that takes from a call's pool is a fact of the call too."""
    named = [(release["account"], release["amount_grosze"]) for release in releases]
    budget = desk.state(BUDGET, programme_id)
    record_entries(desk, planning.carry_out_cut(budget, _change(desk, programme_id, document), releases=named))
    for account, amount in named:
        call_id = accounts.call_of_account(account)
        if call_id is not None:
            _move_pool(desk, call_id, -amount, document)


def reallocate_area(
    desk: Desk, *, programme_id: str, from_line_id: str, to_line_id: str, amount_grosze: int, document: str
) -> None:
    entries = planning.reallocate(
        desk.state(BUDGET, programme_id),
        _change(desk, programme_id, document),
        from_line_id=from_line_id,
        to_line_id=to_line_id,
        amount_grosze=amount_grosze,
    )
    record_entries(desk, entries)


def deallocate_area(desk: Desk, *, programme_id: str, line_id: str, amount_grosze: int, document: str) -> None:
    change = _change(desk, programme_id, document)
    budget = desk.state(BUDGET, programme_id)
    record_entries(desk, planning.deallocate(budget, change, line_id=line_id, amount_grosze=amount_grosze))


def set_small_grant_pool(desk: Desk, *, programme_id: str, line_id: str, pool_grosze: int, document: str) -> None:
    change = _change(desk, programme_id, document)
    budget = desk.state(BUDGET, programme_id)
    record_entries(desk, planning.set_small_grant_pool(budget, change, line_id=line_id, pool_grosze=pool_grosze))


def block_expenditure(desk: Desk, *, programme_id: str, account: str, amount_grosze: int, document: str) -> None:
    change = _change(desk, programme_id, document)
    budget = desk.state(BUDGET, programme_id)
    record_entries(desk, planning.block(budget, change, account=account, amount_grosze=amount_grosze))


def unblock_expenditure(desk: Desk, *, programme_id: str, account: str, amount_grosze: int, document: str) -> None:
    change = _change(desk, programme_id, document)
    budget = desk.state(BUDGET, programme_id)
    record_entries(desk, planning.unblock(budget, change, account=account, amount_grosze=amount_grosze))


def change_call_pool(desk: Desk, *, call_id: str, pool_change_grosze: int, document: str) -> None:
    """The entry and the call's own fact are one transaction."""
    programme_id = calls.programme_of(desk.state(CALL, call_id), call_id=call_id)
    entries = planning.change_call_pool(
        desk.state(BUDGET, programme_id),
        _change(desk, programme_id, document),
        call_id=call_id,
        pool_change_grosze=pool_change_grosze,
    )
    record_entries(desk, entries)
    _move_pool(desk, call_id, pool_change_grosze, document)


def annul_call(desk: Desk, *, call_id: str, ground: str, annulled_on: date) -> None:
    """The annulment and the pool's return to its line are one transaction."""
    not_later_than_the_act(annulled_on, desk.act.acted_on, "data.annulled_on")
    call = desk.state(CALL, call_id)
    submitted, valid = desk.state(EXECUTION, call.programme_id or "").offers_of_call(call_id)
    events = calls.annul_call(
        call,
        call_id=call_id,
        ground=ground,
        annulled_on=annulled_on,
        acted_at=desk.act.acted_at,
        submitted=submitted,
        valid=valid,
    )
    desk.record(CALL, call_id, events, effective_on=annulled_on)
    for annulled in events:
        change = PlanChange(annulled.programme_id, annulled_on, call.number)
        record_entries(desk, planning.annul_call(desk.state(BUDGET, annulled.programme_id), change, call_id=call_id))


def close_year(desk: Desk, *, programme_id: str, document: str) -> None:
    change = _change(desk, programme_id, document)
    record_entries(desk, planning.close_year(desk.state(BUDGET, programme_id), change))


def _amend(desk: Desk, programme_id: str, fact: str, limit_grosze: int, on: date, document: str) -> None:
    not_later_than_the_act(on, desk.act.acted_on, "data.adopted_on")
    entries = budgets.amend_limit(
        desk.state(BUDGET, programme_id),
        programme_id=programme_id,
        fact=fact,
        limit_grosze=limit_grosze,
        on=on,
        document=document,
    )
    record_entries(desk, entries)


def _move_pool(desk: Desk, call_id: str, change_grosze: int, document: str) -> None:
    moved = calls.move_pool(
        desk.state(CALL, call_id),
        call_id=call_id,
        change_grosze=change_grosze,
        moved_on=desk.act.acted_on,
        document=document,
    )
    desk.record(CALL, call_id, moved)


def _change(desk: Desk, programme_id: str, document: str) -> PlanChange:
    return PlanChange(programme_id, desk.act.acted_on, document)
