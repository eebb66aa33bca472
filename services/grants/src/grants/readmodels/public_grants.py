"""Results of calls and a programme's grants, for everybody. UDPP art. 15(2h), 15(2j): offeror, task, amount.

An offer that got nothing is not named: the act asks for those that were chosen.
"""

from datetime import date
from typing import Any

from grants.readmodels.public_register import Connection, Row, of_call, of_programme
from grants.readmodels.stage import stage_of
from shared.kernel.refusal import Refusal
from shared.publishing.publication import Look

FIGURES = ("contracted", "disbursed", "reversed", "returned", "accepted")
"""Of a grant, in grosze: by contract; debited; sent back by the bank; given back by the recipient; accepted."""


class NothingPublished(Refusal):
    rule = "Results are published after the choice."
    article = "UDPP art. 15(2h)"
    status = 404


def results(connection: Connection, look: Look, *, call_id: str) -> dict[str, Any]:
    """Who got how much for what in a call; `complete` once the call has ended. Refuses: NothingPublished."""
    known = connection.execute("SELECT * FROM known_calls WHERE call_id = %s", (call_id,)).fetchone()
    if known is None or known["terms"] is None:
        raise NothingPublished(f"the call {call_id} is not known here")
    if known["ended_on"] is None and known["terms"]["chosen_from"] is not None:
        raise NothingPublished(f"the call {call_id} is not resolved yet")
    shown = [_result(row) for row in of_call(connection, call_id)]
    return {
        "call_id": call_id,
        "programme_id": known["terms"]["programme_id"],
        "complete": known["ended_on"] is not None,
        "ended_on": known["ended_on"].isoformat() if known["ended_on"] else None,
        "announcement": look.face.address("programme", f"/publications/calls/{call_id}"),
        "awarded_total_grosze": sum(each["awarded_grosze"] for each in shown),
        "results": shown,
    }


def grants(connection: Connection, _look: Look, *, programme_id: str) -> dict[str, Any]:
    """The public grants of a programme, with what was paid. Refuses: NothingPublished."""
    rows = of_programme(connection, programme_id)
    if not rows:
        raise NothingPublished(f"no grant of {programme_id} is public yet")
    shown = [_grant(row) for row in rows]
    return {
        "programme_id": programme_id,
        "totals": {f"{name}_grosze": sum(each[f"{name}_grosze"] for each in shown) for name in ("awarded", *FIGURES)},
        "grants": shown,
    }


def _result(row: Row) -> dict[str, Any]:
    return {
        "grant_id": row["grant_id"],
        "organisation_name": row["organisation_name"],
        "krs": row["krs"],
        "title": row["title"],
        "awarded_grosze": row["awarded_grosze"],
        "awarded_on": _day(row["awarded_on"]),
        "declined_on": _day(row["declined_on"]),
        "award_ended_on": _day(row["award_ended_on"]),
    }


def _grant(row: Row) -> dict[str, Any]:
    return {
        **_result(row),
        "call_id": row["call_id"],
        "area": row["line_id"].split(".")[0] if row["line_id"] else None,
        "stage": stage_of(row),
        "task_from": _day(row["task_from"]),
        "task_until": _day(row["task_until"]),
        "contract_number": row["contract_number"],
        "signed_on": _day(row["signed_on"]),
        "terminated_on": _day(row["terminated_on"]),
        "evidence": row["evidence"],
        **{f"{name}_grosze": row[f"{name}_grosze"] for name in FIGURES},
        "settled_on": _day(row["settled_on"]),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
