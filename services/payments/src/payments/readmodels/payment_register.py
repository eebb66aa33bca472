"""The payment register: per grant its totals, per tranche how far it has come. Amounts are grosze."""

from datetime import date
from typing import Any

import psycopg

from payments.domain import claim, payment, payment_order, tranche_plan
from payments.readmodels import plan_changes
from shared.eventstore.projections import Recorded
from shared.kernel.refusal import Refusal

Cursor = psycopg.Cursor[dict[str, Any]]
Connection = psycopg.Connection[dict[str, Any]]


class GrantNotInRegister(Refusal):
    rule = "The register knows grants with a contract, and grants taken over from a register."
    status = 404
    retryable = True


class PaymentRegister:
    """Follows plans, payments and orders, and what was written off of claims."""

    name = "payment_register"

    def project(self, cursor: Cursor, recorded: Recorded) -> None:
        match recorded.event:
            case tranche_plan.TranchesPlanned() as event:
                _planned(cursor, event)
            case tranche_plan.GrantNotedFromRegister() as event:
                _grant(cursor, event, organisation_id="", contract_number="", evidence=event.evidence)
            case tranche_plan.TrancheDisbursed() as event:
                _disbursed(cursor, event)
            case tranche_plan.PrincipalReturned() as event:
                cursor.execute(
                    "UPDATE payment_register_grants SET returned_grosze = %s WHERE grant_id = %s",
                    (event.returned_total_grosze, event.grant_id),
                )
                _movement(cursor, recorded, "return", event.statement_id)
            case tranche_plan.PaymentTakenOver() as event:
                cursor.execute(
                    "UPDATE payment_register_grants SET disbursed_grosze = %s WHERE grant_id = %s",
                    (event.disbursed_total_grosze, event.grant_id),
                )
                _movement(cursor, recorded, "taken-over", event.payment_id)
            case (
                tranche_plan.PlanChanged()
                | tranche_plan.PlanEnded()
                | tranche_plan.TrancheCancelled()
                | tranche_plan.DisbursementReversed()
            ) as event:
                plan_changes.project(cursor, event)
            case (claim.ReliefGranted() | claim.ClaimTimeBarred()) as event:
                cursor.execute(
                    "UPDATE payment_register_grants SET written_off_grosze = written_off_grosze + %s "
                    "WHERE grant_id = %s",
                    (event.amount_grosze, event.grant_id),
                )
            case payment.PaymentPrepared() as event:
                cursor.execute(
                    "UPDATE payment_register_tranches SET prepared_by = %s, authorised_by = NULL "
                    "WHERE grant_id = %s AND tranche_number = %s",
                    (event.prepared_by, event.grant_id, event.tranche_number),
                )
            case payment.PaymentAuthorised() as event:
                cursor.execute(
                    "UPDATE payment_register_tranches SET authorised_by = %s "
                    "WHERE grant_id = %s AND tranche_number = %s",
                    (event.authorised_by, event.grant_id, event.tranche_number),
                )
            case payment.PaymentOrdered() as event:
                cursor.execute(
                    "UPDATE payment_register_tranches SET order_id = %s, execute_on = %s "
                    "WHERE grant_id = %s AND tranche_number = %s",
                    (event.order_id, event.execute_on, event.grant_id, event.tranche_number),
                )
            case payment_order.PaymentOrderIssued() as event:
                _order(cursor, event)


def grant_payments(connection: Connection, *, grant_id: str) -> dict[str, Any]:
    """The plan of a grant and what became of it. Refuses: GrantNotInRegister (worth repeating)."""
    grant = connection.execute("SELECT * FROM payment_register_grants WHERE grant_id = %s", (grant_id,)).fetchone()
    if grant is None:
        raise GrantNotInRegister(f"no grant {grant_id} is known here yet", field="grant_id")
    tranches = connection.execute(
        "SELECT * FROM payment_register_tranches WHERE grant_id = %s ORDER BY tranche_number", (grant_id,)
    ).fetchall()
    movements = connection.execute(
        "SELECT * FROM payment_register_movements WHERE grant_id = %s ORDER BY position", (grant_id,)
    ).fetchall()
    return {
        **_plain(grant),
        "tranches": [_plain(row, without="grant_id") for row in tranches],
        "returns": [_movement_row(row, "statement_id") for row in movements if row["kind"] == "return"],
        "taken_over": [_movement_row(row, "payment_id") for row in movements if row["kind"] == "taken-over"],
    }


def payment_totals(connection: Connection, *, programme: str) -> dict[str, Any]:
    """What was paid, given back and written off per grant of a programme, and in all; nothing where it is unknown."""
    rows = connection.execute(
        "SELECT grant_id, amount_grosze, disbursed_grosze, returned_grosze, reversed_grosze, written_off_grosze "
        "FROM payment_register_grants "
        "WHERE programme_id = %s ORDER BY grant_id",
        (programme,),
    ).fetchall()
    return {
        "programme": programme,
        "disbursed_grosze": sum(row["disbursed_grosze"] for row in rows),
        "returned_grosze": sum(row["returned_grosze"] for row in rows),
        "reversed_grosze": sum(row["reversed_grosze"] for row in rows),
        "written_off_grosze": sum(row["written_off_grosze"] for row in rows),
        "grants": rows,
    }


def _planned(cursor: Cursor, event: tranche_plan.TranchesPlanned) -> None:
    _grant(
        cursor,
        event,
        organisation_id=event.organisation_id,
        contract_number=event.contract_number,
        evidence="contract",
    )
    cursor.executemany(
        "INSERT INTO payment_register_tranches (grant_id, tranche_number, amount_grosze, due_on) "
        "VALUES (%s, %s, %s, %s)",
        [(event.grant_id, tranche.number, tranche.amount_grosze, tranche.due_on) for tranche in event.tranches],
    )


def _grant(
    cursor: Cursor,
    event: tranche_plan.TranchesPlanned | tranche_plan.GrantNotedFromRegister,
    *,
    organisation_id: str,
    contract_number: str,
    evidence: str,
) -> None:
    cursor.execute(
        "INSERT INTO payment_register_grants "
        "(grant_id, programme_id, organisation_id, contract_number, evidence, amount_grosze, signed_on) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            event.grant_id,
            event.programme_id,
            organisation_id,
            contract_number,
            evidence,
            event.amount_grosze,
            event.signed_on,
        ),
    )


def _disbursed(cursor: Cursor, event: tranche_plan.TrancheDisbursed) -> None:
    cursor.execute(
        "UPDATE payment_register_tranches SET disbursed_on = %s, disbursed_grosze = %s, ordered = %s "
        "WHERE grant_id = %s AND tranche_number = %s",
        (event.value_on, event.amount_grosze, event.ordered, event.grant_id, event.tranche_number),
    )
    cursor.execute(
        "UPDATE payment_register_grants SET disbursed_grosze = %s WHERE grant_id = %s",
        (event.disbursed_total_grosze, event.grant_id),
    )


def _movement(cursor: Cursor, recorded: Recorded, kind: str, source: str) -> None:
    event = recorded.event
    cursor.execute(
        "INSERT INTO payment_register_movements VALUES (%s, %s, %s, %s, %s, %s)",
        (recorded.position, event.grant_id, kind, event.amount_grosze, event.value_on, source),
    )


def _order(cursor: Cursor, event: payment_order.PaymentOrderIssued) -> None:
    cursor.execute(
        "INSERT INTO payment_register_orders VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            event.order_id,
            event.issued_at,
            event.execute_on,
            event.debtor_name,
            event.debtor_account,
            event.total_grosze,
            event.file_sha256,
        ),
    )
    cursor.executemany(
        "INSERT INTO payment_register_order_lines VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [
            (
                event.order_id,
                number,
                line.grant_id,
                line.tranche_number,
                line.organisation_id,
                line.creditor_account,
                line.amount_grosze,
            )
            for number, line in enumerate(event.payments, start=1)
        ],
    )


def _plain(row: dict[str, Any], *, without: str = "") -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.items() if name != without
    }


def _movement_row(row: dict[str, Any], source: str) -> dict[str, Any]:
    return {"amount_grosze": row["amount_grosze"], "value_on": row["value_on"].isoformat(), source: row["source"]}
