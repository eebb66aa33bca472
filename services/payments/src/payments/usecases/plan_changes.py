"""What an annex, an end of a contract and the treasurer make of a tranche plan."""

from datetime import date
from typing import Any

from payments.domain import tranche_plan as plans
from payments.domain.payment import PAYMENT, payment_key
from payments.domain.tranche_plan import TRANCHE_PLAN, PlannedTranche
from shared.eventstore.desk import Desk


def cancel_tranche(desk: Desk, *, grant_id: str, tranche_number: int, cancelled_on: date, document: str) -> None:
    cancelled = plans.cancel_tranche(
        desk.state(TRANCHE_PLAN, grant_id),
        grant_id=grant_id,
        tranche_number=tranche_number,
        ordered=desk.state(PAYMENT, payment_key(grant_id, tranche_number)).order_id is not None,
        cancelled_on=cancelled_on,
        document=document,
        today=desk.act.acted_on,
    )
    desk.record(TRANCHE_PLAN, grant_id, cancelled, effective_on=cancelled_on)


def when_annex_is_signed_then_change_the_plan(
    desk: Desk,
    *,
    grant_id: str,
    annex_number: str,
    contract_amount_grosze: int,
    signed_on: date,
    tranches: list[dict[str, Any]],
    **_: Any,
) -> None:
    changed = plans.change_plan(
        desk.state(TRANCHE_PLAN, grant_id),
        grant_id=grant_id,
        annex_number=annex_number,
        amount_grosze=contract_amount_grosze,
        signed_on=signed_on,
        tranches=[PlannedTranche(**tranche) for tranche in tranches],
    )
    desk.record(TRANCHE_PLAN, grant_id, changed, effective_on=signed_on)


def when_contract_is_terminated_then_end_the_plan(desk: Desk, *, grant_id: str, terminated_on: date, **_: Any) -> None:
    ended = plans.end_plan(desk.state(TRANCHE_PLAN, grant_id), grant_id=grant_id, ended_on=terminated_on)
    desk.record(TRANCHE_PLAN, grant_id, ended, effective_on=terminated_on)
