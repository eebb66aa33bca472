"""Grants as open contracting data (OCDS 1.1): per call one release with tender, awards, contracts and payments.

A grant is no procurement; the standard is used for its chain from call to payment. Money that was given back is a
transaction whose payer is the recipient. Grants from a register, without a call, are in the 360Giving data only.
"""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from grants.readmodels.giving import REMOVED
from grants.readmodels.public_grants import NothingPublished
from grants.readmodels.public_register import Connection, Row, committed_grosze, of_programme, recipient_id
from shared.kernel.canonical import instant_text
from shared.kernel.hlc import instant_of
from shared.kernel.ids import authority_of
from shared.kernel.periods import end_of_day
from shared.publishing.publication import Look
from shared.publishing.standards import pln, without_gaps

VERSION = "1.1"


def release_package(connection: Connection, look: Look, *, programme_id: str) -> dict[str, Any]:
    """One release per call that has public grants. Amounts in złoty. Refuses: NothingPublished."""
    rows = [row for row in of_programme(connection, programme_id) if row["call_id"]]
    if not rows:
        raise NothingPublished(f"no award of {programme_id} is public yet")
    known = connection.execute(
        "SELECT * FROM known_calls WHERE call_id = ANY(%s)", ([row["call_id"] for row in rows],)
    ).fetchall()
    calls = {call["call_id"]: call for call in known}
    by_call = groupby(sorted(rows, key=lambda row: str(row["call_id"])), key=lambda row: str(row["call_id"]))
    return {
        "uri": look.face.address("grants", f"/publications/programmes/{programme_id}/ocds.json"),
        "version": VERSION,
        "publishedDate": instant_text(instant_of(look.hlc)),
        "publisher": {"name": look.face.name},
        "license": look.face.licence,
        "releases": [_release(look, programme_id, calls[call_id], list(group)) for call_id, group in by_call],
    }


def _release(look: Look, programme_id: str, call: Row, rows: list[Row]) -> dict[str, Any]:
    ocid = f"{look.face.ocds_prefix}-{call['call_id']}"
    buyer = {"id": authority_of(programme_id), "name": look.face.name}
    suppliers = {recipient_id(look, row): _party(look, row) for row in rows}
    release: dict[str, Any] = without_gaps(
        {
            "ocid": ocid,
            "id": f"{ocid}-{look.position}",
            "date": instant_text(instant_of(look.hlc)),
            "tag": _tags(rows),
            "initiationType": "tender",
            "language": "pl",
            "parties": [{**buyer, "roles": ["buyer", "procuringEntity", "funder"]}, *suppliers.values()],
            "buyer": buyer,
            "tender": _tender(look, call, buyer),
            "awards": [_award(look, row) for row in rows],
            "contracts": [_contract(look, row, buyer) for row in rows if row["contract_number"]],
        }
    )
    return release


def _tags(rows: list[Row]) -> list[str]:
    """Which parts of the way from call to payment the release tells of."""
    tags = ["tender", "award"]
    if any(row["contract_number"] for row in rows):
        tags.append("contract")
    if any(row["contract_number"] and row["movements"] for row in rows):
        tags.append("implementation")
    return tags


def _tender(look: Look, call: Row, buyer: dict[str, Any]) -> dict[str, Any]:
    terms = call["terms"]
    return {
        "id": call["call_id"],
        "title": call["call_id"],
        "status": "complete" if call["ended_on"] else "active",
        "procurementMethod": "open",
        "mainProcurementCategory": "services",
        "procuringEntity": buyer,
        "tenderPeriod": {"startDate": _instant(terms["opens_on"]), "endDate": terms["offers_until"]},
        "documents": [
            {
                "id": "announcement",
                "documentType": "tenderNotice",
                "url": look.face.address("programme", f"/publications/calls/{call['call_id']}"),
                "format": "text/html",
                "language": "pl",
            }
        ],
    }


def _award(look: Look, row: Row) -> dict[str, Any]:
    """An award that was declined, lapsed or was revoked is cancelled; its value is what had been proposed."""
    ended = row["awarded_grosze"] == 0
    return {
        "id": row["grant_id"],
        "title": row["title"] or REMOVED,
        "status": "cancelled" if ended else "active",
        "date": _instant(row["awarded_on"]),
        "value": _value(row["proposed_grosze"] if ended else row["awarded_grosze"]),
        "suppliers": [_reference(look, row)],
        "contractPeriod": {"startDate": _instant(row["task_from"]), "endDate": _instant(row["task_until"])},
    }


def _contract(look: Look, row: Row, buyer: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["contract_number"],
        "awardID": row["grant_id"],
        "status": "terminated" if row["settled_on"] or row["terminated_on"] else "active",
        "value": _value(committed_grosze(row)),
        "dateSigned": _instant(row["signed_on"]),
        "implementation": {
            "transactions": [
                {
                    "id": f"{row['grant_id']}-{number}",
                    "date": _instant(day),
                    "value": _value(abs(amount)),
                    "payer": buyer if amount > 0 else _reference(look, row),
                    "payee": _reference(look, row) if amount > 0 else buyer,
                }
                for number, (day, amount) in enumerate(row["movements"], 1)
            ]
        },
    }


def _party(look: Look, row: Row) -> dict[str, Any]:
    identifier = {"scheme": "PL-KRS", "id": row["krs"]} if row["krs"] else None
    return {**_reference(look, row), "identifier": identifier, "roles": ["supplier", "payee"]}


def _reference(look: Look, row: Row) -> dict[str, Any]:
    return {"id": recipient_id(look, row), "name": row["organisation_name"] or REMOVED}


def _value(grosze: int) -> dict[str, Any]:
    return {"amount": pln(grosze), "currency": "PLN"}


def _instant(day: date | str | None) -> str | None:
    """The Warsaw midnight at which a day begins: the standard knows no days without a time."""
    if day is None:
        return None
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return instant_text(end_of_day(on - timedelta(days=1)))
