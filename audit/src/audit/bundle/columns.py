"""A record as one typed row, and a journal entry's transfers as rows: what is needed to count, without parsing JSON.

What a record does not say, or says in another form than its kind has, is null: the lines hold it as it is.

day           when the fact counts: the day that the table of meanings names, else effective_on
amount_grosze the amount that the table of meanings names, else the field of that name
causes_so_far how many causes the records of this service name, up to and with this one
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from audit.meanings import JOURNAL_ENTRY, MEANINGS
from audit.sources.record import Record

ROW_GROUP = 131_072
_BATCH = 8_192
EVENTS = pa.schema(
    [
        ("position", pa.int64()),
        ("stamp", pa.int64()),
        ("stream", pa.string()),
        ("version", pa.int64()),
        ("name", pa.string()),
        ("event_id", pa.string()),
        ("effective_on", pa.date32()),
        ("acted_at", pa.timestamp("us", tz="UTC")),
        ("actor", pa.string()),
        ("on_behalf_of", pa.string()),
        ("command_id", pa.string()),
        ("correlation_id", pa.string()),
        ("causation_id", pa.string()),
        ("causes", pa.map_(pa.string(), pa.int64())),
        ("causes_so_far", pa.int64()),
        ("programme", pa.string()),
        ("line", pa.string()),
        ("area", pa.string()),
        ("unit", pa.string()),
        ("classification", pa.string()),
        ("call", pa.string()),
        ("grant", pa.string()),
        ("organisation", pa.string()),
        ("fact", pa.string()),
        ("decision_no", pa.int64()),
        ("direction", pa.string()),
        ("document", pa.string()),
        ("day", pa.date32()),
        ("amount_grosze", pa.int64()),
    ]
)
TRANSFERS = pa.schema(
    [
        ("position", pa.int64()),
        ("stamp", pa.int64()),
        ("number", pa.int64()),
        ("programme", pa.string()),
        ("fact", pa.string()),
        ("value_on", pa.date32()),
        ("effective_on", pa.date32()),
        ("book", pa.string()),
        ("debit", pa.string()),
        ("credit", pa.string()),
        ("amount_grosze", pa.int64()),
    ]
)
BOOKS = {"transfers": "limit", "suspense": "suspense"}
"""Field of an entry to the name of the book that its transfers are in."""

_FEW = (
    "name",
    "actor",
    "on_behalf_of",
    "programme",
    "line",
    "area",
    "unit",
    "classification",
    "call",
    "fact",
    "book",
    "service",
    "debit",
    "credit",
)
_decode = msgspec.json.Decoder().decode
_LARGEST = 2**63


class RowsWriter:
    """A Parquet file, written group by group; memory holds one group, in columns but for its last rows.

    A reader that looks for one row parses what the file says of all groups: so groups are large.
    """

    def __init__(self, path: Path, schema: pa.Schema, *, group: int | None = None) -> None:
        self.rows = 0
        self._group = group or ROW_GROUP
        self._schema = schema
        self._held: list[Sequence[Any]] = []
        self._batches: list[pa.RecordBatch] = []
        dictionary = [name for name in schema.names if name in _FEW]
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=dictionary or False)

    def add(self, row: Sequence[Any]) -> None:
        self._held.append(row)
        self.rows += 1
        if self.rows % self._group == 0:
            self._end_group()
        elif len(self._held) == _BATCH:
            self._end_batch()

    def close(self) -> None:
        self._end_group()
        self._writer.close()

    def _end_batch(self) -> None:
        self._batches.append(batch_of(self._held, self._schema))
        self._held.clear()

    def _end_group(self) -> None:
        if self._held:
            self._end_batch()
        if self._batches:
            self._writer.write_table(pa.Table.from_batches(self._batches), row_group_size=self._group)
        self._batches.clear()


def batch_of(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def rows_of(record: Record, body: bytes, causes_so_far: int) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """The record's row in EVENTS and its rows in TRANSFERS. causes_so_far: of the records before it."""
    envelope = _object(body)
    data, causes = _mapping(envelope.get("data")), _causes(envelope.get("causes"))
    line = _text(data.get("line_id"))
    words = line.split(".", 2) if line else []
    area, unit, classification = words if len(words) == 3 else (None, None, None)
    effective_on = _day(envelope.get("effective_on"))
    meaning = MEANINGS.get(record.name)
    counted = meaning is not None and meaning.service == record.service
    day = _day(data.get(meaning.day)) if meaning and counted and meaning.day else effective_on
    amount = data.get(meaning.amount) if meaning and counted and meaning.amount else data.get("amount_grosze")
    fact = (meaning.fact if meaning and counted else None) or _text(data.get("fact"))
    programme = _text(data.get("programme_id"))
    event = (
        record.position,
        record.stamp,
        record.stream,
        record.version,
        record.name,
        _text(envelope.get("event_id")),
        effective_on,
        _instant(envelope.get("acted_at")),
        _text(envelope.get("actor")),
        _text(envelope.get("on_behalf_of")),
        _text(envelope.get("command_id")),
        _text(envelope.get("correlation_id")),
        _text(envelope.get("causation_id")),
        causes,
        causes_so_far + len(causes),
        programme,
        line,
        area,
        unit,
        classification,
        _text(data.get("call_id")),
        _text(data.get("grant_id")),
        _text(data.get("organisation_id")),
        fact,
        _whole(data.get("decision_no")),
        _text(data.get("direction")),
        _text(data.get("document")),
        day,
        _whole(amount),
    )
    moved_on = _day(data.get("effective_on")) or day
    transfers = [
        (
            record.position,
            record.stamp,
            record.version,
            programme,
            fact,
            day,
            moved_on,
            book,
            _text(move.get("debit")),
            _text(move.get("credit")),
            _whole(move.get("amount_grosze")),
        )
        for field, book in (BOOKS.items() if record.name == JOURNAL_ENTRY else ())
        for move in map(_mapping, data.get(field) or () if isinstance(data.get(field), list) else ())
    ]
    return event, transfers


def _object(body: bytes) -> dict[str, Any]:
    try:
        return _mapping(_decode(body))
    except msgspec.DecodeError:
        return {}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _causes(value: Any) -> list[tuple[str, int]]:
    return sorted((service, position) for service, position in _mapping(value).items() if _whole(position) is not None)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return value if type(value) is int and -_LARGEST <= value < _LARGEST else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _instant(value: Any) -> datetime | None:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return instant if instant and instant.tzinfo else None
