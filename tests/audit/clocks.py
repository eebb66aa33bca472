"""Random histories of four services with clocks that disagree: naive facts, stored by whom they belong to.

Every fact of a call is caused by the one before it, whichever service recorded that; the two calls know nothing of each
other. Stamps are given as the stores give them: greater than the last one, than that of the cause, and than the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from audit.facts import Fact
from audit.meanings import JOURNAL_ENTRY, MEANINGS, OWN_ENTRIES
from audit.sources import SERVICES, Mark
from audit.sources.record import Record
from shared.kernel import hlc
from shared.kernel.accounts import BALANCES
from shared.kernel.canonical import canonical_json
from tests.audit.history import BEGAN_MS, P, envelope_of
from tests.audit.naive import CALLS, FIRST, Naive

STORED_AS = {meaning.fact: (name, meaning) for name, meaning in MEANINGS.items()}


class Told(Naive):
    """The naive year, which also knows by which fact each move came."""

    def __init__(self) -> None:
        super().__init__()
        self.by_fact: list[int] = []

    def _move(self, source: str, target: str, amount: int) -> None:
        super()._move(source, target, amount)
        self.by_fact.append(len(self.facts) - 1)

    def balances_of(self, facts: set[int], until: date) -> dict[str, int]:
        """The naive fold of some facts: a sum over their moves."""
        sums = dict.fromkeys(BALANCES, 0)
        for (day, source, target, amount), fact in zip(self.moves, self.by_fact, strict=True):
            if fact in facts and day <= until:
                sums[target] += amount
                if source != "limit":
                    sums[source] -= amount
        return sums


@dataclass
class Remembered:
    """A source that holds its records in memory, each service with its watermark."""

    stored: Mapping[str, Sequence[Record]]
    watermarks: Mapping[str, int] = field(default_factory=dict)
    services: tuple[str, ...] = SERVICES

    def describe(self) -> str:
        return "a test's memory"

    def mark(self, service: str) -> Mark:
        records = self.stored.get(service, ())
        last = records[-1].stamp if records else 0
        return Mark(len(records), self.watermarks.get(service, last))

    def records(self, service: str, *, after: int = 0, until: int | None = None) -> Iterator[Record]:
        yield from list(self.stored.get(service, ()))[after:until]

    def close(self) -> None: ...


class Clocks:
    """Four stores. skews: how far each service's wall clock is ahead, in milliseconds."""

    def __init__(self, skews: Mapping[str, int]) -> None:
        self.skews = skews
        self.stored: dict[str, list[Record]] = {service: [] for service in SERVICES}
        self.numbers: dict[str, int] = {}

    def record(
        self, service: str, name: str, on: date, data: dict, *, at_ms: int, cause: Record | None = None, key: str = "x"
    ) -> Record:
        """Append to a store, as its append would."""
        store = self.stored[service]
        wall = (BEGAN_MS + at_ms + self.skews[service]) << hlc.COUNTER_BITS
        stamp = max(wall, store[-1].stamp if store else 0, cause.stamp if cause else 0) + 1
        stream = f"{name.partition('.')[0]}/{key}"
        version = self.numbers[stream] = self.numbers.get(stream, 0) + 1
        envelope = envelope_of(stream, version, name, on, data, correlation=key)
        if cause:
            envelope |= {"causation_id": cause.event_id, "causes": {cause.service: cause.position}}
        made = Record(service, len(store) + 1, stamp, stream, version, name, canonical_json(envelope), placed=False)
        store.append(made)
        return made

    def tell(self, facts: Sequence[Fact], gaps_ms: Sequence[int]) -> list[Record]:
        """Record naive facts, each some time after the one before; every third one is noticed by notifications."""
        last: dict[str, Record] = {}
        made, at_ms = [], 0
        for number, fact in enumerate(facts):
            at_ms += gaps_ms[number % len(gaps_ms)]
            call = fact.call or ("c1" if fact.grant and fact.grant < "g3" else "c2") if fact.grant or fact.call else ""
            cause = last.get(call) or last.get("")
            record = self.record(fact.service, *_stored(fact), at_ms=at_ms, cause=cause, key=call or "year")
            for one in [call] if call else ["", *CALLS]:
                last[one] = record
            made.append(record)
            if number % 3 == 0:
                self.record("notifications", "notice.notice-recorded.v1", fact.day, {}, at_ms=at_ms, cause=record)
        return made

    def source(self, **watermarks: int) -> Remembered:
        return Remembered(self.stored, watermarks or dict.fromkeys(SERVICES, 2**62))


def _stored(fact: Fact) -> tuple[str, date, dict]:
    """A fact's stored name, day and data: what its owner would record of it."""
    data = {"programme_id": P, "line_id": fact.line, "call_id": fact.call, "grant_id": fact.grant}
    data["decision_no"] = fact.decision_no
    if fact.name in OWN_ENTRIES:
        data |= {"fact": fact.name, "amount_grosze": fact.amount, "value_on": fact.day.isoformat(), "transfers": []}
        return JOURNAL_ENTRY, fact.day, data
    name, meaning = STORED_AS[fact.name]
    data |= {field: value for field, value in ((meaning.amount, fact.amount), (meaning.day, fact.day)) if field}
    return name, fact.day, data


def began(limit: int) -> Told:
    told = Told()
    told.begin(limit)
    return told


__all__ = ["FIRST", "Clocks", "Remembered", "Told", "began"]
