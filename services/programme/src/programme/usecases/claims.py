"""What programme does when a refund claim, or a part of it, will not come back: disbursed → written off."""

from datetime import date
from typing import Any

from programme.domain.budget import witnessing
from programme.usecases.journaling import budget_of, grant_fact, record_entries
from shared.eventstore.desk import Desk


def when_relief_is_granted_then_write_off(desk: Desk, *, granted_on: date, decision_number: str, **relief: Any) -> None:
    _write_off(desk, "ReliefGranted", on=granted_on, document=decision_number, **relief)


def when_claim_is_time_barred_then_write_off(desk: Desk, *, barred_on: date, document: str, **claim: Any) -> None:
    _write_off(desk, "ClaimTimeBarred", on=barred_on, document=document, **claim)


def _write_off(
    desk: Desk,
    row: str,
    *,
    programme_id: str,
    grant_id: str,
    amount_grosze: int,
    disbursed_total_grosze: int,
    on: date,
    document: str,
    **_: Any,
) -> None:
    entries = witnessing.post_written_off(
        budget_of(desk, programme_id),
        grant_fact(desk, programme_id, grant_id, on, document),
        row=row,
        amount_grosze=amount_grosze,
        paid_total_grosze=disbursed_total_grosze,
    )
    record_entries(desk, entries)
