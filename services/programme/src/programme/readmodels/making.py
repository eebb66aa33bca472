"""The page of a programme's making, and what the calendar owes it."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import psycopg
from psycopg import sql

from programme.domain.execution import ProgrammeReportPublished, ReportDeadlineMissed
from programme.domain.execution.decisions import report_due_on
from programme.domain.programme import (
    AdoptionDeadlineMissed,
    AreaMapped,
    ConsultationClosed,
    ConsultationOpened,
    CouncilFoundAbsent,
    CouncilOpinionGiven,
    CouncilOpinionRequested,
    CouncilOpinionWaived,
    DepartmentContributed,
    MeetingHeld,
    MultiYearProgrammeAdopted,
    MultiYearProgrammeDrafted,
    MultiYearProgrammeReferredTo,
    PeriodStated,
    PlannedAmountStated,
    ProgrammeAdopted,
    ProgrammeContentsAmended,
    ProgrammeDrafted,
    ProgrammePublished,
    RemarkAnswered,
    RemarkFiled,
    TaskAreasStated,
    TextStated,
    contents,
)
from programme.domain.programme.decisions import adoption_due_on
from shared.eventstore.projections import Recorded
from shared.kernel.canonical import canonical_json
from shared.kernel.refusal import Refusal

Connection = psycopg.Connection[dict[str, Any]]
Page = dict[str, Any]

_FOLLOWED = frozenset(
    {
        AdoptionDeadlineMissed,
        AreaMapped,
        ConsultationClosed,
        ConsultationOpened,
        CouncilFoundAbsent,
        CouncilOpinionGiven,
        CouncilOpinionRequested,
        CouncilOpinionWaived,
        DepartmentContributed,
        MeetingHeld,
        MultiYearProgrammeAdopted,
        MultiYearProgrammeDrafted,
        MultiYearProgrammeReferredTo,
        PeriodStated,
        PlannedAmountStated,
        ProgrammeAdopted,
        ProgrammeContentsAmended,
        ProgrammeDrafted,
        ProgrammePublished,
        ProgrammeReportPublished,
        RemarkAnswered,
        RemarkFiled,
        ReportDeadlineMissed,
        TaskAreasStated,
        TextStated,
    }
)

LOOK_BACK_DAYS = 92
"""The calendar speaks of a day that passed within a quarter: years that are entered long after raise no alarm now."""


class MakingUnknown(Refusal):
    rule = "The making is shown of a programme that was drafted here."
    status = 404


class Making:
    """Projection of programme streams and of reports: one page each, and three days for the calendar."""

    name = "making"

    def project(self, cursor: "psycopg.Cursor[dict[str, Any]]", recorded: Recorded) -> None:
        if type(recorded.event) not in _FOLLOWED:
            return
        programme_id = recorded.event.programme_id
        row = cursor.execute("SELECT page FROM programme_makings WHERE programme_id = %s", (programme_id,)).fetchone()
        page = _page(row["page"] if row else None, recorded.event)
        cursor.execute(
            "INSERT INTO programme_makings (programme_id, page) VALUES (%s, %s) "
            "ON CONFLICT (programme_id) DO UPDATE SET page = excluded.page",
            (programme_id, canonical_json(page).decode()),
        )
        _calendar(cursor, programme_id, recorded.event)


def making(connection: Connection, *, programme: str) -> dict[str, Any]:
    """The page with its texts (None where a text was erased) and the contents that are still missing."""
    row = connection.execute("SELECT page FROM programme_makings WHERE programme_id = %s", (programme,)).fetchone()
    if row is None or not row["page"]["kind"]:
        raise MakingUnknown(f"{programme} was not drafted here", field="programme")
    page = row["page"]
    mandatory = contents.MULTI_YEAR if page["kind"] == "multi-year" else contents.ANNUAL
    missing = [code for code in mandatory if code not in page["contents"]]
    shown: dict[str, Any] = _with_texts(connection, page)
    return {"programme_id": programme, **shown, "missing_contents": missing}


def opinions_waived(connection: Connection, today: date) -> list[dict[str, str]]:
    """Fields of mark-council-opinion-waived: the last day has passed, however long ago."""
    return _owed(connection, "opinion_last_on", date.min, today)


def adoptions_overdue(connection: Connection, today: date) -> list[dict[str, str]]:
    return _owed(connection, "adoption_due_on", today - timedelta(days=LOOK_BACK_DAYS), today)


def reports_overdue(connection: Connection, today: date) -> list[dict[str, str]]:
    return _owed(connection, "report_due_on", today - timedelta(days=LOOK_BACK_DAYS), today)


def _owed(connection: Connection, column: str, since: date, today: date) -> list[dict[str, str]]:
    statement = sql.SQL(
        "SELECT programme_id FROM programme_makings WHERE {} >= %s AND {} < %s ORDER BY programme_id"
    ).format(sql.Identifier(column), sql.Identifier(column))
    return [{"programme_id": row["programme_id"]} for row in connection.execute(statement, (since, today)).fetchall()]


def _calendar(cursor: "psycopg.Cursor[dict[str, Any]]", programme_id: str, event: object) -> None:
    """What the calendar waits for after an event, and no longer."""
    changes: dict[str, date | None]
    match event:
        case ProgrammeDrafted():
            changes = {"adoption_due_on": adoption_due_on(programme_id)}
        case CouncilOpinionRequested():
            changes = {"opinion_last_on": event.last_on}
        case CouncilOpinionGiven() | CouncilOpinionWaived():
            changes = {"opinion_last_on": None}
        case ProgrammeAdopted():
            changes = {
                "opinion_last_on": None,
                "adoption_due_on": None,
                "report_due_on": report_due_on(programme_id),
            }
        case MultiYearProgrammeAdopted():
            changes = {"opinion_last_on": None}
        case AdoptionDeadlineMissed():
            changes = {"adoption_due_on": None}
        case ProgrammeReportPublished() | ReportDeadlineMissed():
            changes = {"report_due_on": None}
        case _:
            return
    for column, day in changes.items():
        cursor.execute(
            sql.SQL("UPDATE programme_makings SET {} = %s WHERE programme_id = %s").format(sql.Identifier(column)),
            (day, programme_id),
        )


def _page(page: Page | None, event: object) -> Page:
    """The page after an event."""
    page = page or _blank()
    match event:
        case ProgrammeDrafted() | MultiYearProgrammeDrafted():
            kind = "annual" if isinstance(event, ProgrammeDrafted) else "multi-year"
            return page | {"kind": kind} | _content(page, contents.PLANNED_AMOUNT, planned_grosze=event.planned_grosze)
        case MultiYearProgrammeReferredTo():
            return page | {"multi_year_id": event.multi_year_id}
        case TextStated():
            return page | _content(page, event.content, text=asdict(event.text))
        case TaskAreasStated():
            return page | _content(page, event.content, task_areas=event.task_areas)
        case PeriodStated():
            period = {"period_from": event.period_from, "period_until": event.period_until}
            return page | _content(page, contents.PERIOD, **period)
        case PlannedAmountStated():
            return page | _content(page, contents.PLANNED_AMOUNT, planned_grosze=event.planned_grosze)
        case AreaMapped():
            return page | {"areas": page["areas"] | {event.area: event.task_areas}}
        case MeetingHeld() | DepartmentContributed() | ProgrammeContentsAmended() | ProgrammePublished():
            room = _ROOMS[type(event)]
            return page | {room: [*page[room], _plain(event)]}
        case RemarkFiled():
            remark = _plain(event) | {"answer": None}
            return page | {"remarks": page["remarks"] | {event.remark_id: remark}}
        case RemarkAnswered():
            remark = page["remarks"][event.remark_id] | {"answer": _plain(event)}
            return page | {"remarks": page["remarks"] | {event.remark_id: remark}}
        case _:
            return _once(page, event)


_ROOMS = {
    MeetingHeld: "meetings",
    DepartmentContributed: "contributions",
    ProgrammeContentsAmended: "amendments",
    ProgrammePublished: "publications",
}


def _once(page: Page, event: object) -> Page:
    """What happens once in a programme's life."""
    match event:
        case ConsultationOpened():
            return page | {"consultation": _plain(event)}
        case ConsultationClosed():
            return page | {"consultation": page["consultation"] | _plain(event) | {"closed": True}}
        case CouncilOpinionRequested() | CouncilOpinionGiven():
            return page | {"opinion": page["opinion"] | _plain(event)}
        case CouncilOpinionWaived():
            return page | {"opinion": page["opinion"] | {"waived": True}}
        case CouncilFoundAbsent():
            return page | {"opinion": {"no_council": True}}
        case ProgrammeAdopted() | MultiYearProgrammeAdopted():
            return page | {"adoption": {"warnings": []} | _plain(event)}
        case AdoptionDeadlineMissed():
            return page | {"missed": [*page["missed"], {"deadline": "adoption", "due_on": event.due_on}]}
        case ReportDeadlineMissed():
            return page | {"missed": [*page["missed"], {"deadline": "execution-report", "due_on": event.due_on}]}
        case ProgrammeReportPublished():
            return page | {"report_published_on": event.published_on}
        case _:
            return page


def _blank() -> Page:
    rooms: Page = {name: [] for name in ("meetings", "contributions", "amendments", "publications", "missed")}
    once: Page = dict.fromkeys(("kind", "multi_year_id", "consultation", "adoption", "report_published_on"))
    return rooms | once | {"contents": {}, "areas": {}, "remarks": {}, "opinion": {}}


def _content(page: Page, code: str, **stated: Any) -> Page:
    return {"contents": page["contents"] | {code: stated}}


def _plain(event: Any) -> Page:
    plain = asdict(event)
    del plain["programme_id"]
    return plain


def _with_texts(connection: Connection, page: Page) -> Any:
    rows = connection.execute("SELECT ref, body FROM texts WHERE ref = ANY(%s)", (sorted(_refs(page)),)).fetchall()
    bodies = {row["ref"]: row["body"] for row in rows}
    return json.loads(json.dumps(page), object_hook=lambda part: _shown(part, bodies))


def _shown(part: Page, bodies: dict[str, str]) -> Page:
    return part | {"body": bodies.get(part["ref"])} if part.keys() == {"ref", "digest"} else part


def _refs(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["ref"]} if "ref" in part else set()
        return own.union(*(_refs(inner) for inner in part.values()))
    return set().union(*(_refs(inner) for inner in part)) if isinstance(part, list) else set()
