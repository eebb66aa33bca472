"""The register of refund claims: per claim what is left, what came in on it, and what was written off. Grosze."""

from datetime import date
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from payments.domain import claim
from payments.domain.claim import ClaimedPart
from shared.eventstore.projections import Recorded

Cursor = psycopg.Cursor[dict[str, Any]]
Connection = psycopg.Connection[dict[str, Any]]
Moved = claim.ClaimPaid | claim.ReliefGranted | claim.ClaimTimeBarred


class ClaimRegister:
    """Follows the claims of grants."""

    name = "claim_register"

    def project(self, cursor: Cursor, recorded: Recorded) -> None:
        match recorded.event:
            case claim.ClaimEstablished() as event:
                _established(cursor, event)
            case claim.ClaimPaid() as event:
                row = (event.principal_grosze, event.interest_grosze, event.paid_on, event.statement_id)
                _moved(cursor, recorded.position, event, "paid", row)
            case claim.ReliefGranted() as event:
                row = (event.amount_grosze, 0, event.granted_on, event.decision_number)
                _moved(cursor, recorded.position, event, "relief", row)
            case claim.ClaimTimeBarred() as event:
                row = (event.amount_grosze, 0, event.barred_on, event.document)
                _moved(cursor, recorded.position, event, "time-barred", row)


def claims(connection: Connection, *, grant_id: str, on: date | None) -> dict[str, Any]:
    """The claims of a grant; a grant without any has none. `on`: with the interest that a payment on that day owes."""
    rows = connection.execute(
        "SELECT * FROM claim_register WHERE grant_id = %s ORDER BY claim_number", (grant_id,)
    ).fetchall()
    movements = connection.execute(
        "SELECT * FROM claim_register_movements WHERE grant_id = %s ORDER BY position", (grant_id,)
    ).fetchall()
    told = [_told(row, [one for one in movements if one["claim_number"] == row["claim_number"]], on) for row in rows]
    sums = ("left_grosze", "paid_grosze", "interest_paid_grosze", "written_off_grosze")
    return {"grant_id": grant_id, **{name: sum(one[name] for one in told) for name in sums}, "claims": told}


def _established(cursor: Cursor, event: claim.ClaimEstablished) -> None:
    cursor.execute(
        "INSERT INTO claim_register VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            event.grant_id,
            event.claim_number,
            event.ground,
            event.principal_grosze,
            Jsonb([_row_of(part) for part in event.parts]),
            event.found_on,
            event.called_on,
            event.use_until,
            event.due_on,
            event.document,
        ),
    )


def _moved(cursor: Cursor, position: int, event: Moved, kind: str, row: tuple[int, int, date, str]) -> None:
    principal, interest, moved_on, document = row
    which = (event.grant_id, event.claim_number)
    cursor.execute("SELECT parts FROM claim_register WHERE grant_id = %s AND claim_number = %s", which)
    known = cursor.fetchone()
    assert known is not None, "a claim is established before anything moves on it"
    left = claim.less([_part_of(part) for part in known["parts"]], principal)
    cursor.execute(
        "UPDATE claim_register SET parts = %s WHERE grant_id = %s AND claim_number = %s",
        (Jsonb([_row_of(part) for part in left]), *which),
    )
    cursor.execute(
        "INSERT INTO claim_register_movements VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (position, *which, kind, principal, interest, moved_on, document),
    )


def _told(row: dict[str, Any], movements: list[dict[str, Any]], on: date | None) -> dict[str, Any]:
    parts = [_part_of(part) for part in row["parts"]]
    paid = [one for one in movements if one["kind"] == "paid"]
    interest = {} if on is None else {"interest_grosze": claim.charged(claim.interest_on(parts, on), on)}
    days = ("found_on", "called_on", "use_until", "due_on")
    return {
        **{name: row[name] for name in ("claim_number", "ground", "document", "principal_grosze")},
        **{name: row[name].isoformat() if row[name] else None for name in days},
        "left_grosze": claim.principal_of(parts),
        **interest,
        "paid_grosze": sum(one["principal_grosze"] for one in paid),
        "interest_paid_grosze": sum(one["interest_grosze"] for one in paid),
        "written_off_grosze": sum(one["principal_grosze"] for one in movements if one["kind"] != "paid"),
        "parts_left": row["parts"],
        "movements": [
            {
                "kind": one["kind"],
                "principal_grosze": one["principal_grosze"],
                "interest_grosze": one["interest_grosze"],
                "on": one["moved_on"].isoformat(),
                "document": one["document"],
            }
            for one in movements
        ],
    }


def _row_of(part: ClaimedPart) -> dict[str, Any]:
    return {
        "tranche_number": part.tranche_number,
        "principal_grosze": part.principal_grosze,
        "interest_from": part.interest_from.isoformat(),
    }


def _part_of(row: dict[str, Any]) -> ClaimedPart:
    return ClaimedPart(row["tranche_number"], row["principal_grosze"], date.fromisoformat(row["interest_from"]))
