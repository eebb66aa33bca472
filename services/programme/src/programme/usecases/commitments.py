"""Commands of multi-year undertakings: their own book, and the years' budgets, in one transaction."""

from typing import Any

from programme.domain import undertaking
from programme.domain.budget import BUDGET, commitments
from programme.domain.budget.planning import PlanChange
from programme.domain.undertaking import UNDERTAKING
from programme.usecases.journaling import record_entries
from shared.eventstore.desk import Desk
from shared.kernel.ids import year_of


def set_commitment_limit(desk: Desk, *, undertaking_id: str, year: int, limit_grosze: int, document: str) -> None:
    events = undertaking.set_limit(
        desk.state(UNDERTAKING, undertaking_id),
        undertaking_id=undertaking_id,
        year=year,
        limit_grosze=limit_grosze,
        on=desk.act.acted_on,
        document=document,
    )
    desk.record(UNDERTAKING, undertaking_id, events)


def make_multi_year_commitment(
    desk: Desk, *, undertaking_id: str, grant_id: str, amounts: list[dict[str, Any]], document: str
) -> None:
    events = undertaking.make_commitment(
        desk.state(UNDERTAKING, undertaking_id),
        undertaking_id=undertaking_id,
        grant_id=grant_id,
        amounts=[(part["year"], part["amount_grosze"]) for part in amounts],
        on=desk.act.acted_on,
        document=document,
    )
    desk.record(UNDERTAKING, undertaking_id, events)


def confirm_year_tranche(
    desk: Desk, *, undertaking_id: str, grant_id: str, programme_id: str, line_id: str, document: str
) -> None:
    confirmed = undertaking.confirm_year(
        desk.state(UNDERTAKING, undertaking_id),
        undertaking_id=undertaking_id,
        grant_id=grant_id,
        year=year_of(programme_id),
        programme_id=programme_id,
        line_id=line_id,
        on=desk.act.acted_on,
        document=document,
    )
    desk.record(UNDERTAKING, undertaking_id, confirmed)
    for event in confirmed:
        entries = commitments.confirm_year_tranche(
            desk.state(BUDGET, programme_id),
            PlanChange(programme_id, desk.act.acted_on, document),
            grant_id=grant_id,
            line_id=line_id,
            amount_grosze=event.amount_grosze,
        )
        record_entries(desk, entries)


def reduce_year_amount(
    desk: Desk, *, undertaking_id: str, grant_id: str, programme_id: str, amount_grosze: int, document: str
) -> None:
    reduced = undertaking.reduce_year(
        desk.state(UNDERTAKING, undertaking_id),
        undertaking_id=undertaking_id,
        grant_id=grant_id,
        year=year_of(programme_id),
        programme_id=programme_id,
        amount_grosze=amount_grosze,
        on=desk.act.acted_on,
        document=document,
    )
    desk.record(UNDERTAKING, undertaking_id, reduced)
    for event in reduced:
        if event.programme_id:
            entries = commitments.reduce_confirmed(
                desk.state(BUDGET, programme_id),
                PlanChange(programme_id, desk.act.acted_on, document),
                grant_id=grant_id,
                amount_grosze=amount_grosze,
                decision_no=event.decision_no or 0,
            )
            record_entries(desk, entries)
