"""A stored row as the bytes of its record, made without the services' code, and whether its columns say the same.

The record is the stored envelope with its place in it: position, hlc, recorded_at. Keys are sorted and values are left
as they lie, so an envelope that was not stored in canonical form gives other bytes than those that were signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import msgspec
import psycopg

from shared.kernel import hlc
from shared.kernel.canonical import instant_text

_ROWS_AT_A_TIME = 2_000
_ROWS: LiteralString = (
    "SELECT notification_id, hlc, originator_id, originator_version, topic, event_id, state FROM events "
    "WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id"
)
_envelope = msgspec.json.Decoder(dict[str, msgspec.Raw])
_sorted = msgspec.json.Encoder(order="sorted")
_quoted = msgspec.json.encode


class Row(NamedTuple):
    position: int
    stamp: int
    stream: str
    version: int
    topic: str
    event_id: UUID
    state: bytes

    def record(self) -> tuple[bytes, list[str]]:
        """The bytes of the record, and which columns deny it: only the record is signed. Raises ValueError."""
        fields = _decoded(self.state)
        contradictions = self._contradictions(fields)
        return _placed(fields, self.position, self.stamp), contradictions

    def _contradictions(self, fields: dict[str, Any]) -> list[str]:
        name, _, type_version = self.topic.rpartition(".v")
        columns = {
            "originator_id": ("stream", _quoted(self.stream)),
            "originator_version": ("version", b"%d" % self.version),
            "topic": ("type", _quoted(name)),
            "topic's version": ("type_version", type_version.encode()),
            "event_id": ("event_id", b'"%s"' % str(self.event_id).encode()),
        }
        return [
            f"column {column} says {said.decode()}, the record's {field} {_shown(fields.get(field))}"
            for column, (field, said) in columns.items()
            if bytes(fields.get(field, b"")) != said
        ]


def placed(envelope: bytes, *, position: int, stamp: int) -> bytes:
    """The bytes of a record at a place, from its envelope with or without one. Raises ValueError: no JSON object."""
    return _placed(_decoded(envelope), position, stamp)


def _placed(fields: dict[str, Any], position: int, stamp: int) -> bytes:
    place = {"position": position, "hlc": hlc.text_of(stamp), "recorded_at": instant_text(hlc.instant_of(stamp))}
    return _sorted.encode(fields | place)


def _decoded(state: bytes) -> dict[str, Any]:
    try:
        return _envelope.decode(state)
    except msgspec.DecodeError as error:
        raise ValueError(f"the stored envelope is no JSON object: {error}") from error


def _shown(value: Any) -> str:
    return bytes(value).decode() if value is not None else "nothing"


def rows(connection: psycopg.Connection[Any], *, after: int = -(2**63), until: int = 2**63 - 1) -> Iterator[Row]:
    """In the order of positions, also those that no service would have written: 0 and below."""
    with connection.cursor(name="verify", binary=True) as cursor:
        cursor.itersize = _ROWS_AT_A_TIME
        cursor.execute(_ROWS, (after, until))
        for row in cursor:
            yield Row(*row)


@contextmanager
def reader(address: str) -> Iterator[psycopg.Connection[Any]]:
    """One snapshot, read only. Raises psycopg.Error."""
    with psycopg.connect(address, connect_timeout=10, application_name="grosz-audit") as connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield connection
