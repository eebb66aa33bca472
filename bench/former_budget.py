"""The budget summed over every posting known by then: the plain query, measured beside the ledger's blocks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import psycopg

from programme.readmodels.moment import moment
from shared.kernel.accounts import BALANCES, COMMITTED, HEADROOM

FORMER_TABLES = b"""
CREATE TABLE former_postings AS SELECT p.programme_id, p.number, e.hlc, p.effective_on, p.account,
    CASE WHEN p.account = 'limit' THEN 'limit' WHEN p.account ~ '/call/[^/]*$' THEN 'opened'
         ELSE substring(p.account FROM '[a-z]*$') END AS balance,
    CASE WHEN p.account ~ '^line/' THEN substring(p.account FROM '^line/([a-z0-9-]*)') ELSE '' END AS area,
    p.amount_grosze
FROM postings p JOIN journal_entries e USING (programme_id, number);
CREATE INDEX former_postings_idx ON former_postings (programme_id, effective_on);
CREATE INDEX former_cause_idx ON journal_entries (programme_id, cause_hlc) WHERE cause_hlc IS NOT NULL
"""


def former_budget(
    connection: psycopg.Connection[dict[str, Any]],
    *,
    programme: str | None,
    as_of: date | None,
    known_at: datetime | None,
) -> dict[str, Any]:
    at = moment(connection, programme=programme, known_at=known_at)
    asked = {"programme": at.programme, "stamp": at.stamp, "until": as_of or date.max}
    rows = connection.execute(
        "SELECT balance, area, sum(amount_grosze)::bigint AS amount FROM former_postings "
        "WHERE programme_id = %(programme)s AND hlc <= %(stamp)s AND effective_on <= %(until)s GROUP BY balance, area",
        asked,
    ).fetchall()
    suspense = connection.execute(
        "SELECT coalesce(sum(abs(amount)), 0)::bigint AS amount FROM (SELECT sum(amount_grosze) AS amount "
        "FROM former_postings WHERE programme_id = %(programme)s AND balance = 'suspense' AND hlc <= %(stamp)s "
        "AND effective_on <= %(until)s GROUP BY account) AS grants",
        asked,
    ).fetchone()
    in_flight = connection.execute(
        "SELECT coalesce(sum(amount_grosze), 0)::bigint AS amount FROM journal_entries "
        "WHERE programme_id = %(programme)s AND cause_hlc <= %(stamp)s AND hlc > %(stamp)s AND value_on <= %(until)s "
        "AND fact <> 'FundsReserved'",
        asked,
    ).fetchone()
    assert suspense is not None
    assert in_flight is not None
    areas = sorted({row["area"] for row in rows} - {""})
    return {
        **at.told(),
        "as_of": as_of,
        **_figures(rows),
        "suspense": suspense["amount"],
        "in_flight": in_flight["amount"],
        "areas": {area: _figures([row for row in rows if row["area"] == area]) for area in areas},
    }


def _figures(rows: list[dict[str, Any]]) -> dict[str, int]:
    sums = {name: sum(row["amount"] for row in rows if row["balance"] == name) for name in BALANCES}
    return {
        "limit": sum(sums.values()),
        **sums,
        "committed": sum(sums[name] for name in COMMITTED),
        "headroom": sum(sums[name] for name in HEADROOM),
    }
