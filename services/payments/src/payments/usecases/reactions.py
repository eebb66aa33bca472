"""What payments does when grants says that something has happened. A second sending is quiet.

Parameters are fields of the facts, by name; `**_` is what payments leaves.
"""

from datetime import date
from typing import Any

from payments.domain import tranche_plan as plans
from payments.domain.tranche_plan import TRANCHE_PLAN, PlannedTranche
from shared.eventstore.desk import Desk


def when_contract_is_signed_then_plan_tranches(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    organisation_id: str,
    contract_number: str,
    amount_grosze: int,
    signed_on: date,
    bank_account: str,
    tranches: list[dict[str, Any]],
    **_: Any,
) -> None:
    planned = plans.plan_tranches(
        desk.state(TRANCHE_PLAN, grant_id),
        grant_id=grant_id,
        programme_id=programme_id,
        organisation_id=organisation_id,
        contract_number=contract_number,
        bank_account=bank_account,
        amount_grosze=amount_grosze,
        signed_on=signed_on,
        tranches=[PlannedTranche(**tranche) for tranche in tranches],
    )
    desk.record(TRANCHE_PLAN, grant_id, planned, effective_on=signed_on)


def when_grant_is_taken_over_then_note_it(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    signed_on: date,
    evidence: str,
    **_: Any,
) -> None:
    noted = plans.note_from_register(
        desk.state(TRANCHE_PLAN, grant_id),
        grant_id=grant_id,
        programme_id=programme_id,
        amount_grosze=amount_grosze,
        signed_on=signed_on,
        evidence=evidence,
    )
    desk.record(TRANCHE_PLAN, grant_id, noted, effective_on=signed_on)
