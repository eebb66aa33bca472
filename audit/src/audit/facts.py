"""The money facts of one programme year, each from the service that owns it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from audit.ledger import Move
from audit.meanings import COMMITMENT_FACTS, JOURNAL_ENTRY, MEANINGS, MONEY_STEMS, OWN_ENTRIES
from audit.reading import merged_events

MONEY_SERVICES = ("programme", "grants", "payments")


class UnknownShape(Exception):
    """A money fact is stored in a version that the table of meanings does not know."""


@dataclass(frozen=True, slots=True)
class Fact:
    """name is the row of the posting table, day the Warsaw date on which the fact takes effect, amount grosze.

    direction  which way an annex changes its contract: up, down or same.
    moves  the transfers of an entry that is its own source: the accounts that it states.
    """

    service: str
    position: int
    stamp: int
    event_id: str
    name: str
    day: date
    amount: int
    line: str | None = None
    call: str | None = None
    grant: str | None = None
    decision_no: int | None = None
    direction: str | None = None
    moves: tuple[Move, ...] = ()

    @property
    def key(self) -> str:
        """What the journal's entry of this fact bears too (`Entry.key`)."""
        return key_of(self.name, self.event_id, call=self.call, grant=self.grant, decision_no=self.decision_no)

    def __str__(self) -> str:
        about = self.grant or self.call or self.line or ""
        return f"{self.service}/{self.position} {self.name} {about} on {self.day}, event {self.event_id}"


def key_of(name: str, event_id: str | None, *, call: str | None, grant: str | None, decision_no: int | None) -> str:
    """A fact that programme recorded beside its entry is known by what it is about, any other by its event's id.

    A year is closed once, however many entries that takes.
    """
    match name:
        case "ProgrammeAdopted" | "YearClosed":
            return name
        case "CallOpened" | "CallResolved" | "CallAnnulled":
            return f"{name}/{call}"
        case _ if name == "FundsReserved" or name in COMMITMENT_FACTS:
            return f"{name}/{grant}/{decision_no}"
        case _:
            return f"event/{event_id}"


def money_facts(dsns: Mapping[str, str], programme: str, *, until: int | None = None) -> Iterator[Fact]:
    """The facts of a programme year up to a stamp, in causal order. Raises UnknownShape, psycopg.Error."""
    stores = {service: dsns[service] for service in MONEY_SERVICES}
    for event in merged_events(stores, stems=MONEY_STEMS, until=until):
        fact = fact_of(event, programme)
        if fact:
            yield fact


class Told(Protocol):
    """A record, in whatever form it lies there."""

    @property
    def service(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def stamp(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def event_id(self) -> str | None: ...
    @property
    def envelope(self) -> dict[str, Any]: ...
    @property
    def data(self) -> dict[str, Any]: ...


def fact_of(event: Told, programme: str) -> Fact | None:
    """What an event says about money of this programme year; None when it says nothing, or only repeats another."""
    meaning = MEANINGS.get(event.name)
    if meaning is None:
        raise UnknownShape(f"{event.name} at {event.service}/{event.position}")
    data = event.data
    if event.service != meaning.service or data["programme_id"] != programme:
        return None
    name: str = meaning.fact or data["fact"]
    if event.name == JOURNAL_ENTRY and name not in OWN_ENTRIES:
        return None
    return Fact(
        service=event.service,
        position=event.position,
        stamp=event.stamp,
        event_id=str(event.event_id),
        name=name,
        day=_day(event, data, meaning.day),
        amount=data[meaning.amount] if meaning.amount else 0,
        line=data.get("line_id"),
        call=data.get("call_id"),
        grant=data.get("grant_id"),
        decision_no=data.get("decision_no"),
        direction=data.get("direction"),
        moves=moves_of(data["transfers"]) if event.name == JOURNAL_ENTRY else (),
    )


def moves_of(transfers: Sequence[dict[str, Any]]) -> tuple[Move, ...]:
    return tuple(Move(one["debit"], one["credit"], one["amount_grosze"]) for one in transfers)


def _day(event: Told, data: dict[str, Any], field: str | None) -> date:
    return date.fromisoformat(data[field] if field else event.envelope["effective_on"])
