"""Turnovers and balances of accounts by programme's journal: the replay that a turnover sheet is made from.

A fold of transfers, entry by entry, from databases and LOG; from a bundle the same sums by DuckDB over its columns. It
is programme's word, as the journal has it: `audit.asof` is the auditor's.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Any

import duckdb
import msgspec

from audit.bundle.manifest import segments_of
from audit.meanings import JOURNAL_ENTRY
from audit.sources import Source
from audit.sources.bundle import Bundle
from audit.sources.databases import Databases
from audit.sources.record import Unreadable


@dataclass(slots=True)
class Turnover:
    """One account, in grosze: turnovers of the period, and those before it."""

    debit: int = 0
    credit: int = 0
    debit_before: int = 0
    credit_before: int = 0

    @property
    def opening(self) -> int:
        """The balance before the period; below zero: a debit balance."""
        return self.credit_before - self.debit_before

    @property
    def closing(self) -> int:
        return self.opening + self.credit - self.debit


class _Move(msgspec.Struct, gc=False):
    debit: str
    credit: str
    amount_grosze: int


class _Entry(msgspec.Struct, gc=False):
    programme_id: str
    effective_on: str
    transfers: list[_Move]
    suspense: list[_Move]


class _Envelope(msgspec.Struct, gc=False):
    data: _Entry


@dataclass(slots=True)
class _Sums:
    """Of one stretch of days, in grosze, by account."""

    debits: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    credits: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


_decode = msgspec.json.Decoder(_Envelope).decode


def turnovers(
    source: Source, programme: str, *, until: int, first: date = date.min, last: date = date.max
) -> dict[str, Turnover]:
    """Every account that was touched, by name. until: the greatest stamp; first, last: days of effect, inclusive.

    Raises SourceDown, Unreadable.
    """
    if isinstance(source, Bundle):
        return _from_columns(source, programme, until, first, last)
    before, within = _Sums(), _Sums()
    begins, ends = first.isoformat(), last.isoformat()
    for position, stored in _entries(source, until):
        try:
            entry = _decode(stored).data
        except msgspec.DecodeError as error:
            raise Unreadable(f"programme:{position}: {error}") from error
        if entry.programme_id == programme and entry.effective_on <= ends:
            sums = before if entry.effective_on < begins else within
            for moves in (entry.transfers, entry.suspense):
                for move in moves:
                    sums.debits[move.debit] += move.amount_grosze
                    sums.credits[move.credit] += move.amount_grosze
    columns = (within.debits, within.credits, before.debits, before.credits)
    return {account: Turnover(*(sums[account] for sums in columns)) for account in sorted(set().union(*columns))}


def _entries(source: Source, until: int) -> Iterator[tuple[int, bytes]]:
    """Position and stored form of each journal entry, up to the first record of programme with a greater stamp.

    Databases pass over other records where they lie, and make no object of any.
    """
    if isinstance(source, Databases):
        return source.named("programme", JOURNAL_ENTRY, until=until)
    known = takewhile(lambda record: record.stamp <= until, source.records("programme"))
    return ((record.position, record.stored) for record in known if record.name == JOURNAL_ENTRY)


def _from_columns(bundle: Bundle, programme: str, until: int, first: date, last: date) -> dict[str, Turnover]:
    """A column that cannot leave anything out is not read."""
    segments = segments_of(bundle.manifest["services"]["programme"])
    files = [str(bundle.folder / one.moves("programme")) for one in segments if one.transfers]
    if not files:
        return {}
    asked: dict[str, Any] = {"files": files, "programme": programme}
    conditions = ["programme = $programme"]
    if any(one.last_stamp > until for one in segments):
        conditions.append("stamp <= $until")
        asked["until"] = until
    if last != date.max:
        conditions.append("effective_on <= $last")
        asked["last"] = last
    period, before = "sum(amount_grosze)", "0"
    if first != date.min:
        period, before = (f"{period} FILTER (WHERE effective_on {sign} $first)" for sign in (">=", "<"))
        asked["first"] = first
    where = " AND ".join(conditions)
    query = f"""
        SELECT account, sum(debit)::BIGINT, sum(credit)::BIGINT, sum(debit_before)::BIGINT, sum(credit_before)::BIGINT
        FROM (
            SELECT debit AS account, {period} AS debit, 0 AS credit, {before} AS debit_before, 0 AS credit_before
            FROM read_parquet($files) WHERE {where} GROUP BY debit
            UNION ALL
            SELECT credit, 0, {period}, 0, {before} FROM read_parquet($files) WHERE {where} GROUP BY credit
        ) GROUP BY account ORDER BY account
    """  # noqa: S608  made of the words above
    with duckdb.connect() as connection:
        rows = connection.execute(query, asked).fetchall()
    return {account: Turnover(*(amount or 0 for amount in amounts)) for account, *amounts in rows}
