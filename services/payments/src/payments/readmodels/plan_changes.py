"""What an annex, a cancelled tranche, an end or a reversal changes in the payment register's rows."""

from typing import Any

import psycopg

from payments.domain import tranche_plan

Cursor = psycopg.Cursor[dict[str, Any]]
Change = (
    tranche_plan.PlanChanged
    | tranche_plan.PlanEnded
    | tranche_plan.TrancheCancelled
    | tranche_plan.DisbursementReversed
)


def project(cursor: Cursor, event: Change) -> None:
    match event:
        case tranche_plan.PlanChanged():
            _changed(cursor, event)
        case tranche_plan.PlanEnded():
            cursor.execute(
                "UPDATE payment_register_grants SET ended_on = %s WHERE grant_id = %s", (event.ended_on, event.grant_id)
            )
        case tranche_plan.TrancheCancelled():
            cursor.execute(
                "UPDATE payment_register_tranches SET cancelled_on = %s WHERE grant_id = %s AND tranche_number = %s",
                (event.cancelled_on, event.grant_id, event.tranche_number),
            )
        case tranche_plan.DisbursementReversed():
            _reversed(cursor, event)


def _changed(cursor: Cursor, event: tranche_plan.PlanChanged) -> None:
    """Tranches that the annex leaves out go, unless money has moved on them."""
    cursor.execute(
        "UPDATE payment_register_grants SET amount_grosze = %s, annex_number = %s WHERE grant_id = %s",
        (event.amount_grosze, event.annex_number, event.grant_id),
    )
    cursor.execute(
        "DELETE FROM payment_register_tranches WHERE grant_id = %s AND tranche_number <> ALL(%s) "
        "AND disbursed_on IS NULL",
        (event.grant_id, [tranche.number for tranche in event.tranches]),
    )
    cursor.executemany(
        "INSERT INTO payment_register_tranches (grant_id, tranche_number, amount_grosze, due_on) "
        "VALUES (%s, %s, %s, %s) ON CONFLICT (grant_id, tranche_number) "
        "DO UPDATE SET amount_grosze = EXCLUDED.amount_grosze, due_on = EXCLUDED.due_on",
        [(event.grant_id, tranche.number, tranche.amount_grosze, tranche.due_on) for tranche in event.tranches],
    )


def _reversed(cursor: Cursor, event: tranche_plan.DisbursementReversed) -> None:
    """The tranche is as if nobody had prepared it; what remains is that it came back."""
    cursor.execute(
        "UPDATE payment_register_grants SET reversed_grosze = %s WHERE grant_id = %s",
        (event.reversed_total_grosze, event.grant_id),
    )
    cursor.execute(
        "UPDATE payment_register_tranches SET prepared_by = NULL, authorised_by = NULL, order_id = NULL, "
        "execute_on = NULL, disbursed_on = NULL, disbursed_grosze = NULL, ordered = NULL, reversed_on = %s "
        "WHERE grant_id = %s AND tranche_number = %s",
        (event.value_on, event.grant_id, event.tranche_number),
    )
