"""What everybody may read of calls: announcement with its seven contents, corrections, annulment with its ground.

A call is public from the first publication of its announcement, one opened in one step from then on. UDPP art. 13.
"""

from datetime import datetime
from typing import Any

import psycopg

from programme.domain.call.bases import CONTENTS, FROM_TERMS
from programme.readmodels.call_register import call
from programme.readmodels.registers import NotInRegister
from shared.kernel.periods import warsaw_text
from shared.publishing.publication import Look

Connection = psycopg.Connection[dict[str, Any]]
Paper = dict[str, Any]

_BRIEF = (
    "call_id",
    "number",
    "line_id",
    "stage",
    "rolling",
    "pool_grosze",
    "opens_on",
    "offers_until",
    "resolved_on",
    "annulled_on",
)
_SHOWN = (
    *_BRIEF,
    "programme_id",
    "unit",
    "legal_basis",
    "article",
    "mode",
    "min_grant_grosze",
    "max_grant_grosze",
    "max_share_percent",
    "line_shift_percent",
    "pass_mark_points",
    "criteria",
    "task_from",
    "task_until",
    "choice_on",
    "approved_on",
    "approval_document",
    "offers_until_local",
    "legal_until",
    "deadline_too_early",
    "publications",
    "missing_places",
    "extensions",
    "corrections",
    "pool_changes",
    "unused_grosze",
    "annulment_ground",
    "offers",
    "offers_rejected",
)
_ENDED = ("announced", "resolved", "annulled")


def announcement(connection: Connection, look: Look, *, call_id: str) -> dict[str, Any]:
    """One call. Amounts in grosze, days in Warsaw, instants in UTC. Refuses: NotInRegister."""
    found = call(connection, call_id=call_id)
    if not _is_public(found):
        raise NotInRegister(f"the call {call_id} is not announced")
    rounds = [each for each in found["rounds"] if each["stage"] in _ENDED]
    return {
        **{name: found.get(name) for name in _SHOWN},
        "contents": [_content(found, content) for content in CONTENTS],
        "rounds": rounds,
        "results": look.face.address("grants", f"/publications/calls/{call_id}/results"),
    }


def calls(connection: Connection, _look: Look, *, programme_id: str) -> dict[str, Any]:
    """The public calls of a programme; a programme without any has an empty list."""
    return {"programme_id": programme_id, "calls": calls_of(connection, programme_id)}


def calls_of(connection: Connection, programme_id: str) -> list[dict[str, Any]]:
    rows = connection.execute(
        'SELECT paper FROM call_register WHERE programme_id = %s ORDER BY call_id COLLATE "C"', (programme_id,)
    ).fetchall()
    shown = [_brief(row["paper"]) for row in rows if _is_public(row["paper"])]
    return sorted(shown, key=lambda each: by_number(each["number"]))


def by_number(number: str | None) -> tuple[int, ...]:
    """ "19.1/2024" comes after "2/2024", by year, number and round."""
    counted, _, year = (number or "").partition("/")
    return tuple(int(part) for part in (year, *counted.split(".")) if part.isdigit())


def _brief(paper: Paper) -> dict[str, Any]:
    until = paper["offers_until"]
    local = warsaw_text(datetime.fromisoformat(until)) if until else None
    return {**{name: paper.get(name) for name in _BRIEF}, "offers_until_local": local}


def _is_public(paper: Paper) -> bool:
    announced = any(each["matter"] == "announcement" for each in paper["publications"])
    return "call_id" in paper and (announced or paper["stage"] in _ENDED)


def _content(found: Paper, content: str) -> dict[str, Any]:
    """One of the seven: a figure of the call, or a text (None where it was erased)."""
    if content in FROM_TERMS:
        return {"content": content, "stated": True}
    return {"content": content, "stated": content in found["texts"], "text": found["texts"].get(content)}
