"""What everybody may read of programmes: the paper as adopted, how it was made, its report once it is published.

Of remarks and of the Council's opinion only kind of author, day and outcome are shown: their texts were written by
people who did not write for publication. UDPP art. 5(3), 5a(3), 5a(4).
"""

from typing import Any

import psycopg

from programme.domain.programme import contents
from programme.readmodels.execution import ExecutionUnknown, report
from programme.readmodels.making import making
from programme.readmodels.public_calls import calls_of
from shared.kernel.ids import year_of
from shared.kernel.refusal import Refusal
from shared.publishing.publication import Look

Connection = psycopg.Connection[dict[str, Any]]
Page = dict[str, Any]

_MEETING = ("stage", "held_on", "participants_count")
_REMARK = ("remark_id", "filed_by", "filed_on")
_OPINION = ("delivered_on", "last_on", "verdict", "given_on", "waived", "no_council")
_ADOPTION = ("resolution_number", "adopted_on", "limit_grosze", "warnings")


class NothingPublished(Refusal):
    rule = "Everybody may read what was published."
    article = "UDPP art. 5(3)"
    status = 404


def programmes(connection: Connection, _look: Look) -> dict[str, Any]:
    """The programmes that are public, the newest first."""
    rows = connection.execute("SELECT programme_id, page FROM programme_makings").fetchall()
    shown = [
        {
            "programme_id": row["programme_id"],
            "kind": row["page"]["kind"],
            "adopted": bool(row["page"]["adoption"]),
            "adopted_on": (row["page"]["adoption"] or {}).get("adopted_on"),
            "planned_grosze": _planned(row["page"]),
            "report_published_on": row["page"]["report_published_on"],
        }
        for row in rows
        if _is_public(row["page"])
    ]
    newest_first = sorted(shown, key=lambda each: (year_of(each["programme_id"]), each["programme_id"]), reverse=True)
    return {"programmes": newest_first}


def programme(connection: Connection, _look: Look, *, programme_id: str) -> dict[str, Any]:
    """One programme. Amounts in grosze, days in Warsaw. Refuses: NothingPublished, MakingUnknown."""
    page = making(connection, programme=programme_id)
    if not _is_public(page):
        raise NothingPublished(f"{programme_id} is still being written")
    mandatory = contents.MULTI_YEAR if page["kind"] == "multi-year" else contents.ANNUAL
    return {
        "programme_id": programme_id,
        "kind": page["kind"],
        "multi_year_id": page["multi_year_id"],
        "planned_grosze": _planned(page),
        "adoption": _fields(page["adoption"], _ADOPTION),
        "contents": [{"content": code, **_content(page["contents"].get(code))} for code in mandatory],
        "areas": page["areas"],
        "meetings": [_fields(each, _MEETING) for each in page["meetings"]],
        "consultation": _fields(page["consultation"], ("opens_on", "closes_on", "remarks_count")),
        "remarks": [
            {**{name: each[name] for name in _REMARK}, "answer": _fields(each["answer"], ("outcome", "answered_on"))}
            for each in page["remarks"].values()
        ],
        "opinion": _fields(page["opinion"], _OPINION),
        "amendments": [_fields(each, ("resolution_number", "adopted_on")) for each in page["amendments"]],
        "amount_amendments": connection.execute(
            "SELECT document AS resolution_number, effective_on::text AS adopted_on FROM journal_entries "
            "WHERE programme_id = %s AND fact = 'ProgrammeAmended' ORDER BY number",
            (programme_id,),
        ).fetchall(),
        "publications": [_fields(each, ("document", "place", "published_on")) for each in page["publications"]],
        "missed_deadlines": page["missed"],
        "report_published_on": page["report_published_on"],
        "calls": calls_of(connection, programme_id),
    }


def programme_report(connection: Connection, _look: Look, *, programme_id: str) -> dict[str, Any]:
    """The report as it was frozen; a draft is shown to nobody. Refuses: NothingPublished."""
    try:
        found = report(connection, programme=programme_id)
    except ExecutionUnknown:
        raise NothingPublished(f"{programme_id} has no report") from None
    if found["published"] is None:
        raise NothingPublished(f"the report of {programme_id} is not published yet")
    earlier = [{"programme_id": each["programme"], **each["total"]} for each in found["earlier"] if each["published"]]
    return {**found["published"], "earlier": earlier}


def _is_public(page: Page) -> bool:
    """A draft is public from the day on which people were asked about it."""
    return bool(page["kind"] and (page["adoption"] or page["consultation"] or page["publications"]))


def _planned(page: Page) -> int | None:
    planned: int | None = page["contents"].get(contents.PLANNED_AMOUNT, {}).get("planned_grosze")
    return planned


def _content(stated: Page | None) -> Page:
    """stated: whether it is there at all; a text is None where it was erased."""
    if stated is None:
        return {"stated": False}
    text = {"text": stated["text"]["body"]} if "text" in stated else {}
    return {"stated": True, **stated, **text}


def _fields(values: Page | None, names: tuple[str, ...]) -> Page | None:
    """These and no others; None where there is nothing of the kind."""
    return {name: values.get(name) for name in names} if values else None
