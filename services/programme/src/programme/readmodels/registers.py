"""The register of programmes."""

import json
from dataclasses import asdict
from typing import Any

import psycopg

from programme.domain.programme import (
    ConsultationClosed,
    ConsultationOpened,
    MultiYearProgrammeAdopted,
    MultiYearProgrammeDrafted,
    ProgrammeAdopted,
    ProgrammeDrafted,
)
from shared.eventstore.projections import Recorded
from shared.kernel.canonical import canonical_json
from shared.kernel.refusal import Refusal

Connection = psycopg.Connection[dict[str, Any]]

_STAGES = {
    ProgrammeDrafted: "drafted",
    ConsultationOpened: "in consultation",
    ConsultationClosed: "consulted",
    ProgrammeAdopted: "adopted",
    MultiYearProgrammeDrafted: "drafted",
    MultiYearProgrammeAdopted: "adopted",
}


class NotInRegister(Refusal):
    rule = "The registers show what was recorded."
    status = 404


class Registers:
    """Projection of programme streams, one row each."""

    name = "registers"

    def project(self, cursor: "psycopg.Cursor[dict[str, Any]]", recorded: Recorded) -> None:
        event = recorded.event
        match event:
            case _ if type(event) in _STAGES:
                stage = _STAGES[type(event)]
                facts = json.dumps({stage: json.loads(canonical_json(asdict(event)))})
                cursor.execute(
                    "INSERT INTO programmes VALUES (%s, %s, %s) ON CONFLICT (programme_id) "
                    "DO UPDATE SET stage = excluded.stage, facts = programmes.facts || excluded.facts",
                    (event.programme_id, stage, facts),
                )


def programme(connection: Connection, *, programme: str) -> dict[str, Any]:
    row = connection.execute("SELECT * FROM programmes WHERE programme_id = %s", (programme,)).fetchone()
    if row is None:
        raise NotInRegister(f"the programme {programme} is not known here", field="programme")
    return {"programme_id": programme, "stage": row["stage"], "facts": row["facts"]}
