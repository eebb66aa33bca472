"""The execution report: counted from history at any time, frozen when it is published, and the difference.

Rows of its own follow the journal and the notes; the counting is the chapter's own, the same that a publication uses.
"""

import json
from dataclasses import asdict, fields
from typing import Any

import psycopg

from programme.domain.budget import EntryPosted
from programme.domain.execution import (
    AreaFigures,
    ContractChangeNoted,
    ContractNoted,
    GrantSettlementNoted,
    OfferNoted,
    OfferRejectionNoted,
    ProgrammeReportPublished,
)
from programme.domain.execution.decisions import report_due_on
from programme.domain.execution.figures import SUSPENSE, CallLine, ContractLine, History, OfferLine, areas_of, total_of
from shared.eventstore.projections import Recorded
from shared.kernel.accounts import area_of_account, balance_of, suspense_account
from shared.kernel.canonical import canonical_json
from shared.kernel.ids import area_of, authority_of, year_of
from shared.kernel.refusal import Refusal

Connection = psycopg.Connection[dict[str, Any]]
Cursor = psycopg.Cursor[dict[str, Any]]

_PAID = "paid"
_OF_GRANTS = suspense_account("")
_PAYMENTS = ("FundsDisbursed", "PaymentTakenOver")
_ENDS = {"CallResolved": "resolved", "CallAnnulled": "annulled"}
_COUNTED = [field.name for field in fields(AreaFigures) if field.name not in ("area", "task_areas")]


class ExecutionUnknown(Refusal):
    rule = "An execution report is shown of a programme year that has a budget here."
    status = 404


class Execution:
    """Projection of the journal and of the notes into rows to count."""

    name = "execution"

    def project(self, cursor: Cursor, recorded: Recorded) -> None:
        match recorded.event:
            case EntryPosted() as entry:
                _project_entry(cursor, entry)
            case OfferNoted() as noted:
                cursor.execute(
                    "INSERT INTO execution_offers VALUES (%s, %s, %s, %s, true) ON CONFLICT (programme_id, offer_id) "
                    "DO UPDATE SET area = excluded.area, requested_grosze = excluded.requested_grosze, noted = true",
                    (noted.programme_id, noted.offer_id, noted.area, noted.requested_grosze),
                )
            case OfferRejectionNoted() as noted:
                cursor.execute(
                    "INSERT INTO execution_offers (programme_id, offer_id, rejected) VALUES (%s, %s, true) "
                    "ON CONFLICT (programme_id, offer_id) DO UPDATE SET rejected = true",
                    (noted.programme_id, noted.offer_id),
                )
            case ContractNoted() as noted:
                cursor.execute(
                    "INSERT INTO execution_contracts (programme_id, grant_id, area, amount_grosze, noted) "
                    "VALUES (%s, %s, %s, %s, true) "
                    "ON CONFLICT (programme_id, grant_id) "
                    "DO UPDATE SET area = excluded.area, amount_grosze = excluded.amount_grosze, noted = true",
                    (noted.programme_id, noted.grant_id, noted.area, noted.amount_grosze),
                )
            case ContractChangeNoted() as noted:
                cursor.execute(
                    "INSERT INTO execution_contracts (programme_id, grant_id, changed_grosze) VALUES (%s, %s, %s) "
                    "ON CONFLICT (programme_id, grant_id) DO UPDATE "
                    "SET changed_grosze = execution_contracts.changed_grosze + excluded.changed_grosze",
                    (noted.programme_id, noted.grant_id, noted.change_grosze),
                )
            case GrantSettlementNoted() as noted:
                cursor.execute(
                    "INSERT INTO execution_contracts (programme_id, grant_id, settled) VALUES (%s, %s, true) "
                    "ON CONFLICT (programme_id, grant_id) DO UPDATE SET settled = true",
                    (noted.programme_id, noted.grant_id),
                )
            case ProgrammeReportPublished() as report:
                cursor.execute(
                    "INSERT INTO programme_reports VALUES (%s, %s)",
                    (report.programme_id, canonical_json(asdict(report)).decode()),
                )


def _project_entry(cursor: Cursor, entry: EntryPosted) -> None:
    area = area_of(entry.line_id) if entry.line_id else ""
    for transfer in (*entry.transfers, *entry.suspense):
        for account, amount in ((transfer.debit, -transfer.amount_grosze), (transfer.credit, transfer.amount_grosze)):
            balance = balance_of(account)
            if balance:
                _add(cursor, entry.programme_id, area_of_account(account) or "", balance, amount)
            elif account.startswith(_OF_GRANTS):
                _add(cursor, entry.programme_id, area, SUSPENSE, amount)
    if entry.fact in _PAYMENTS:
        moved = sum(transfer.amount_grosze for transfer in (*entry.transfers, *entry.suspense))
        _add(cursor, entry.programme_id, area, _PAID, moved)
    if entry.fact == "CallOpened":
        cursor.execute(
            "INSERT INTO execution_calls VALUES (%s, %s, %s) ON CONFLICT (call_id) DO NOTHING",
            (entry.call_id, entry.programme_id, area),
        )
    if entry.fact in _ENDS:
        cursor.execute("UPDATE execution_calls SET ended = %s WHERE call_id = %s", (_ENDS[entry.fact], entry.call_id))


def _add(cursor: Cursor, programme_id: str, area: str, name: str, amount: int) -> None:
    cursor.execute(
        "INSERT INTO execution_money VALUES (%s, %s, %s, %s) ON CONFLICT (programme_id, area, name) "
        "DO UPDATE SET amount_grosze = execution_money.amount_grosze + excluded.amount_grosze",
        (programme_id, area, name, amount),
    )


def report(connection: Connection, *, programme: str) -> dict[str, Any]:
    """What was published, what history counts now, how they differ, and earlier years of the same authority."""
    now = _counted(connection, programme)
    published = _published(connection, programme)
    return {
        "programme": programme,
        "due_on": report_due_on(programme).isoformat(),
        "published": published,
        "now": now,
        "differences": _differences(published, now) if published else [],
        "earlier": [_year(connection, earlier) for earlier in _earlier(connection, programme)],
    }


def _counted(connection: Connection, programme: str) -> dict[str, Any]:
    money = connection.execute(
        "SELECT area, name, amount_grosze FROM execution_money WHERE programme_id = %s", (programme,)
    ).fetchall()
    if not money:
        raise ExecutionUnknown(f"{programme} has no budget here", field="programme")
    calls = connection.execute(
        "SELECT area, ended FROM execution_calls WHERE programme_id = %s", (programme,)
    ).fetchall()
    offers = connection.execute(
        "SELECT area, requested_grosze, rejected FROM execution_offers WHERE programme_id = %s AND noted", (programme,)
    ).fetchall()
    contracts = connection.execute(
        "SELECT area, amount_grosze + changed_grosze AS amount_grosze, settled FROM execution_contracts "
        "WHERE programme_id = %s AND noted",
        (programme,),
    ).fetchall()
    areas = areas_of(
        History(
            {(row["area"], row["name"]): row["amount_grosze"] for row in money if row["name"] != _PAID},
            {row["area"]: row["amount_grosze"] for row in money if row["name"] == _PAID},
            _task_areas(connection, programme),
            tuple(CallLine(**row) for row in calls),
            tuple(OfferLine(**row) for row in offers),
            tuple(ContractLine(**row) for row in contracts),
        )
    )
    counted: dict[str, Any] = json.loads(
        canonical_json({"total": asdict(total_of(areas)), "areas": [asdict(area) for area in areas]})
    )
    return counted


def _task_areas(connection: Connection, programme: str) -> dict[str, tuple[str, ...]]:
    row = connection.execute(
        "SELECT page -> 'areas' AS areas FROM programme_makings WHERE programme_id = %s", (programme,)
    ).fetchone()
    return {area: tuple(codes) for area, codes in row["areas"].items()} if row else {}


def _published(connection: Connection, programme: str) -> dict[str, Any] | None:
    row = connection.execute("SELECT report FROM programme_reports WHERE programme_id = %s", (programme,)).fetchone()
    return dict(row["report"]) if row else None


def _differences(published: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """Each figure that history counts otherwise now; area None is the total."""
    lines = [(None, published["total"], now["total"])]
    before = {area["area"]: area for area in published["areas"]}
    after = {area["area"]: area for area in now["areas"]}
    lines += [(area, before.get(area, {}), after.get(area, {})) for area in sorted(before.keys() | after.keys())]
    return [
        {"area": area, "figure": name, "published": old.get(name, 0), "now": new.get(name, 0)}
        for area, old, new in lines
        for name in _COUNTED
        if old.get(name, 0) != new.get(name, 0)
    ]


def _earlier(connection: Connection, programme: str) -> list[str]:
    rows = connection.execute("SELECT DISTINCT programme_id FROM execution_money ORDER BY 1").fetchall()
    known = [str(row["programme_id"]) for row in rows]
    own = authority_of(programme)
    return [other for other in known if authority_of(other) == own and year_of(other) < year_of(programme)]


def _year(connection: Connection, programme: str) -> dict[str, Any]:
    """An earlier year's total: as it was published, or counted now where no report was."""
    published = _published(connection, programme)
    counted = published or _counted(connection, programme)
    return {"programme": programme, "published": published is not None, "total": counted["total"]}
