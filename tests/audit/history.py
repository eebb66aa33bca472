"""Hand-made histories: stored events of four stores, kept in memory or written into real databases."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from audit.entries import Entry, entry_of
from audit.facts import Fact, fact_of
from audit.meanings import JOURNAL_ENTRY, MONEY_STEMS, stem
from audit.reading import StoredEvent
from shared.eventstore.migrations import migrate
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json, instant_text
from shared.kernel.ids import event_id
from tests.support.servers import Postgres
from tests.support.tampering import tampering

P = "torun-2025"
SERVICES = ("programme", "grants", "payments", "notifications")
BEGAN_MS = 1_760_000_000_000


class History:
    """Every event is recorded one second after the one before, in whichever store."""

    def __init__(self) -> None:
        self.events: list[StoredEvent] = []
        self._positions: Counter[str] = Counter()
        self._versions: Counter[tuple[str, str]] = Counter()

    def add(
        self, service: str, stream: str, name: str, on: date, *, because_of: StoredEvent | None = None, **data: Any
    ) -> StoredEvent:
        self._positions[service] += 1
        self._versions[service, stream] += 1
        version = self._versions[service, stream]
        stamp = (BEGAN_MS + 1000 * len(self.events)) << hlc.COUNTER_BITS
        envelope = envelope_of(stream, version, name, on, data, correlation=f"{service}-{self._positions[service]}")
        envelope["acted_at"] = hlc.instant_of(stamp)
        if because_of:
            envelope |= {"causation_id": because_of.event_id, "causes": {because_of.service: because_of.position}}
        envelope = json.loads(canonical_json(envelope))
        event = StoredEvent(service, self._positions[service], stamp, stream, version, name, envelope)
        self.events.append(event)
        return event

    @property
    def now(self) -> str:
        """The instant of the last event, as the services print it."""
        return instant_text(hlc.instant_of(self.events[-1].stamp))

    def facts(self) -> list[Fact]:
        """What `money_facts` reads from stores that hold this history."""
        money = (event for event in sorted(self.events, key=lambda e: e.order) if stem(event.name) in MONEY_STEMS)
        return [fact for event in money if (fact := fact_of(event, P))]

    def entries(self) -> list[Entry]:
        return [entry_of(event) for event in self.events if event.name == JOURNAL_ENTRY]

    def write(self, dsns: dict[str, str]) -> None:
        for service, dsn in dsns.items():
            with psycopg.connect(dsn) as connection:
                insert(connection, [event for event in self.events if event.service == service])


def envelope_of(
    stream: str, version: int, name: str, on: date, data: dict[str, Any], *, correlation: str
) -> dict[str, Any]:
    """What the services would store of a fact that nothing caused."""
    kind, _, number = name.rpartition(".v")
    return {
        "event_id": str(event_id("torun", stream, version)),
        "type": kind,
        "type_version": int(number),
        "authority": "torun",
        "stream": stream,
        "version": version,
        "effective_on": on,
        "actor": "anna",
        "correlation_id": correlation,
        "command_id": None,
        "causation_id": None,
        "causes": {},
        "data": data,
    }


def insert(connection: psycopg.Connection[Any], events: list[StoredEvent]) -> None:
    connection.cursor().executemany(
        "INSERT INTO events (originator_id, originator_version, topic, state, notification_id, event_id, hlc) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [
            (e.stream, e.version, e.name, canonical_json(e.envelope), e.position, UUID(e.event_id), e.stamp)
            for e in events
        ],
    )


def fresh_stores(postgres: Postgres) -> dict[str, str]:
    """Four empty stores, with the schema that the services have."""
    dsns = {service: postgres.fresh_database(f"audit_{service}") for service in SERVICES}
    for dsn in dsns.values():
        migrate(dsn)
    return dsns


def empty(dsns: dict[str, str]) -> None:
    for dsn in dsns.values():
        with tampering(dsn) as connection:
            connection.execute("TRUNCATE events")
            connection.execute("UPDATE head SET position = 0, hlc = 0")


def caused_by(event: StoredEvent) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "service": event.service,
        "position": event.position,
        "hlc": hlc.text_of(event.stamp),
    }
