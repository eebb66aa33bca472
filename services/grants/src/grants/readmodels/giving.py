"""Grants as 360Giving data (standard 1.4): one grant per award, each movement of money as a transaction.

The standard knows no returns: money that came back is a disbursement below zero, as the package's description says.
An award that ended without a contract is left out: nothing was granted. Ids bear the publisher's prefix.
"""

from typing import Any

from grants.readmodels.public_grants import NothingPublished
from grants.readmodels.public_register import Connection, Row, committed_grosze, left_grosze, of_programme, recipient_id
from shared.kernel.canonical import instant_text
from shared.kernel.hlc import instant_of
from shared.kernel.ids import authority_of
from shared.publishing.publication import Look
from shared.publishing.standards import pln, without_gaps

REMOVED = "[usunięto]"
VERSION = "1.4"


def package(connection: Connection, look: Look, *, programme_id: str) -> dict[str, Any]:
    """The public grants of a programme. Amounts in złoty. Refuses: NothingPublished."""
    rows = [row for row in of_programme(connection, programme_id) if committed_grosze(row)]
    if not rows:
        raise NothingPublished(f"no grant of {programme_id} is public yet")
    return {
        "version": VERSION,
        "title": f"{look.face.name}: {programme_id}",
        "description": "A disbursement below zero is money that was given back.",
        "license": look.face.licence,
        "publisher": {"name": look.face.name},
        "issued": instant_text(instant_of(look.hlc)),
        "grants": [_grant(row, look) for row in rows],
    }


def grant_id(look: Look, row: Row) -> str:
    return f"{look.face.giving_prefix}-{row['grant_id']}"


def _grant(row: Row, look: Look) -> dict[str, Any]:
    id_ = grant_id(look, row)
    funder = {"id": f"{look.face.giving_prefix}-{authority_of(row['programme_id'])}", "name": look.face.name}
    title = row["title"] or REMOVED
    recipient = {
        "id": recipient_id(look, row),
        "name": row["organisation_name"] or REMOVED,
        "companyNumber": row["krs"],
    }
    grant: dict[str, Any] = without_gaps(
        {
            "id": id_,
            "title": title,
            "description": title,
            "currency": "PLN",
            "amountAppliedFor": _amount(row["requested_grosze"]),
            "amountAwarded": pln(committed_grosze(row)),
            "amountDisbursed": pln(left_grosze(row)),
            "awardDate": str(row["awarded_on"] or row["signed_on"]),
            "plannedDates": [without_gaps({"startDate": _text(row["task_from"]), "endDate": _text(row["task_until"])})],
            "recipientOrganization": [recipient],
            "fundingOrganization": [funder],
            "grantProgramme": [{"code": row["programme_id"], "title": row["line_id"].split(".")[0]}],
            "fromOpenCall": "Yes" if row["call_id"] else None,
            "disbursementTransaction": [
                {
                    "id": f"{id_}-{number}",
                    "transactionDate": day,
                    "valueDate": day,
                    "currency": "PLN",
                    "value": pln(amount),
                }
                for number, (day, amount) in enumerate(row["movements"], 1)
            ],
        }
    )
    return grant


def _amount(grosze: int | None) -> Any:
    return None if grosze is None else pln(grosze)


def _text(day: Any) -> str | None:
    return str(day) if day else None
