"""The register of grants: one row per id, from offer to settlement, also for grants taken over from a register."""

from datetime import date
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from grants.domain.award import AwardDeclined, AwardLapsed, AwardProposed, AwardRefused, AwardRevoked, GrantAwarded
from grants.domain.contract import AnnexSigned, ContractSigned, ContractTerminated, GrantTakenOver
from grants.domain.offer import (
    OfferFormallyAccepted,
    OfferFormallyRejected,
    OfferNotAwarded,
    OfferScored,
    OfferSubmitted,
)
from grants.domain.settlement import (
    AcceptanceWithdrawn,
    ExpenditureAccepted,
    GrantSettled,
    PaymentNoted,
    ReportAccepted,
    ReportFallenDue,
    ReportSubmitted,
    ReturnNoted,
    ReversalNoted,
)
from grants.readmodels.stage import stage_of
from shared.eventstore.projections import Recorded
from shared.kernel.refusal import Refusal

Row = dict[str, Any]
Cursor = psycopg.Cursor[Row]
Connection = psycopg.Connection[Row]

REPORTS_PER_LOOK = 500


class GrantUnknown(Refusal):
    rule = "A question about a grant names one that is in the register."
    status = 404


class GrantRegister:
    """Follows the streams of offer, award, contract and settlement, which share the grant's id as their key."""

    name = "grant_register"

    def project(self, cursor: Cursor, recorded: Recorded) -> None:
        columns = _columns(recorded.event)
        if columns:
            _put(cursor, recorded.key, columns)


def _columns(event: object) -> Row:
    """What an event changes in its grant's row; nothing for events of other chapters."""
    return _of_offer(event) or _of_award(event) or _of_contract(event) or _of_settlement(event)


def _of_offer(event: object) -> Row:
    match event:
        case OfferSubmitted():
            return {
                "programme_id": event.programme_id,
                "call_id": event.call_id,
                "line_id": event.line_id,
                "organisation_id": event.organisation_id,
                "task_from": event.task_from,
                "task_until": event.task_until,
                "total_cost_grosze": event.total_cost_grosze,
                "requested_grosze": event.requested_grosze,
            }
        case OfferFormallyAccepted():
            return {"formally_accepted": True}
        case OfferFormallyRejected():
            return {"formally_accepted": False, "defect": event.defect}
        case OfferScored():
            return {"points": event.points}
        case OfferNotAwarded():
            return {"not_awarded_on": event.decided_on, "not_awarded_ground": event.ground}
    return {}


def _of_award(event: object) -> Row:
    match event:
        case AwardProposed():
            return {
                "decision_no": event.decision_no,
                "proposed_grosze": event.amount_grosze,
                "refusal_reason": None,
                "declined_on": None,
                "award_ended_on": None,
            }
        case GrantAwarded():
            return {"awarded_grosze": event.amount_grosze}
        case AwardRefused():
            return {"refusal_reason": event.reason}
        case AwardDeclined():
            return {"awarded_grosze": 0, "declined_on": event.declined_on}
        case AwardLapsed():
            return {"awarded_grosze": 0, "award_ended_on": event.lapsed_on}
        case AwardRevoked():
            return {"awarded_grosze": 0, "award_ended_on": event.revoked_on}
    return {}


def _of_contract(event: object) -> Row:
    match event:
        case ContractSigned():
            return {
                "contract_number": event.contract_number,
                "signed_on": event.signed_on,
                "contracted_grosze": event.amount_grosze,
                "tranches": _plan(event),
            }
        case AnnexSigned():
            return {
                "annex_number": event.annex_number,
                "contracted_grosze": event.contract_amount_grosze,
                "tranches": _plan(event),
            }
        case ContractTerminated():
            return {"terminated_on": event.terminated_on}
        case GrantTakenOver():
            return {
                "evidence": event.evidence,
                "programme_id": event.programme_id,
                "line_id": event.line_id,
                "signed_on": event.signed_on,
                "contracted_grosze": event.amount_grosze,
            }
    return {}


def _plan(event: ContractSigned | AnnexSigned) -> Jsonb:
    return Jsonb(
        [{"number": t.number, "amount_grosze": t.amount_grosze, "due_on": t.due_on.isoformat()} for t in event.tranches]
    )


def _of_settlement(event: object) -> Row:
    """Money noted before its grant is taken over begins the row."""
    match event:
        case PaymentNoted():
            return {
                "programme_id": event.programme_id,
                "disbursed_grosze": event.disbursed_total_grosze,
                "settled_on": None,
            }
        case ReturnNoted():
            return {
                "programme_id": event.programme_id,
                "returned_grosze": event.returned_total_grosze,
                "settled_on": None,
            }
        case ReversalNoted():
            return {"reversed_grosze": event.reversed_total_grosze, "settled_on": None}
        case AcceptanceWithdrawn():
            return {"accepted_grosze": event.accepted_before_grosze - event.amount_grosze, "settled_on": None}
        case ReportFallenDue():
            return {"report_due_on": event.due_on}
        case ReportSubmitted():
            return {"report_submitted_on": event.submitted_on, "spent_grosze": event.spent_grosze}
        case ReportAccepted():
            return {"report_accepted_on": event.accepted_on}
        case ExpenditureAccepted():
            return {"accepted_grosze": event.accepted_total_grosze, "settled_on": None}
        case GrantSettled():
            return {"settled_on": event.settled_on}
    return {}


def _put(cursor: Cursor, grant_id: str, columns: Row) -> None:
    names = [sql.Identifier(name) for name in columns]
    changes = sql.SQL(", ").join(sql.SQL("{} = EXCLUDED.{}").format(name, name) for name in names)
    cursor.execute(
        sql.SQL(
            "INSERT INTO grant_register (grant_id, {}) VALUES (%s, {}) ON CONFLICT (grant_id) DO UPDATE SET {}"
        ).format(sql.SQL(", ").join(names), sql.SQL(", ").join(sql.Placeholder() * len(names)), changes),
        [grant_id, *columns.values()],
    )


def grant(connection: Connection, *, grant_id: str) -> Row:
    """All that is known of one id. Amounts in grosze. Refuses: GrantUnknown."""
    row = connection.execute("SELECT * FROM grant_register WHERE grant_id = %s", (grant_id,)).fetchone()
    if row is None:
        raise GrantUnknown(f"{grant_id} is not in the register", field="grant_id")
    return _answer(row)


def grants(connection: Connection, *, programme: str, after: str, limit: int) -> dict[str, Any]:
    """The grants of a programme, by id; `next` is where the following page starts, None on the last one."""
    rows = connection.execute(
        'SELECT * FROM grant_register WHERE programme_id = %s AND grant_id COLLATE "C" > %s '
        'ORDER BY grant_id COLLATE "C" LIMIT %s',
        (programme, after, limit),
    ).fetchall()
    following = rows[-1]["grant_id"] if len(rows) == limit else None
    return {"programme": programme, "grants": [_answer(row) for row in rows], "next": following}


def reports_fallen_due(connection: Connection, today: date) -> list[dict[str, str]]:
    """Fields of mark-report-due for contracts whose task has ended and whose report is neither in nor marked."""
    rows = connection.execute(
        "SELECT grant_id FROM grant_register WHERE contract_number IS NOT NULL AND report_due_on IS NULL "
        "AND report_submitted_on IS NULL AND task_until < %s ORDER BY task_until, grant_id LIMIT %s",
        (today, REPORTS_PER_LOOK),
    ).fetchall()
    return [{"grant_id": row["grant_id"]} for row in rows]


def _answer(row: Row) -> Row:
    """A row as JSON values, with its stage."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    return {"stage": stage_of(row), **plain}
