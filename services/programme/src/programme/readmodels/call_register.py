"""The register of calls: one paper each, from the draft to the publication of results, and how many offers came."""

from datetime import datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from programme.domain.call import CallTerms
from programme.domain.call.bases import BASES
from programme.domain.call.drafting import missing_contents
from programme.domain.call_series import series_of
from programme.domain.execution import OfferNoted, OfferRejectionNoted
from programme.readmodels.call_paper import EMPTY, Paper, written
from programme.readmodels.registers import NotInRegister
from shared.eventstore.projections import Recorded
from shared.kernel.periods import warsaw_text

Connection = psycopg.Connection[dict[str, Any]]
Cursor = psycopg.Cursor[dict[str, Any]]

BRIEF = (
    "call_id",
    "number",
    "stage",
    "line_id",
    "unit",
    "legal_basis",
    "pool_grosze",
    "opens_on",
    "offers_until",
    "rolling",
    "resolved_on",
    "annulled_on",
)


class CallRegister:
    """Follows the streams of calls and the notes of their offers."""

    name = "call_register"

    def project(self, cursor: Cursor, recorded: Recorded) -> None:
        if isinstance(recorded.event, OfferNoted | OfferRejectionNoted):
            _note_offer(cursor, recorded.event)
        elif recorded.stream.startswith("call/"):
            self._write(cursor, recorded)

    def _write(self, cursor: Cursor, recorded: Recorded) -> None:
        row = cursor.execute("SELECT paper FROM call_register WHERE call_id = %s", (recorded.key,)).fetchone()
        before: Paper = row["paper"] if row else EMPTY
        after = written(before, recorded.event)
        if after == before:
            return
        programme_id, number = after.get("programme_id", ""), after.get("number", "")
        cursor.execute(
            "INSERT INTO call_register (call_id, programme_id, series, paper) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (call_id) DO UPDATE SET programme_id = excluded.programme_id, series = excluded.series, "
            "paper = excluded.paper",
            (recorded.key, programme_id, series_of(programme_id, number), Jsonb(after)),
        )


def _note_offer(cursor: Cursor, noted: OfferNoted | OfferRejectionNoted) -> None:
    """Either note may come first."""
    call_id = noted.call_id if isinstance(noted, OfferNoted) else None
    cursor.execute(
        "INSERT INTO call_offers (offer_id, call_id, rejected) VALUES (%s, %s, %s) ON CONFLICT (offer_id) DO UPDATE "
        "SET call_id = coalesce(excluded.call_id, call_offers.call_id), "
        "rejected = excluded.rejected OR call_offers.rejected",
        (noted.offer_id, call_id, isinstance(noted, OfferRejectionNoted)),
    )


def call(connection: Connection, *, call_id: str) -> dict[str, Any]:
    """Everything that is recorded of one call. Amounts in grosze, instants in UTC. Refuses: NotInRegister."""
    row = connection.execute("SELECT * FROM call_register WHERE call_id = %s", (call_id,)).fetchone()
    if row is None or "call_id" not in row["paper"]:
        raise NotInRegister(f"the call {call_id} is not known here", field="call_id")
    paper: Paper = row["paper"]
    others = connection.execute(
        'SELECT paper FROM call_register WHERE series = %s AND call_id <> %s ORDER BY call_id COLLATE "C"',
        (row["series"], call_id),
    ).fetchall()
    rounds = [{name: other["paper"].get(name) for name in ("call_id", "number", "stage")} for other in others]
    offers = connection.execute(
        "SELECT count(*) AS offers, count(*) FILTER (WHERE rejected) AS offers_rejected FROM call_offers "
        "WHERE call_id = %s",
        (call_id,),
    ).fetchone()
    return {
        **paper,
        **_worked_out(paper),
        **(offers or {}),
        "texts": _texts(connection, paper["texts"]),
        "rounds": rounds,
    }


def calls(connection: Connection, *, programme: str, after: str, limit: int) -> dict[str, Any]:
    """The calls of a programme, by id; `next` is where the following page starts, None on the last one."""
    rows = connection.execute(
        'SELECT call_id, paper FROM call_register WHERE programme_id = %s AND call_id COLLATE "C" > %s '
        'ORDER BY call_id COLLATE "C" LIMIT %s',
        (programme, after, limit),
    ).fetchall()
    following = rows[-1]["call_id"] if len(rows) == limit else None
    brief = [{name: row["paper"].get(name) for name in BRIEF} for row in rows]
    return {"programme": programme, "calls": brief, "next": following}


def _worked_out(paper: Paper) -> dict[str, Any]:
    """What follows from the paper: what is missing, in which places it stands, the deadline as the clock shows it."""
    until, legal = paper["offers_until"], paper["legal_until"]
    basis = BASES.get(paper["legal_basis"])
    announced_in = {each["place"] for each in paper["publications"] if each["matter"] == "announcement"}
    return {
        "article": basis.article if basis else None,
        "missing_contents": _missing(paper) if basis else [],
        "missing_places": [place for place in basis.places if place not in announced_in] if basis else [],
        "offers_until_local": warsaw_text(datetime.fromisoformat(until)) if until else None,
        "deadline_too_early": bool(until and legal and datetime.fromisoformat(until) < datetime.fromisoformat(legal)),
    }


def _missing(paper: Paper) -> list[str]:
    terms = {field: paper[field] for field in CallTerms.__dataclass_fields__}
    return missing_contents(CallTerms(**terms), frozenset(paper["texts"]))


def _texts(connection: Connection, refs: dict[str, str]) -> dict[str, str | None]:
    """The texts of the announcement by content; None where one was erased."""
    rows = connection.execute("SELECT ref, body FROM texts WHERE ref = ANY(%s)", (list(refs.values()),)).fetchall()
    bodies = {row["ref"]: row["body"] for row in rows}
    return {content: bodies.get(ref) for content, ref in refs.items()}
