"""The budget as of a day, as known at an instant: sums of accounts, with what is still on its way.

Two axes: `as_of` looks at effective days, `known_at` at the store's clock.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import psycopg

from programme.readmodels import chart, sums
from programme.readmodels.moment import MONEY_SERVICES, Moment, moment

Connection = psycopg.Connection[dict[str, Any]]

QUESTIONS_OF_GRANTS = ("grants.award-proposed", "grants.increase-proposed")
"""They ask for a promise; no money has moved by them."""

__all__ = ["MONEY_SERVICES", "budget"]


def budget(
    connection: Connection,
    *,
    programme: str | None,
    as_of: date | None,
    known_at: datetime | None,
    by: str | None = None,
) -> dict[str, Any]:
    """The twelve balances, their sums, and the same per area, or per what `by` names. All amounts in grosze.

    Groups and `elsewhere` (what belongs to no group) add up to the total, figure by figure.
    """
    at = moment(connection, programme=programme, known_at=known_at)
    until = as_of or sums.FOR_EVER
    held = sums.balances(connection, programme=at.programme, number=at.number, until=until)
    return {
        **at.told(),
        "as_of": as_of,
        **chart.figures(held),
        "suspense": _suspense(held),
        "in_flight": _in_flight(connection, at, until),
        **(_areas(held) if by is None else _groups(connection, at, until, held, by)),
    }


def _areas(held: Mapping[str, int]) -> dict[str, Any]:
    parts = chart.grouped(held, "area")
    return {"areas": {area: chart.figures(accounts) for area, accounts in parts.items() if area is not None}}


def _groups(connection: Connection, at: Moment, until: date, held: Mapping[str, int], by: str) -> dict[str, Any]:
    accounts = held if by != "grant" else _single_grants(connection, at, until, held)
    parts = chart.grouped(accounts, by)
    elsewhere = parts.pop(None, {})
    return {
        "by": by,
        "groups": {group: chart.figures(parts[group]) for group in parts if group is not None},
        "elsewhere": chart.figures(elsewhere),
    }


def _single_grants(connection: Connection, at: Moment, until: date, held: Mapping[str, int]) -> dict[str, int]:
    """The accounts of single grants in place of what all grants hold together. Read from postings: a few per grant."""
    rows = connection.execute(
        "SELECT account, sum(amount_grosze)::bigint AS amount FROM postings WHERE programme_id = %s AND number <= %s "
        "AND effective_on <= %s AND account <> synthetic GROUP BY account",
        (at.programme, at.number, until),
    ).fetchall()
    together = {account: amount for account, amount in held.items() if chart.place_of(account).grant != chart.ANY_GRANT}
    return together | {row["account"]: row["amount"] for row in rows}


def _suspense(held: Mapping[str, int]) -> int:
    """What lies in the second book: the sum of the grants' balances without their signs, so that none hides another."""
    return sum(abs(amount) for account, amount in held.items() if account.startswith("suspense/grant/"))


def _in_flight(connection: Connection, at: Moment, until: date) -> int:
    """Money facts of other services, recorded there by then but not yet posted here, or still waiting."""
    row = connection.execute(
        "SELECT coalesce(sum(amount_grosze), 0)::bigint AS amount FROM journal_entries "
        "WHERE int8range(cause_hlc, greatest(cause_hlc, hlc)) @> %s::bigint AND cause_hlc < hlc "
        "AND fact <> 'FundsReserved' AND programme_id = %s AND value_on <= %s",
        (at.stamp, at.programme, until),
    ).fetchone()
    assert row is not None
    amount = int(row["amount"])
    for waiting in connection.execute(
        "SELECT message FROM inbox WHERE status <> 'done' AND hlc <= %s", (at.stamp,)
    ).fetchall():
        amount += _amount_waiting(bytes(waiting["message"]), at.programme, until)
    return amount


def _amount_waiting(message: bytes, programme: str, until: date) -> int:
    try:
        envelope = json.loads(message)
        data = envelope["data"]
        if data["programme_id"] != programme or envelope["type"] in QUESTIONS_OF_GRANTS:
            return 0
        return int(data["amount_grosze"]) if date.fromisoformat(envelope["effective_on"]) <= until else 0
    except (ValueError, KeyError, TypeError):
        return 0  # unreadable messages are parked and alarmed as such; they bear no amount that could be counted
