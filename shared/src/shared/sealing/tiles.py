"""The sealer's tables: stored hashes, how far they reach, and the checkpoints that were signed over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg

from shared.proof.hashing import HASH_BYTES
from shared.sealing.growth import TILE_WIDTH, Stored, Tree, tree_of

Connection = psycopg.Connection[dict[str, Any]]


class TilesLost(Exception):
    """Stored hashes are not there, or not all of them."""


class Seal(NamedTuple):
    """A signed checkpoint as it is kept. `watermark` is the stamp as an integer."""

    watermark: int
    size: int
    root: bytes
    note: str


def size(connection: Connection) -> int:
    """How many records the stored hashes cover. Locks the head until the transaction ends."""
    row = connection.execute("SELECT size FROM seal_head FOR UPDATE").fetchone()
    if row is None:
        raise TilesLost("the row of seal_head is gone")
    found: int = row["size"]
    return found


def grow(connection: Connection, stored: Sequence[Stored], *, size: int) -> None:
    """Keep new hashes; the head then says so many records."""
    parts: dict[tuple[int, int], list[Stored]] = defaultdict(list)
    for one in stored:
        parts[one.level, one.number // TILE_WIDTH].append(one)
    connection.cursor().executemany(
        "INSERT INTO seal_tiles AS t VALUES (%s, %s, %s) ON CONFLICT (level, number) "
        "DO UPDATE SET hashes = substring(t.hashes FROM 1 FOR %s) || EXCLUDED.hashes",
        [
            (level, number, b"".join(one.hash for one in part), part[0].number % TILE_WIDTH * HASH_BYTES)
            for (level, number), part in parts.items()
        ],
    )
    connection.execute("UPDATE seal_head SET size = %s", (size,))


def forget(connection: Connection) -> None:
    """Start the tree anew; the records are still there to grow it from. Signed checkpoints stay."""
    connection.execute("TRUNCATE seal_tiles, seal_head")
    connection.execute("INSERT INTO seal_head VALUES (true, 0)")


def tree_at(connection: Connection, size: int) -> Tree:
    """The tree as it was at a size that the stored hashes cover. Raises TilesLost."""

    def hashes(level: int, first: int, count: int) -> list[bytes]:
        row = connection.execute(
            "SELECT substring(hashes FROM %s FOR %s) AS found FROM seal_tiles WHERE level = %s AND number = %s",
            (first % TILE_WIDTH * HASH_BYTES + 1, count * HASH_BYTES, level, first // TILE_WIDTH),
        ).fetchone()
        found = bytes(row["found"]) if row else b""
        if len(found) != count * HASH_BYTES:
            raise TilesLost(f"hashes of level {level} from {first} on are gone")
        return [found[i : i + HASH_BYTES] for i in range(0, len(found), HASH_BYTES)]

    return tree_of(size, hashes)


def must_give(connection: Connection, seal: Seal) -> None:
    """Raises TilesLost when the stored hashes give another root than the one signed."""
    if tree_at(connection, seal.size).root() != seal.root:
        raise TilesLost(f"the stored hashes do not give the root that was signed at {seal.size}")


def last_seal(connection: Connection) -> Seal | None:
    row = connection.execute("SELECT * FROM seals ORDER BY hlc DESC LIMIT 1").fetchone()
    return _seal(row) if row else None


def seals_after(connection: Connection, watermark: int, *, limit: int = 1000) -> list[Seal]:
    """Oldest first."""
    rows = connection.execute("SELECT * FROM seals WHERE hlc > %s ORDER BY hlc LIMIT %s", (watermark, limit)).fetchall()
    return [_seal(row) for row in rows]


def keep(connection: Connection, seal: Seal) -> None:
    """Once; the same again changes nothing."""
    connection.execute("INSERT INTO seals VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", seal)


def _seal(row: dict[str, Any]) -> Seal:
    return Seal(row["hlc"], row["size"], bytes(row["root"]), row["note"])
