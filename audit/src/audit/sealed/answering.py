"""The figures of a moment from sealed sums: what `audit.asof.counted` would count, read in a few milliseconds.

It answers for moments that every service had passed when the bundle was taken; for a later one there is no answer
here, and the count is made.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from audit.bundle.manifest import segments_of
from audit.bundle.places import last_index, place_of
from audit.figures import figures_of
from audit.groups import grouped
from audit.ledger import Ledger
from audit.replay import SHOWN_VIOLATIONS, Replay
from audit.sealed import grants
from audit.sealed.blocks import SUMS, Sizes, batch_number, block_file, span_file
from audit.sources.bundle import Bundle
from shared.kernel import hlc

_ANY_DAY = date.min


def sealed_counts(replay: Replay) -> "SealedCounts | None":
    """What the count of this replay would have given, and the replay told how far it was read; None: it must count."""
    source = replay.source
    if not isinstance(source, Bundle):
        return None
    about = source.manifest.get("count", {})
    if "until" not in about or replay.until > hlc.from_text(about["until"]):
        return None
    for service in source.services:
        position, causes = _place(source, service, replay.until)
        replay.positions[service] = position
        replay.checked += causes
    if about["violations"]:
        violations = _read(source.folder / about["violations"])
        found = violations.filter(pc.less_equal(violations["stamp"], replay.until))["place"].to_pylist()
        replay.violations_count, replay.violations = len(found), found[:SHOWN_VIOLATIONS]
    return SealedCounts(source, about, replay.until)


class SealedCounts:
    """As `audit.asof.Counts`: `years`, and `figures` of one of them."""

    def __init__(self, bundle: Bundle, about: dict[str, Any], until: int) -> None:
        self.years = [name for name, since in about["years"].items() if hlc.from_text(since) <= until]
        self._bundle = bundle
        self._about = about
        self._until = until
        self._sizes = Sizes(about["block"], about["radix"])

    def figures(self, programme: str, *, as_of: date | None, by: str) -> dict[str, Any]:
        """Raises LookupError."""
        if programme not in self.years:
            raise LookupError(f"no fact of {programme} is known")
        if by in {"grant", "organisation"}:
            files = [self._bundle.folder / span["moves"] for span in self._spans()]
            ledger = grants.ledger_of(files, programme, until=self._until, as_of=as_of)
        else:
            ledger = self._general_ledger(programme, as_of)
        figures = {**figures_of(ledger, as_of=as_of), "in_flight": self._in_flight(programme, as_of)}
        if by in {"programme", "area"}:
            return figures
        organisations = grants.organisations(self._bundle, self._until) if by == "organisation" else {}
        return {**figures, **grouped(ledger, by, as_of=as_of, organisations=organisations)}

    def _general_ledger(self, programme: str, as_of: date | None) -> Ledger:
        """Each account with its whole change up to the day, as if it were of one day."""
        moves = self._moves_known()
        batches = [*self._batches(moves), *self._tail(moves - moves % self._sizes.block, moves)]
        ledger = Ledger()
        if not batches:
            return ledger
        table = pa.Table.from_batches(batches)
        if as_of is not None:
            table = table.filter(pc.less_equal(table["day"], pa.scalar(as_of, pa.date32())))
        summed = table.group_by("account", use_threads=False).aggregate([("change_grosze", "sum")])
        accounts = _read(self._bundle.folder / self._about["accounts"]).take(summed["account"])
        rows = zip(
            accounts["programme"].to_pylist(),
            accounts["account"].to_pylist(),
            summed["change_grosze_sum"].to_pylist(),
            strict=True,
        )
        ledger.changes = {account: {_ANY_DAY: change} for of, account, change in rows if of == programme}
        return ledger

    def _moves_known(self) -> int:
        """How many moves had been made by the moment."""
        spans = self._spans()
        if not spans:
            return 0
        if hlc.from_text(spans[-1]["last_hlc"]) <= self._until:
            return int(spans[-1]["last"])
        row = _last_up_to(self._bundle.folder / spans[-1]["moves"], self._until, ["stamp", "number"])
        return int(row["number"])

    def _spans(self) -> list[dict[str, Any]]:
        return [span for span in self._about["spans"] if hlc.from_text(span["first_hlc"]) <= self._until]

    def _batches(self, moves: int) -> Iterator[pa.RecordBatch]:
        opened: dict[str, Any] = {}
        span = self._sizes.span()
        for level, number in self._sizes.covering(moves):
            if level >= 2:
                name, batch = block_file(level, number), 0
            else:
                first = number * self._sizes.size(level) // span * span + 1
                name, batch = (
                    span_file(first, min(first + span - 1, self._about["moves"])),
                    batch_number(self._sizes, level, number),
                )
            if name not in opened:
                opened[name] = pa.ipc.open_file(pa.memory_map(str(self._bundle.folder / name)))
            yield opened[name].get_batch(batch)

    def _tail(self, begun: int, moves: int) -> Iterator[pa.RecordBatch]:
        """The moves after the last full block, each as two changes."""
        columns = ["number", "day", "debit_no", "credit_no", "amount_grosze"]
        for span in self._spans():
            if span["last"] <= begun or span["first"] > moves or begun == moves:
                continue
            with pq.ParquetFile(self._bundle.folder / span["moves"], memory_map=True) as file:
                numbers = [_least(file, group, 0) for group in range(file.num_row_groups)]
                ends = [*(least - 1 for least in numbers[1:]), span["last"]]
                wanted = [i for i, least in enumerate(numbers) if least <= moves and ends[i] > begun]
                table = file.read_row_groups(wanted, columns=columns, use_threads=False)
            first = int(table["number"][0].as_py())
            rows = table.slice(max(0, begun - first + 1), moves - max(begun, first - 1)).combine_chunks()
            (batch,) = rows.to_batches()
            amounts = batch["amount_grosze"]
            for account, change in (("debit_no", pc.negate(amounts)), ("credit_no", amounts)):
                yield pa.RecordBatch.from_arrays([batch[account], batch["day"], change], schema=SUMS)

    def _in_flight(self, programme: str, as_of: date | None) -> int:
        waiting = self._about["waiting"]
        rows = _read(self._bundle.folder / waiting).to_pylist() if waiting else []
        return sum(
            row["amount_grosze"]
            for row in rows
            if row["programme"] == programme
            and row["since"] <= self._until
            and (row["until"] is None or row["until"] > self._until)
            and (as_of is None or row["day"] <= as_of)
        )


def _place(bundle: Bundle, service: str, until: int) -> tuple[int, int]:
    """The last position of a service up to a stamp, and how many causes its records name up to there."""
    found = [one for one in segments_of(bundle.manifest["services"][service]) if one.first_stamp <= until]
    if not found:
        return 0, 0
    if found[-1].last_stamp <= until:
        return found[-1].last, found[-1].causes
    return place_of(bundle.folder / found[-1].places(service), until)


def _last_up_to(path: Path, stamp: int, columns: list[str]) -> dict[str, Any]:
    """The last row of a file whose stamp, which never falls, is not above this one; there is such a row."""
    with pq.ParquetFile(path, memory_map=True) as file:
        at = file.schema_arrow.get_field_index("stamp")
        group = last_index(file.num_row_groups, lambda one: _least(file, one, at) <= stamp)
        table = file.read_row_group(group, columns=columns, use_threads=False)
    stamps = table["stamp"]
    row = last_index(table.num_rows, lambda one: stamps[one].as_py() <= stamp)
    return {name: table[name][row].as_py() for name in columns}


def _least(file: pq.ParquetFile, group: int, column: int) -> int:
    return int(file.metadata.row_group(group).column(column).statistics.min)


def _read(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as content:
        return pa.ipc.open_file(content).read_all()
