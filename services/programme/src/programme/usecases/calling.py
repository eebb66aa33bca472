"""Commands of a call's life: load, decide, record."""

from datetime import date
from typing import Any

from programme.domain.budget import BUDGET
from programme.domain.budget import decisions as budgets
from programme.domain.budget.guards import day_of_programme, not_later_than_the_act
from programme.domain.call import CALL, CallTerms, Criterion, announcing, drafting, publishing
from programme.domain.call_series import CALL_SERIES, number_call, series_of
from programme.usecases.journaling import record_entries
from shared.eventstore.desk import Desk
from shared.kernel.periods import instant_of_wall_clock


def draft_call(
    desk: Desk,
    *,
    call_id: str,
    programme_id: str,
    line_id: str,
    unit: str,
    number: str,
    legal_basis: str,
    mode: str,
    pool_grosze: int,
    min_grant_grosze: int,
    max_grant_grosze: int,
    max_share_percent: int,
    line_shift_percent: int,
    pass_mark_points: int,
    criteria: list[dict[str, Any]],
    task_from: date,
    task_until: date,
    choice_on: date | None,
    rolling: bool,
) -> None:
    """The draft and the number that it takes are one transaction."""
    terms = CallTerms(
        call_id,
        programme_id,
        line_id,
        unit,
        number,
        legal_basis,
        mode,
        pool_grosze,
        min_grant_grosze,
        max_grant_grosze,
        max_share_percent,
        line_shift_percent,
        pass_mark_points,
        _criteria(criteria),
        task_from,
        task_until,
        choice_on,
        rolling,
    )
    drafted = drafting.draft_call(desk.state(CALL, call_id), terms=terms)
    series_id = series_of(programme_id, number)
    numbered = number_call(
        desk.state(CALL_SERIES, series_id), programme_id=programme_id, number=number, call_id=call_id
    )
    desk.record(CALL, call_id, drafted)
    desk.record(CALL_SERIES, series_id, numbered)


def write_call_content(desk: Desk, *, call_id: str, content: str, body: str) -> None:
    written = drafting.write_content(
        desk.state(CALL, call_id), call_id=call_id, content=content, body=desk.keep_text(body)
    )
    desk.record(CALL, call_id, written)


def approve_call(desk: Desk, *, call_id: str, pool_grosze: int, approved_on: date, document: str) -> None:
    """The order and the pool taken from the line are one transaction."""
    not_later_than_the_act(approved_on, desk.act.acted_on, "data.approved_on")
    orders = drafting.approve_call(
        desk.state(CALL, call_id),
        call_id=call_id,
        pool_grosze=pool_grosze,
        approved_on=approved_on,
        document=document,
    )
    desk.record(CALL, call_id, orders, effective_on=approved_on)
    for order in orders:
        day_of_programme(order.programme_id, approved_on, "data.approved_on")
        entries = budgets.open_call(
            desk.state(BUDGET, order.programme_id),
            programme_id=order.programme_id,
            line_id=order.line_id,
            call_id=call_id,
            pool_grosze=pool_grosze,
            on=approved_on,
            document=order.number,
        )
        record_entries(desk, entries)


def plan_call_announcement(desk: Desk, *, call_id: str, appears_on: date, offers_until_local: str) -> None:
    planned = announcing.plan_announcement(
        desk.state(CALL, call_id),
        call_id=call_id,
        appears_on=appears_on,
        offers_until=instant_of_wall_clock(offers_until_local),
    )
    desk.record(CALL, call_id, planned, effective_on=appears_on)


def record_call_publication(desk: Desk, *, call_id: str, matter: str, place: str, published_on: date) -> None:
    not_later_than_the_act(published_on, desk.act.acted_on, "data.published_on")
    published = publishing.record_publication(
        desk.state(CALL, call_id), call_id=call_id, matter=matter, place=place, published_on=published_on
    )
    desk.record(CALL, call_id, published, effective_on=published_on)


def extend_call(
    desk: Desk,
    *,
    call_id: str,
    offers_until_local: str,
    choice_on: date | None,
    extended_on: date,
    document: str,
) -> None:
    not_later_than_the_act(extended_on, desk.act.acted_on, "data.extended_on")
    extended = announcing.extend_call(
        desk.state(CALL, call_id),
        call_id=call_id,
        offers_until=instant_of_wall_clock(offers_until_local),
        choice_on=choice_on,
        extended_on=extended_on,
        document=document,
        acted_at=desk.act.acted_at,
    )
    desk.record(CALL, call_id, extended, effective_on=extended_on)


def correct_call(
    desk: Desk,
    *,
    call_id: str,
    min_grant_grosze: int,
    max_grant_grosze: int,
    max_share_percent: int,
    line_shift_percent: int,
    pass_mark_points: int,
    criteria: list[dict[str, Any]],
    task_from: date,
    task_until: date,
    choice_on: date | None,
    offers_until_local: str,
    material: bool,
    corrected_on: date,
    document: str,
) -> None:
    not_later_than_the_act(corrected_on, desk.act.acted_on, "data.corrected_on")
    corrected = announcing.correct_call(
        desk.state(CALL, call_id),
        call_id=call_id,
        changed={
            "min_grant_grosze": min_grant_grosze,
            "max_grant_grosze": max_grant_grosze,
            "max_share_percent": max_share_percent,
            "line_shift_percent": line_shift_percent,
            "pass_mark_points": pass_mark_points,
            "criteria": _criteria(criteria),
            "task_from": task_from,
            "task_until": task_until,
            "choice_on": choice_on,
        },
        offers_until=instant_of_wall_clock(offers_until_local),
        material=material,
        corrected_on=corrected_on,
        document=document,
        acted_at=desk.act.acted_at,
    )
    desk.record(CALL, call_id, corrected, effective_on=corrected_on)


def stop_rolling_call(desk: Desk, *, call_id: str) -> None:
    """What is left in the pool is the budget's answer."""
    state = desk.state(CALL, call_id)
    budget = desk.state(BUDGET, state.programme_id or "")
    stopped = announcing.stop_rolling_call(
        state,
        call_id=call_id,
        left_grosze=budgets.free_in_call(budget, call_id, desk.act.acted_on),
        acted_at=desk.act.acted_at,
        stopped_on=desk.act.acted_on,
    )
    desk.record(CALL, call_id, stopped)


def _criteria(named: list[dict[str, Any]]) -> tuple[Criterion, ...]:
    return tuple(Criterion(**criterion) for criterion in named)
