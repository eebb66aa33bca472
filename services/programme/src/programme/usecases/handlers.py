"""Commands: load, decide, record. One function each, one transaction each."""

from datetime import date, datetime

from programme.domain.budget import BUDGET
from programme.domain.budget import decisions as budgets
from programme.domain.budget.guards import day_of_programme, not_closed, not_later_than_the_act
from programme.domain.call import CALL, CallOpened
from programme.domain.call import decisions as calls
from programme.domain.execution import EXECUTION
from programme.domain.programme import PROGRAMME
from programme.domain.programme import decisions as programmes
from programme.usecases.executing import unanswered_offers
from programme.usecases.journaling import record_entries
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
    not_later_than_the_act(adopted_on, desk.act.acted_on, "data.adopted_on")
    day_of_programme(programme_id, adopted_on, "data.adopted_on")
    not_closed(desk.state(BUDGET, programme_id), programme_id)
    events = programmes.adopt_programme(
        desk.state(PROGRAMME, programme_id),
        programme_id=programme_id,
        limit_grosze=limit_grosze,
        resolution_number=resolution_number,
        adopted_on=adopted_on,
    )
    desk.record(PROGRAMME, programme_id, events, effective_on=adopted_on)
    if events:
        entries = budgets.state_limit(
            desk.state(BUDGET, programme_id),
            programme_id=programme_id,
            fact="ProgrammeAdopted",
            limit_grosze=limit_grosze,
            on=adopted_on,
            document=resolution_number,
        )
        record_entries(desk, entries)


def submit_budget_draft(desk: Desk, *, programme_id: str, limit_grosze: int, submitted_on: date, document: str) -> None:
    not_later_than_the_act(submitted_on, desk.act.acted_on, "data.submitted_on")
    entries = budgets.submit_draft(
        desk.state(BUDGET, programme_id),
        programme_id=programme_id,
        limit_grosze=limit_grosze,
        on=submitted_on,
        document=document,
    )
    record_entries(desk, entries)


def adopt_budget(desk: Desk, *, programme_id: str, limit_grosze: int, resolution_number: str, adopted_on: date) -> None:
    not_later_than_the_act(adopted_on, desk.act.acted_on, "data.adopted_on")
    entries = budgets.adopt_budget(
        desk.state(BUDGET, programme_id),
        programme_id=programme_id,
        limit_grosze=limit_grosze,
        on=adopted_on,
        document=resolution_number,
    )
    record_entries(desk, entries)


def allocate_area(desk: Desk, *, programme_id: str, line_id: str, amount_grosze: int, document: str) -> None:
    events = budgets.allocate_area(
        desk.state(BUDGET, programme_id),
        programme_id=programme_id,
        line_id=line_id,
        amount_grosze=amount_grosze,
        on=desk.act.acted_on,
        document=document,
    )
    record_entries(desk, events)


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
    """A call opened in one step and the pool taken from the line are one transaction."""
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
        record_entries(desk, entries)


def resolve_call(desk: Desk, *, call_id: str, resolved_on: date) -> None:
    not_later_than_the_act(resolved_on, desk.act.acted_on, "data.resolved_on")
    call = desk.state(CALL, call_id)
    programme_id = calls.programme_of(call, call_id=call_id)
    budget = desk.state(BUDGET, programme_id)
    entries = budgets.resolve_call(budget, programme_id=programme_id, call_id=call_id, on=resolved_on)
    unused = sum(transfer.amount_grosze for entry in entries for transfer in entry.transfers)
    events = calls.resolve_call(
        call,
        call_id=call_id,
        unused_grosze=unused,
        resolved_on=resolved_on,
        acted_at=desk.act.acted_at,
        valid=desk.state(EXECUTION, programme_id).offers_of_call(call_id)[1],
        unanswered=unanswered_offers(desk, budget, programme_id=programme_id, call_id=call_id),
    )
    desk.record(CALL, call_id, events, effective_on=resolved_on)
    record_entries(desk, entries)


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
    record_entries(desk, entries)
