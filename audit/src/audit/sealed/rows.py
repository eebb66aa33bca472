"""The records of all services in causal order, read from the typed columns of a bundle, with the money they mean."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from audit.bundle.manifest import Segment, segments_of
from audit.facts import MONEY_SERVICES, Fact, UnknownShape, fact_of
from audit.meanings import JOURNAL_ENTRY, MEANINGS, MONEY_STEMS, OWN_ENTRIES, stem

Find = Callable[[str], Path]
"""Where a file of the bundle lies, by its name in the manifest."""

_BATCH = 8_192
_STEMS = frozenset(MONEY_STEMS)


class Row(NamedTuple):
    """One record, by its columns; then what stands beside them. moves: of an entry that is its own source."""

    stamp: int
    position: int
    name: str
    event_id: str | None
    causes: Sequence[tuple[str, int]]
    programme: str | None
    line: str | None
    call: str | None
    grant: str | None
    fact: str | None
    decision_no: int | None
    direction: str | None
    day: date | None
    amount_grosze: int | None
    service: str
    moves: Sequence[dict[str, Any]]

    @property
    def order(self) -> tuple[int, str, int]:
        return self.stamp, self.service, self.position

    @property
    def envelope(self) -> dict[str, Any]:
        return {"effective_on": self.day and self.day.isoformat()}

    @property
    def data(self) -> dict[str, Any]:
        """The fields that say something about money, under the names that they have in the record."""
        meaning = MEANINGS[self.name]
        data: dict[str, Any] = {
            "programme_id": self.programme,
            "line_id": self.line,
            "call_id": self.call,
            "grant_id": self.grant,
            "fact": self.fact,
            "decision_no": self.decision_no,
            "direction": self.direction,
            "transfers": self.moves,
        }
        if meaning.day:
            data[meaning.day] = self.day and self.day.isoformat()
        if meaning.amount:
            data[meaning.amount] = self.amount_grosze
        return data


def merged_rows(manifest: dict[str, Any], find: Find, *, until: int) -> Iterator[Row]:
    """All records up to a stamp, in the order of the clocks."""
    services = manifest["services"]
    streams = [_rows(service, segments_of(about), find, until) for service, about in services.items()]
    return heapq.merge(*streams, key=lambda row: row.order)


def fact_in(row: Row) -> Fact | None:
    """What the record says about money. Raises UnknownShape."""
    if row.service not in MONEY_SERVICES or stem(row.name) not in _STEMS:
        return None
    meaning = MEANINGS.get(row.name)
    if row.name == JOURNAL_ENTRY and row.fact not in OWN_ENTRIES:
        return None
    if meaning and (row.day is None or row.event_id is None or (meaning.amount and row.amount_grosze is None)):
        raise UnknownShape(f"{row.name} at {row.service}/{row.position}, which lacks what the count needs")
    return fact_of(row, str(row.programme))


def _rows(service: str, segments: Sequence[Segment], find: Find, until: int) -> Iterator[Row]:
    for segment in segments:
        if segment.first_stamp > until:
            return
        transfers = _Transfers(find(segment.moves(service)) if segment.transfers else None)
        for values in _columns(find(segment.events(service)), Row._fields[:-2]):
            if values[0] > until:
                return
            own = values[2] == JOURNAL_ENTRY and values[9] in OWN_ENTRIES
            yield Row._make((*values, service, transfers.of(values[1]) if own else ()))


class _Transfers:
    """The transfers of a segment, asked for by positions that only rise."""

    def __init__(self, path: Path | None) -> None:
        columns = ("position", "book", "debit", "credit", "amount_grosze")
        self._rows = _columns(path, columns) if path else iter(())
        self._next = next(self._rows, None)

    def of(self, position: int) -> list[dict[str, Any]]:
        found = []
        while self._next and self._next[0] <= position:
            at, book, debit, credit, amount = self._next
            if at == position and book == "limit":
                found.append({"debit": debit, "credit": credit, "amount_grosze": amount})
            self._next = next(self._rows, None)
        return found


def _columns(path: Path, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    with pq.ParquetFile(path, memory_map=True) as file:
        for batch in file.iter_batches(batch_size=_BATCH, columns=list(names), use_threads=False):
            yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)
