"""The budget as of a day, as known at an instant: sums over the postings, with what is still on its way.

Two axes: `as_of` looks at effective days, `known_at` at the store's clock. An answer is complete when every service
with money facts has passed `known_at`, all that it had said by then has been dealt with here, and the journal carries
all that this store holds; from then on the same question gives the same bytes.
"""

import json
import time
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from shared.kernel import hlc
from shared.kernel.accounts import BALANCES, COMMITTED, HEADROOM
from shared.kernel.canonical import instant_text
from shared.kernel.refusal import Refusal

Connection = psycopg.Connection[dict[str, Any]]

MONEY_SERVICES = ("programme", "grants", "payments")
FOR_EVER = date.max
JOURNAL_WITHIN_SECONDS = 1.0


class ProgrammeYearUnknown(Refusal):
    rule = "A budget is shown of a programme year that has one."
    status = 404


class ProgrammeNotNamed(Refusal):
    rule = "Where several programme years are known, the question names one."
    status = 409


def budget(
    connection: Connection, *, programme: str | None, as_of: date | None, known_at: datetime | None
) -> dict[str, Any]:
    """The twelve balances, their sums, and the same per area. All amounts in grosze.

    The connection is in a transaction of one snapshot, which is begun anew while the journal is behind.
    """
    carried = _journal_carries_all(connection)
    programme = _chosen(connection, programme)
    passed = _passed(connection)
    known = known_at or _latest_passed(connection, passed)
    stamp = hlc.last_at(known)
    until = as_of or FOR_EVER
    behind = {service for service in MONEY_SERVICES if passed.get(service, 0) <= stamp}
    if not carried:
        behind.add("programme")
    sums = connection.execute(
        "SELECT balance, area, sum(amount_grosze)::bigint AS amount FROM postings "
        "WHERE programme_id = %s AND hlc <= %s AND effective_on <= %s GROUP BY balance, area",
        (programme, stamp, until),
    ).fetchall()
    areas = sorted({row["area"] for row in sums} - {""})
    return {
        "programme": programme,
        "as_of": as_of,
        "known_at": instant_text(known),
        "complete": not behind,
        "behind": sorted(behind),
        **_figures(_total(sums)),
        "suspense": _suspense(connection, programme, stamp, until),
        "in_flight": _in_flight(connection, programme, stamp, until),
        "areas": {area: _figures(_total([row for row in sums if row["area"] == area])) for area in areas},
    }


def _journal_carries_all(connection: Connection) -> bool:
    """Whether this snapshot's journal has reached this snapshot's head; waits for one where it has, for a moment.

    A posting's append ends its message's waiting, and its rows follow a little later: a snapshot between the two has
    the amount nowhere, in no balance and not in flight. A watermark, taken before, says nothing of that.
    """
    until = time.monotonic() + JOURNAL_WITHIN_SECONDS
    while True:
        row = connection.execute(
            "SELECT h.position <= coalesce((SELECT p.position FROM projections p WHERE p.name = 'journal'), 0) "
            "AS carried FROM head h"
        ).fetchone()
        assert row is not None
        if row["carried"] or time.monotonic() > until:
            return bool(row["carried"])
        time.sleep(0.01)
        connection.execute("COMMIT AND CHAIN")  # the same kind of transaction with a snapshot of now


def _chosen(connection: Connection, programme: str | None) -> str:
    known = [
        row["programme_id"]
        for row in connection.execute("SELECT DISTINCT programme_id FROM journal_entries ORDER BY 1").fetchall()
    ]
    if programme is None and len(known) == 1:
        return str(known[0])
    if programme is None and known:
        raise ProgrammeNotNamed(f"name one of {', '.join(known)}", field="programme")
    if programme is None or programme not in known:
        raise ProgrammeYearUnknown(f"{programme or 'no programme year'} is not known here", field="programme")
    return programme


def _passed(connection: Connection) -> dict[str, int]:
    rows = connection.execute("SELECT service, hlc FROM watermarks").fetchall()
    return {row["service"]: row["hlc"] for row in rows}


def _latest_passed(connection: Connection, passed: dict[str, int]) -> datetime:
    """The latest whole millisecond that every service heard of has passed; before any is heard, what stands here."""
    if not passed:
        row = connection.execute("SELECT hlc FROM head").fetchone()
        assert row is not None
        return hlc.instant_of(row["hlc"])
    return hlc.instant_of(min(passed.values())) - timedelta(milliseconds=1)


def _total(rows: list[dict[str, Any]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for row in rows:
        total[row["balance"]] = total.get(row["balance"], 0) + row["amount"]
    return total


def _figures(sums: dict[str, int]) -> dict[str, int]:
    figures = {name: sums.get(name, 0) for name in BALANCES}
    return {
        "limit": sum(figures.values()),
        **figures,
        "committed": sum(figures[name] for name in COMMITTED),
        "headroom": sum(figures[name] for name in HEADROOM),
    }


def _suspense(connection: Connection, programme: str, stamp: int, until: date) -> int:
    """What lies in the second book: the sum of the grants' balances without their signs, so that none hides another."""
    row = connection.execute(
        "SELECT coalesce(sum(abs(amount)), 0)::bigint AS amount FROM ("
        "SELECT sum(amount_grosze) AS amount FROM postings WHERE programme_id = %s AND balance = 'suspense' "
        "AND hlc <= %s AND effective_on <= %s GROUP BY account) AS grants",
        (programme, stamp, until),
    ).fetchone()
    assert row is not None
    return int(row["amount"])


def _in_flight(connection: Connection, programme: str, stamp: int, until: date) -> int:
    """Money facts of other services, recorded there by then but not yet posted here, or still waiting."""
    row = connection.execute(
        "SELECT coalesce(sum(amount_grosze), 0)::bigint AS amount FROM journal_entries "
        "WHERE programme_id = %s AND cause_hlc <= %s AND hlc > %s AND value_on <= %s AND fact <> 'FundsReserved'",
        (programme, stamp, stamp, until),
    ).fetchone()
    assert row is not None
    amount = int(row["amount"])
    for waiting in connection.execute(
        "SELECT message FROM inbox WHERE status <> 'done' AND hlc <= %s", (stamp,)
    ).fetchall():
        amount += _amount_waiting(bytes(waiting["message"]), programme, until)
    return amount


def _amount_waiting(message: bytes, programme: str, until: date) -> int:
    try:
        envelope = json.loads(message)
        data = envelope["data"]
        if data["programme_id"] != programme or envelope["type"] == "grants.award-proposed":
            return 0
        return int(data["amount_grosze"]) if date.fromisoformat(envelope["effective_on"]) <= until else 0
    except (ValueError, KeyError, TypeError):
        return 0  # unreadable messages are parked and alarmed as such; they bear no amount that could be counted
