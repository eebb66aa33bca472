"""What a service stored beside its records: signed checkpoints, and the hashes of its tree, 256 to a row.

The hashes are believed only as far as they give a signed root.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg

from audit.proof.tree import BadProof, Roots
from shared.proof.hashing import HASH_BYTES

_TILE_HEIGHT = 8
_TILE: LiteralString = "SELECT substring(hashes FROM %s FOR %s) FROM seal_tiles WHERE level = %s AND number = %s"


def notes(connection: psycopg.Connection[Any]) -> list[str]:
    """The checkpoints in the service's own table, oldest first. Raises psycopg.Error."""
    return [note for (note,) in connection.execute("SELECT note FROM seals ORDER BY hlc").fetchall()]


def hashes(connection: psycopg.Connection[Any]) -> Iterator[bytes]:
    """The hashes of the records, from the first; they end where a row is missing."""
    with connection.cursor(name="hashes", binary=True) as cursor:
        cursor.itersize = 200
        cursor.execute("SELECT number, hashes FROM seal_tiles WHERE level = 0 ORDER BY number")
        for expected, (number, tile) in enumerate(cursor):
            if number != expected:
                return
            for i in range(0, len(tile), HASH_BYTES):
                yield bytes(tile[i : i + HASH_BYTES])


class StoredTree:
    """A few hashes at a time: a proof among ten million records reads some twenty rows."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def whole(self, height: int, number: int) -> bytes:
        """The root over 2**height hashes. Raises BadProof when it is not there."""
        level, above = divmod(height, _TILE_HEIGHT)
        first, count = number << above, 1 << above
        tile, place = divmod(first, 1 << _TILE_HEIGHT)
        row = self._connection.execute(_TILE, (place * HASH_BYTES + 1, count * HASH_BYTES, level, tile)).fetchone()
        found = bytes(row[0]) if row else b""
        if len(found) != count * HASH_BYTES:
            raise BadProof("the service's stored hashes do not reach that far")
        counted = Roots()
        counted.add(found[i : i + HASH_BYTES] for i in range(0, len(found), HASH_BYTES))
        return counted.root()
