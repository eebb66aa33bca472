"""Commands: load, decide, record. One function each, one transaction each."""

from datetime import date, datetime

from programme.domain.budget import BUDGET
from programme.domain.budget import decisions as budgets
from programme.domain.call import CALL, CallOpened
from programme.domain.call import decisions as calls
from programme.domain.programme import PROGRAMME
from programme.domain.programme import decisions as programmes
from shared.eventstore.desk import Desk


def draft_programme(desk: Desk, *, programme_id: str, planned_grosze: int) -> None:
    state = desk.state(PROGRAMME, programme_id)
    events = programmes.draft_programme(state, programme_id=programme_id, planned_grosze=planned_grosze)
    desk.record(PROGRAMME, programme_id, events)


def open_consultation(desk: Desk, *, programme_id: str, opens_on: date, closes_on: date) -> None:
    state = desk.state(PROGRAMME, programme_id)
    events = programmes.open_consultation(state, programme_id=programme_id, opens_on=opens_on, closes_on=closes_on)
    desk.record(PROGRAMME, programme_id, events)


def close_consultation(desk: Desk, *, programme_id: str, remarks_count: int) -> None:
    state = desk.state(PROGRAMME, programme_id)
    events = programmes.close_consultation(state, programme_id=programme_id, remarks_count=remarks_count)
    desk.record(PROGRAMME, programme_id, events)


def adopt_programme(
    desk: Desk, *, programme_id: str, limit_grosze: int, resolution_number: str, adopted_on: date
) -> None:
    """The resolution and its posting are one transaction."""
    events = programmes.adopt_programme(
        desk.state(PROGRAMME, programme_id),
        programme_id=programme_id,
        limit_grosze=limit_grosze,
        resolution_number=resolution_number,
        adopted_on=adopted_on,
    )
    desk.record(PROGRAMME, programme_id, events, effective_on=adopted_on)
    if events:
        _state_limit(desk, programme_id, "ProgrammeAdopted", limit_grosze, adopted_on, resolution_number)


def submit_budget_draft(desk: Desk, *, programme_id: str, limit_grosze: int, submitted_on: date, document: str) -> None:
    _state_limit(desk, programme_id, "BudgetDraftSubmitted", limit_grosze, submitted_on, document)


def adopt_budget(desk: Desk, *, programme_id: str, limit_grosze: int, resolution_number: str, adopted_on: date) -> None:
    _state_limit(desk, programme_id, "BudgetAdopted", limit_grosze, adopted_on, resolution_number)


def allocate_area(desk: Desk, *, programme_id: str, line_id: str, amount_grosze: int, document: str) -> None:
    events = budgets.allocate_area(
        desk.state(BUDGET, programme_id),
        programme_id=programme_id,
        line_id=line_id,
        amount_grosze=amount_grosze,
        on=desk.act.acted_on,
        document=document,
    )
    desk.record(BUDGET, programme_id, events)


def open_call(
    desk: Desk,
    *,
    call_id: str,
    programme_id: str,
    line_id: str,
    number: str,
    pool_grosze: int,
    opens_on: date,
    offers_until: datetime,
    min_grant_grosze: int,
    max_grant_grosze: int,
    max_share_percent: int,
    pass_mark_points: int,
) -> None:
    """The announcement and the pool taken from the line are one transaction."""
    terms = CallOpened(
        call_id,
        programme_id,
        line_id,
        number,
        pool_grosze,
        opens_on,
        offers_until,
        min_grant_grosze,
        max_grant_grosze,
        max_share_percent,
        pass_mark_points,
    )
    events = calls.open_call(desk.state(CALL, call_id), terms=terms)
    desk.record(CALL, call_id, events, effective_on=opens_on)
    if events:
        entries = budgets.open_call(
            desk.state(BUDGET, programme_id),
            programme_id=programme_id,
            line_id=line_id,
            call_id=call_id,
            pool_grosze=pool_grosze,
            on=opens_on,
            document=number,
        )
        desk.record(BUDGET, programme_id, entries, effective_on=opens_on)


def resolve_call(desk: Desk, *, call_id: str, resolved_on: date) -> None:
    call = desk.state(CALL, call_id)
    programme_id = call.opened.programme_id if call.opened else ""
    entries = (
        budgets.resolve_call(
            desk.state(BUDGET, programme_id), programme_id=programme_id, call_id=call_id, on=resolved_on
        )
        if call.opened
        else []
    )
    unused = sum(transfer.amount_grosze for entry in entries for transfer in entry.transfers)
    events = calls.resolve_call(
        call, call_id=call_id, unused_grosze=unused, resolved_on=resolved_on, acted_at=desk.act.acted_at
    )
    desk.record(CALL, call_id, events, effective_on=resolved_on)
    for entry in entries:
        desk.record(BUDGET, programme_id, [entry], effective_on=entry.effective_on)


def take_over_programme(
    desk: Desk,
    *,
    programme_id: str,
    line_id: str,
    limit_grosze: int,
    limit_derived: bool,
    taken_on: date,
    evidence: str,
) -> None:
    """A year known only from a register; its evidence, and whether the limit is derived, stand in the document."""
    entries = budgets.take_over(
        desk.state(BUDGET, programme_id),
        programme_id=programme_id,
        line_id=line_id,
        limit_grosze=limit_grosze,
        on=taken_on,
        document=f"{evidence}, limit {'derived' if limit_derived else 'stated'}",
    )
    desk.record(BUDGET, programme_id, entries, effective_on=taken_on)


def _state_limit(desk: Desk, programme_id: str, fact: str, limit_grosze: int, on: date, document: str) -> None:
    state = desk.state(BUDGET, programme_id)
    entries = budgets.state_limit(
        state, programme_id=programme_id, fact=fact, limit_grosze=limit_grosze, on=on, document=document
    )
    desk.record(BUDGET, programme_id, entries, effective_on=on)
