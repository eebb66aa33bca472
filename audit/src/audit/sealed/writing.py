"""The auditor's count over a bundle's columns, written down: every move, and the sums of sealed blocks.

It counts from the beginning each time, so memory grows with accounts, days and grants, as that of `as-of` does, and
not with the length of history.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from audit.bundle.columns import RowsWriter, batch_of
from audit.bundle.manifest import digest
from audit.counting import Count
from audit.facts import Fact, UnknownShape
from audit.ledger import Ledger
from audit.sealed.blocks import BlocksWriter, Sizes
from audit.sealed.rows import Row, fact_in, merged_rows
from shared.kernel import hlc

MOVES = pa.schema(
    [
        ("number", pa.int64()),
        ("stamp", pa.int64()),
        ("service", pa.string()),
        ("position", pa.int64()),
        ("programme", pa.string()),
        ("day", pa.date32()),
        ("debit", pa.string()),
        ("credit", pa.string()),
        ("amount_grosze", pa.int64()),
        ("debit_no", pa.int32()),
        ("credit_no", pa.int32()),
    ]
)
"""debit_no, credit_no: the accounts of the general ledger, by their place in the list of accounts."""

ACCOUNTS = pa.schema([("programme", pa.string()), ("account", pa.string())])
WAITING = pa.schema(
    [
        ("programme", pa.string()),
        ("amount_grosze", pa.int64()),
        ("day", pa.date32()),
        ("since", pa.int64()),
        ("until", pa.int64()),
    ]
)
"""Facts that waited for a predecessor, from one stamp to before another; until null: they still do."""

VIOLATIONS = pa.schema([("stamp", pa.int64()), ("place", pa.string())])
MOVES_GROUP = 8_192


def general(account: str) -> str:
    """The account of the general ledger: one for all grants of a home and stage. Suspense stays single."""
    home, found, own = account.partition("/grant/")
    stage = own.partition("/")[2]
    return f"{home}/grant/*/{stage}" if found and stage else account


def moves_file(first: int, last: int) -> str:
    return f"count/moves/{first:012}-{last:012}.parquet"


def seal(
    manifest: dict[str, Any], folders: Sequence[Path], beside: Path, *, sizes: Sizes | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Count what every service has passed, and write it below `beside`. What to say in the manifest, and its files.

    folders  where the files of the manifest lie, the first that has one
    A history that cannot be counted has no sums, and the manifest says why: a damaged store is exported all the same.
    """

    def find(name: str) -> Path:
        return next(path for folder in folders if (path := folder / name).exists())

    passed = min((hlc.from_text(about["watermark"]) for about in manifest["services"].values()), default=0)
    sealing = _Sealing(beside, sizes or Sizes())
    try:
        for row in merged_rows(manifest, find, until=passed):
            sealing.take(row)
    except (UnknownShape, LookupError, TypeError, ValueError, AssertionError) as error:
        sealing.close()
        return {"none": f"the count cannot be made: {error!r}"}, {}
    files = sealing.close()
    return sealing.told(passed), {name: digest(beside / name) for name in files}


class _Noted(Ledger):
    """A ledger that notes each move, until it is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[tuple[date, str, str, int]] = []

    def move(self, debit: str, credit: str, amount: int, day: date) -> None:
        super().move(debit, credit, amount, day)
        self.made.append((day, debit, credit, amount))


@dataclass(slots=True)
class _Year:
    count: Count
    ledger: _Noted
    since: int
    waiting: dict[int, tuple[Fact, int]] = field(default_factory=dict)


class _Sealing:
    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self._folder = folder
        self._sizes = sizes
        self._years: dict[str, _Year] = {}
        self._positions: dict[str, int] = {}
        self._violations: list[tuple[int, str]] = []
        self._waited: list[tuple[str, int, date, int, int | None]] = []
        self._accounts: dict[tuple[str, str], int] = {}
        self._blocks = BlocksWriter(folder, sizes)
        self._moves: RowsWriter | None = None
        self._number = 0
        self._span_began = (0, 0)
        self._last_stamp = 0
        self._names: dict[str, str | None] = {}
        self._spans: list[dict[str, Any]] = []
        (folder / "count/moves").mkdir(parents=True, exist_ok=True)

    def take(self, row: Row) -> None:
        for service, position in row.causes:
            if position > self._positions.get(service, 0):
                self._violations.append((row.stamp, f"{row.service}:{row.position}"))
        self._positions[row.service] = row.position
        fact = fact_in(row)
        if fact is None:
            return
        programme = str(row.programme)
        year = self._years.get(programme)
        if year is None:
            ledger = _Noted()
            year = self._years[programme] = _Year(Count(programme, ledger=ledger), ledger, row.stamp)
        year.count.take(fact)
        for day, debit, credit, amount in year.ledger.made:
            self._write(row, day, debit, credit, amount)
        year.ledger.made.clear()
        if year.waiting or year.count.waiting:
            self._note_waiting(programme, year, row.stamp)

    def close(self) -> list[str]:
        """Write what is open. Gives the names of all files."""
        if self._moves:
            self._end_span()
        self._blocks.close()
        for programme, year in self._years.items():
            for fact, since in year.waiting.values():
                self._waited.append((programme, fact.amount, fact.day, since, None))
        self._small("accounts", list(self._accounts), ACCOUNTS)
        self._small("waiting", sorted(self._waited, key=lambda one: one[3]), WAITING)
        self._small("violations", self._violations, VIOLATIONS)
        return [*(span["moves"] for span in self._spans), *self._blocks.files, *filter(None, self._names.values())]

    def told(self, passed: int) -> dict[str, Any]:
        """For the manifest: up to which stamp it counts, its spans, and where the rest lies."""
        return {
            "until": hlc.text_of(passed),
            "moves": self._number,
            "block": self._sizes.block,
            "radix": self._sizes.radix,
            "spans": self._spans,
            "years": {programme: hlc.text_of(year.since) for programme, year in self._years.items()},
            **self._names,
        }

    def _write(self, row: Row, day: date, debit: str, credit: str, amount: int) -> None:
        if self._moves is None:
            self._moves = RowsWriter(self._folder / "count/moves/open", MOVES, group=MOVES_GROUP)
            self._span_began = (self._number + 1, row.stamp)
        self._number += 1
        programme = str(row.programme)
        numbers = self._account(programme, debit), self._account(programme, credit)
        place = (self._number, row.stamp, row.service, row.position)
        self._moves.add((*place, programme, day, debit, credit, amount, *numbers))
        self._last_stamp = row.stamp
        self._blocks.add(*numbers, day, amount)
        if self._number % self._sizes.span() == 0:
            self._end_span()

    def _account(self, programme: str, account: str) -> int:
        return self._accounts.setdefault((programme, general(account)), len(self._accounts))

    def _end_span(self) -> None:
        assert self._moves is not None
        self._moves.close()
        self._moves = None
        first, first_stamp = self._span_began
        name = moves_file(first, self._number)
        (self._folder / "count/moves/open").rename(self._folder / name)
        self._spans.append(
            {
                "first": first,
                "last": self._number,
                "first_hlc": hlc.text_of(first_stamp),
                "last_hlc": hlc.text_of(self._last_stamp),
                "moves": name,
            }
        )

    def _note_waiting(self, programme: str, year: _Year, stamp: int) -> None:
        now = {id(fact): fact for fact in year.count.unplaced()}
        for one in [one for one in year.waiting if one not in now]:
            fact, since = year.waiting.pop(one)
            self._waited.append((programme, fact.amount, fact.day, since, stamp))
        for one, fact in now.items():
            year.waiting.setdefault(one, (fact, stamp))

    def _small(self, kind: str, rows: list[Any], schema: pa.Schema) -> None:
        """Made anew each time: the name says for how many moves and positions. Nothing to say: no file."""
        at = f"{self._number:012}-{sum(self._positions.values()):012}"
        name = self._names[kind] = f"count/{kind}-{at}.arrow" if rows else None
        if name:
            with (self._folder / name).open("wb") as file, pa.ipc.new_file(file, schema) as batches:
                batches.write_batch(batch_of(rows, schema))
