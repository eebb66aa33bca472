"""The turnover-and-balance sheet (zestawienie obrotów i sald) of any period (Accounting Act art. 18(1), 24(4)).

Per account of the general ledger, or per group: balance before the period, turnovers of the period, turnovers from the
first entry to its end, balance at its end. Its turnovers are to agree with the journal's; both are told, each counted
from rows of its own.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import psycopg

from programme.readmodels import chart, sums
from programme.readmodels.moment import Moment, moment
from programme.readmodels.sums import NOTHING, Turnover

Connection = psycopg.Connection[dict[str, Any]]


def turnover_sheet(
    connection: Connection,
    *,
    programme: str | None,
    from_on: date | None,
    to_on: date | None,
    known_at: datetime | None,
    by: str,
) -> dict[str, Any]:
    """Rows in the order of their names, last what belongs to no group. A balance below zero is a debit balance. Grosze.

    A transfer between two accounts of one group counts in that group's turnovers on both sides.
    """
    at = moment(connection, programme=programme, known_at=known_at)
    until = to_on or sums.FOR_EVER
    before_period = sums.day_before(from_on)
    to_date = sums.turnovers(connection, programme=at.programme, number=at.number, until=until)
    earlier = (
        sums.turnovers(connection, programme=at.programme, number=at.number, until=before_period)
        if before_period
        else {}
    )
    opening, whole = _by_group(earlier, by), _by_group(to_date, by)
    rows = [_row(group, opening.get(group, NOTHING), whole[group]) for group in _in_order(whole)]
    return {
        **at.told(),
        "from_on": from_on,
        "to_on": to_on,
        "by": by,
        "rows": rows,
        "sums": _sums(rows),
        "journal": _journal(connection, at, from_on or date.min, until),
    }


def _by_group(accounts: Mapping[str, Turnover], by: str) -> dict[str | None, Turnover]:
    groups: dict[str | None, Turnover] = {}
    for account, turnover in accounts.items():
        group = chart.group_of(account, by)
        groups[group] = groups.get(group, NOTHING) + turnover
    return groups


def _in_order(groups: Mapping[str | None, Turnover]) -> list[str | None]:
    return sorted(groups, key=lambda group: (group is None, group or ""))


def _row(group: str | None, opening: Turnover, to_date: Turnover) -> dict[str, Any]:
    period = to_date - opening
    return {
        "group": group,
        "opening_grosze": opening.balance,
        "debit_grosze": period.debit,
        "credit_grosze": period.credit,
        "debit_to_date_grosze": to_date.debit,
        "credit_to_date_grosze": to_date.credit,
        "closing_grosze": to_date.balance,
    }


def _sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Balances by side, turnovers by side: in double entry each pair is equal."""
    return {
        "opening_debit_grosze": sum(-min(row["opening_grosze"], 0) for row in rows),
        "opening_credit_grosze": sum(max(row["opening_grosze"], 0) for row in rows),
        "debit_grosze": sum(row["debit_grosze"] for row in rows),
        "credit_grosze": sum(row["credit_grosze"] for row in rows),
        "debit_to_date_grosze": sum(row["debit_to_date_grosze"] for row in rows),
        "credit_to_date_grosze": sum(row["credit_to_date_grosze"] for row in rows),
        "closing_debit_grosze": sum(-min(row["closing_grosze"], 0) for row in rows),
        "closing_credit_grosze": sum(max(row["closing_grosze"], 0) for row in rows),
    }


def _journal(connection: Connection, at: Moment, first: date, last: date) -> dict[str, int]:
    """The journal's own turnover: entries of the period, and of all up to its end, read one by one."""
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE effective_on >= %(first)s) AS entries, "
        "coalesce(sum(turnover_grosze) FILTER (WHERE effective_on >= %(first)s), 0)::bigint AS turnover, "
        "coalesce(sum(turnover_grosze), 0)::bigint AS to_date FROM journal_entries "
        "WHERE programme_id = %(programme)s AND number <= %(number)s AND effective_on <= %(last)s",
        {"first": first, "last": last, "programme": at.programme, "number": at.number},
    ).fetchone()
    assert row is not None
    return {
        "entries": row["entries"],
        "turnover_grosze": row["turnover"],
        "turnover_to_date_grosze": row["to_date"],
    }
