"""What the services say of themselves: asked on the bus; where one is silent, read from its tables, read only.

It is never a source of the count, only its counterpart. Registers speak of now: they are held against all facts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.rows import dict_row

from audit.figures import figures_of
from audit.ledger import Ledger
from audit.sources import SourceDown
from audit.sources.log import Bus
from audit.sources.places import Places
from shared.kernel.canonical import canonical_json, instant_text

ROWS_AT_A_TIME = 1_000
NOW_ONLY = "it speaks of now, and an earlier moment was asked for"
SILENT = "it does not answer, and its tables cannot be read"
T = TypeVar("T")
_POSTINGS: LiteralString = (
    "SELECT account, effective_on, sum(amount_grosze)::bigint AS amount FROM postings WHERE programme_id = %s "
    "GROUP BY account, effective_on"
)
_GRANTS: LiteralString = "SELECT * FROM grant_register WHERE programme_id = %s ORDER BY grant_id"
_PAYMENTS: LiteralString = "SELECT * FROM payment_register_grants WHERE programme_id = %s ORDER BY grant_id"


@dataclass(slots=True)
class Spoken:
    """budget: programme's answer, or figures of its tables, which know nothing of what is in flight.

    how  "programme", "grants", "payments" to how its words were had; why_not: to why they were not.
    """

    budget: dict[str, Any] | None = None
    figures: dict[str, Any] | None = None
    grants: list[dict[str, Any]] | None = None
    payments: dict[str, Any] | None = None
    how: dict[str, str] = field(default_factory=dict)
    why_not: dict[str, str] = field(default_factory=dict)


def nobody_asked(why: str) -> Spoken:
    return Spoken(why_not=dict.fromkeys(("programme", "grants", "payments"), why))


def asked(places: Places, programme: str, *, as_of: date | None, known_at: datetime | None) -> Spoken:
    """Ask each service; who does not answer, or says that it cannot, is looked up in its tables."""
    spoken = Spoken()
    bus = Bus(places.nats) if places.nats else None
    try:
        spoken.budget = _said(spoken, bus, "programme", lambda b: _budget(b, programme, as_of, known_at))
        if spoken.budget is None and known_at is None:
            spoken.figures = _read(spoken, places, "programme", lambda c: _figures(c, programme, as_of))
        if known_at is not None:
            spoken.why_not |= {"grants": NOW_ONLY, "payments": NOW_ONLY}
            return spoken
        spoken.grants = _said(spoken, bus, "grants", lambda b: _grants(b, programme)) or _read(
            spoken, places, "grants", lambda c: c.execute(_GRANTS, (programme,)).fetchall()
        )
        spoken.payments = _said(spoken, bus, "payments", lambda b: _totals(b, programme)) or _read(
            spoken, places, "payments", lambda c: _sums(c.execute(_PAYMENTS, (programme,)).fetchall())
        )
    finally:
        if bus:
            bus.close()
    for service in {"programme", "grants", "payments"} - set(spoken.how) - set(spoken.why_not):
        spoken.why_not[service] = SILENT
    return spoken


def _said(spoken: Spoken, bus: Bus | None, service: str, ask: Callable[[Bus], T]) -> T | None:
    if bus is None:
        return None
    try:
        answer = ask(bus)
    except (SourceDown, LookupError):
        return None
    spoken.how[service] = "asked on the bus"
    return answer


def _read(
    spoken: Spoken, places: Places, service: str, read: Callable[[psycopg.Connection[dict[str, Any]]], T]
) -> T | None:
    address = places.databases.get(service)
    if not address:
        return None
    try:
        with psycopg.connect(address, connect_timeout=10, application_name="grosz-audit", row_factory=dict_row) as rows:
            rows.read_only = True
            found = read(rows)
    except psycopg.Error:
        return None
    spoken.how[service] = "read from its tables"
    return found


def _ask(bus: Bus, service: str, question: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Raises LookupError when the service refuses, SourceDown when it is silent."""
    answer = json.loads(bus.ask(f"query.{service}.{question}", canonical_json(body)))
    if "code" in answer and "rule" in answer:
        raise LookupError(answer["detail"])
    return dict(answer)


def _budget(bus: Bus, programme: str, as_of: date | None, known_at: datetime | None) -> dict[str, Any]:
    moment = {"known_at": instant_text(known_at)} if known_at else {}
    day = {"as_of": as_of} if as_of else {}
    return _ask(bus, "programme", "budget", {"programme": programme, **day, **moment})


def _grants(bus: Bus, programme: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        page = _ask(bus, "grants", "grants", {"programme": programme, "after": after, "limit": ROWS_AT_A_TIME})
        rows += page["grants"]
        after = page["next"]
    return rows


def _totals(bus: Bus, programme: str) -> dict[str, Any]:
    return _ask(bus, "payments", "payment-totals", {"programme": programme})


def _figures(connection: psycopg.Connection[dict[str, Any]], programme: str, as_of: date | None) -> dict[str, Any]:
    """Programme's own postings, added up here."""
    ledger = Ledger()
    for row in connection.execute(_POSTINGS, (programme,)).fetchall():
        days = ledger.changes.setdefault(row["account"], {})
        days[row["effective_on"]] = days.get(row["effective_on"], 0) + row["amount"]
    return figures_of(ledger, as_of=as_of)


def _sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "grants": rows,
        **{field: sum(row[field] for row in rows) for field in ("disbursed_grosze", "returned_grosze")},
    }
