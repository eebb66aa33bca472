"""What grants goes by when an offer comes: programme's latest word on each call, and whether it has ended."""

from dataclasses import asdict
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from grants.domain.known_call import CallNoted, CallResolutionNoted, CallUnknown
from shared.eventstore.projections import Recorded
from shared.kernel.canonical import canonical_json

Row = dict[str, Any]


class KnownCalls:
    """Follows the notes of calls, one row each."""

    name = "known_calls"

    def project(self, cursor: "psycopg.Cursor[Row]", recorded: Recorded) -> None:
        match recorded.event:
            case CallNoted() as noted:
                cursor.execute(
                    "INSERT INTO known_calls (call_id, said_at, terms) VALUES (%s, %s, %s) ON CONFLICT (call_id) "
                    "DO UPDATE SET said_at = excluded.said_at, terms = excluded.terms "
                    "WHERE known_calls.said_at < excluded.said_at",
                    (noted.call_id, noted.said_at, Jsonb(asdict(noted), dumps=canonical_json)),
                )
            case CallResolutionNoted() as ended:
                cursor.execute(
                    "INSERT INTO known_calls (call_id, ended_on) VALUES (%s, %s) ON CONFLICT (call_id) "
                    "DO UPDATE SET ended_on = coalesce(known_calls.ended_on, excluded.ended_on)",
                    (ended.call_id, ended.resolved_on),
                )


def known_call(connection: "psycopg.Connection[Row]", *, call_id: str) -> Row:
    """The terms by which offers of a call are judged here. Refuses: CallUnknown."""
    row = connection.execute("SELECT * FROM known_calls WHERE call_id = %s", (call_id,)).fetchone()
    if row is None or row["terms"] is None:
        raise CallUnknown(f"no call {call_id} is known here yet", field="call_id")
    return {**row["terms"], "ended_on": row["ended_on"].isoformat() if row["ended_on"] else None}
