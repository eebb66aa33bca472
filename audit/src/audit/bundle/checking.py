"""Whether a bundle is sound in itself: files as the manifest says, columns as the lines say, sums as they come out."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from audit.bundle.columns import EVENTS, TRANSFERS, batch_of, rows_of
from audit.bundle.manifest import NoBundle, Segment, damaged, read_manifest, segments_of
from audit.bundle.places import PLACES, read_places
from audit.sealed.blocks import Sizes
from audit.sealed.writing import seal
from audit.sources import SourceDown
from audit.sources.bundle import Bundle
from audit.sources.record import Record, Unreadable

_AT_ONCE = 8_192


def problems(folder: Path) -> Iterator[str]:
    """What is wrong, each in a sentence that names the file. Raises SourceDown."""
    try:
        wrong = damaged(folder)
        manifest = read_manifest(folder)
    except NoBundle as error:
        raise SourceDown(str(error)) from error
    yield from wrong
    bundle = Bundle(folder)
    for service, about in manifest["services"].items():
        causes = 0
        for segment in segments_of(about):
            try:
                yield from _columns(bundle, service, segment, causes)
            except (OSError, pa.ArrowException, SourceDown, Unreadable) as error:
                yield f"{service}, positions {segment.first} to {segment.last}: {error}"
            causes = segment.causes
    yield from _sums(folder, manifest)


def _columns(bundle: Bundle, service: str, segment: Segment, causes: int) -> Iterator[str]:
    """Columns are made again from the lines and compared, batch by batch; the first difference of each file counts."""
    records = bundle.records(service, after=segment.first - 1, until=segment.last)
    events = _Held(bundle.folder / segment.events(service), EVENTS)
    moves = _Held(bundle.folder / segment.moves(service) if segment.transfers else None, TRANSFERS)
    count, last = 0, None
    while block := list(islice(records, _AT_ONCE)):
        causes = _hold(block, events, moves, causes)
        count, last = count + len(block), block[-1]
    for held in (events, moves):
        held.end()
        if held.wrong:
            yield held.wrong
    there = read_places(bundle.folder / segment.places(service))
    if there != pq.read_table(bundle.folder / segment.events(service), columns=PLACES.names):
        yield f"{segment.places(service)}: its places are not those of the columns"
    said = (segment.records, segment.last, segment.last_stamp, segment.causes, segment.transfers)
    found = (count, last and last.position, last and last.stamp, causes, moves.rows)
    if said != found:
        yield f"{segment.lines(service)}: records, last position, stamp, causes, transfers are {found}, not {said}"


def _hold(block: list[Record], events: "_Held", moves: "_Held", causes: int) -> int:
    made, transfers = [], []
    for record in block:
        event, own = rows_of(record, record.body, causes)
        causes = event[EVENTS.get_field_index("causes_so_far")]
        made.append(event)
        transfers += own
    events.compare(made)
    moves.compare(transfers)
    return causes


class _Held:
    """A Parquet file that is read beside the rows that it should hold."""

    def __init__(self, path: Path | None, schema: pa.Schema) -> None:
        self.rows = 0
        self.wrong = ""
        self._path = path
        self._schema = schema
        self._batches = _batches(path, schema) if path else iter(())
        self._open = pa.Table.from_batches([], schema)

    def compare(self, rows: list[Any]) -> None:
        self.rows += len(rows)
        if self.wrong or not rows:
            return
        while self._open.num_rows < len(rows) and (batch := next(self._batches, None)):
            self._open = pa.concat_tables([self._open, pa.Table.from_batches([batch])])
        there, self._open = self._open.slice(0, len(rows)), self._open.slice(len(rows))
        expected = pa.Table.from_batches([batch_of(rows, self._schema)])
        if there.equals(expected):
            return
        for said, row in zip(there.to_pylist(), expected.to_pylist(), strict=False):
            if said != row:
                field = next(name for name in row if said[name] != row[name])
                self._note(f"position {row['position']}: {field} is {said[field]}, the line says {row[field]}")
                return
        self._note(f"ends before position {expected['position'][-1]}")

    def end(self) -> None:
        if not self.wrong and (self._open.num_rows or next(self._batches, None)):
            self._note("holds more than the lines")

    def _note(self, what: str) -> None:
        self.wrong = f"{self._path}: {what}"


def _batches(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        if file.schema_arrow.names != schema.names:
            raise SourceDown(f"{path}: its columns are {', '.join(file.schema_arrow.names)}")
        for batch in file.iter_batches(batch_size=_AT_ONCE):
            yield batch.cast(schema)


def _sums(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    about = manifest["count"]
    with TemporaryDirectory(prefix="grosz-check-") as beside:
        sizes = Sizes(about["block"], about["radix"]) if "block" in about else None
        try:
            again, files = seal(manifest, [folder], Path(beside), sizes=sizes)
        except (OSError, StopIteration, pa.ArrowException) as error:
            yield f"count: it cannot be made again: {error}"
            return
    if again != about:
        yield "count: what the manifest says of it comes out otherwise"
    for name, found in files.items():
        if manifest["files"].get(name) != found:
            yield f"{name}: its sums come out otherwise"
