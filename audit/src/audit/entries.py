"""The entries of programme's journal, as they are stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audit.facts import key_of, moves_of
from audit.ledger import Move
from audit.meanings import JOURNAL_ENTRY, OWN_ENTRIES, stem
from audit.reading import StoredEvent, stored_events
from audit.sources.record import Record
from shared.kernel import hlc


@dataclass(frozen=True, slots=True)
class Entry:
    """number is the journal number, stated the fact's own amount, day when the money moves, value_on the fact's day."""

    number: int
    stamp: int
    key: str
    fact: str
    day: date
    value_on: date
    stated: int
    inside: tuple[Move, ...]
    suspense: tuple[Move, ...]
    cause_stamp: int | None

    def __str__(self) -> str:
        return f"journal no. {self.number} {self.fact} on {self.day}"


def journal_entries(dsn: str, programme: str, *, until: int | None = None) -> Iterator[Entry]:
    """The entries of one programme year, in the order of the store."""
    for event in stored_events("programme", dsn, stems=[stem(JOURNAL_ENTRY)], until=until):
        if event.data["programme_id"] == programme:
            yield entry_of(event)


def entry_of(event: StoredEvent | Record) -> Entry:
    """An entry from its stored form. One that posts no other fact is its own source."""
    data, cause = event.data, event.data.get("caused_by")
    source = event.event_id if data["fact"] in OWN_ENTRIES else cause and cause["event_id"]
    return Entry(
        number=event.version,
        stamp=event.stamp,
        key=key_of(
            data["fact"],
            source,
            call=data.get("call_id"),
            grant=data.get("grant_id"),
            decision_no=data.get("decision_no"),
        ),
        fact=data["fact"],
        day=date.fromisoformat(data["effective_on"]),
        value_on=date.fromisoformat(data["value_on"]),
        stated=data["amount_grosze"],
        inside=moves_of(data["transfers"]),
        suspense=moves_of(data["suspense"]),
        cause_stamp=hlc.from_text(cause["hlc"]) if cause else None,
    )
