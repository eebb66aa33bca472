"""The sealer of one service: grows the tree over its records, signs checkpoints, publishes them.

It never signs two trees that contradict each other. Before it signs anything, its tree must give the root of the last
checkpoint signed, both the one kept in the store and the one published; afterwards the tree only grows. Hashes and
size move in one transaction, and a checkpoint is kept before it is published, so a kill at any moment leaves at most a
signature that nobody has seen. Of two sealers the row lock lets one through, and the other starts again from what is
stored. Stored hashes that are gone or changed are made again from the records; should those not give the signed root
either, a record was changed: it stands still and says so until somebody has looked.

A leaf is the bytes of the record as they lie in LOG_<SERVICE>, position and stamp in them (`with_place`).
"""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import psycopg

from shared.eventstore.envelope import with_place
from shared.eventstore.store import Store
from shared.kernel import hlc
from shared.kernel.periods import warsaw_date
from shared.proof.checkpoints import Checkpoint
from shared.proof.hashing import leaf_hash
from shared.proof.keys import SigningKey
from shared.proof.notes import BadNote, Note
from shared.sealing import tiles
from shared.sealing.growth import Tree
from shared.sealing.tiles import Seal, TilesLost

PAGE = 2_000
log = logging.getLogger(__name__)


class Contradiction(Exception):
    """The records do not give what was signed: sealing stops until a person has looked."""


class Overtaken(Exception):
    """Another sealer was at work: start again from what is stored."""


class Sealer:
    """Its calls block; run them in a thread, one after another."""

    def __init__(self, store: Store, key: SigningKey) -> None:
        self._store = store
        self._key = key
        self._tree = Tree()

    @property
    def size(self) -> int:
        return self._tree.size

    def seal_of(self, note: str) -> Seal | None:
        """A note as our checkpoint, when our key has signed it; None for anything else."""
        try:
            parsed = Note.parse(note)
            checkpoint = Checkpoint.parse(parsed.text)
            if checkpoint.origin != self._key.name or not parsed.by(self._key.verify_key):
                return None
        except BadNote:
            return None
        return Seal(hlc.from_text(checkpoint.watermark), checkpoint.size, checkpoint.root, note)

    def resume(self, published: Seal | None) -> None:
        """Take up the stored tree, and hold it to what was signed. Raises Contradiction.

        published  the last checkpoint of ours on the bus; the store may have been set back behind it.
        """
        with self._store.connection() as connection:
            signed = [seal for seal in (tiles.last_seal(connection), published) if seal]
            signed.sort(key=lambda seal: seal.size)
            with connection.transaction():
                self._take_up(connection, signed)
        for seal in signed:  # the tree may have to grow before it can be compared
            self._grow(until=seal.size)
            self._must_agree(seal)
        if published:
            with self._store.connection() as connection:
                tiles.keep(connection, published)

    def _take_up(self, connection: tiles.Connection, signed: list[Seal]) -> None:
        try:
            size = tiles.size(connection)
            for seal in signed:
                if seal.size <= size:
                    tiles.must_give(connection, seal)
            self._tree = tiles.tree_at(connection, size)
        except TilesLost as error:
            log.error("the tree is grown anew from the records: %s", error)
            tiles.forget(connection)
            self._tree = Tree()

    def _must_agree(self, seal: Seal) -> None:
        if self._tree.size < seal.size:
            raise Contradiction(
                f"the store ends at position {self._tree.size}, and a checkpoint over {seal.size} was signed: "
                f"records are gone; grosz audit verify names the first"
            )
        with self._store.connection() as connection:
            if tiles.tree_at(connection, seal.size).root() != seal.root:
                raise Contradiction(
                    f"the records do not give the root that was signed at {seal.size}: one of them was changed; "
                    "grosz audit verify names it"
                )

    def due(self) -> bool:
        """Whether there is something new: a record, or a day of Warsaw that no checkpoint has seen begin."""
        with self._store.connection() as connection:
            head = connection.execute("SELECT position FROM head").fetchone()
            last = tiles.last_seal(connection)
            now = connection.execute("SELECT clock_timestamp() AS now").fetchone()
        assert head is not None
        assert now is not None
        return last is None or head["position"] != last.size or warsaw_date(now["now"]) != _day(last)

    def seal(self) -> Seal | None:
        """Grow up to the head, and sign. None when a later checkpoint is there already. Raises Overtaken."""
        place = self._store.watermark()
        self._grow(until=place.position)
        if self._tree.size != place.position:
            raise Overtaken(f"the tree holds {self._tree.size} records, wanted were {place.position}")
        with self._store.connection() as connection, connection.transaction():
            self._still_ours(connection)
            last = tiles.last_seal(connection)
            root = self._tree.root()
            if last and last.watermark >= place.hlc:
                return None
            if last and (last.size > self._tree.size or (last.size == self._tree.size and last.root != root)):
                raise Contradiction(f"over {last.size} records another root was signed than {self._tree.size} have now")
            checkpoint = Checkpoint(self._key.name, self._tree.size, root, hlc.text_of(place.hlc))
            seal = Seal(place.hlc, self._tree.size, root, str(Note(checkpoint.text()).sign(self._key)))
            tiles.keep(connection, seal)
        return seal

    def unpublished(self, after: int) -> list[Seal]:
        """What was signed after that watermark, oldest first, at most a thousand."""
        with self._store.connection() as connection:
            return tiles.seals_after(connection, after)

    def _grow(self, *, until: int) -> None:
        """Up to this position, page by page; each page moves hashes and size together."""
        while self._tree.size < until:
            rows = self._store.feed(after=self._tree.size, limit=min(PAGE, until - self._tree.size))
            if not rows:
                return
            grown = Tree(self._tree.size, list(self._tree.peaks))
            stored = []
            for row in rows:
                if row.position != grown.size + 1:
                    raise Contradiction(f"the record at position {grown.size + 1} is gone; the next is {row.position}")
                stored += grown.append(leaf_hash(with_place(row.state, position=row.position, stamp=row.hlc)))
            with self._store.connection() as connection, connection.transaction():
                self._still_ours(connection)
                tiles.grow(connection, stored, size=grown.size)
            self._tree = grown

    def _still_ours(self, connection: psycopg.Connection[dict[str, Any]]) -> None:
        size = tiles.size(connection)
        if size != self._tree.size:
            raise Overtaken(f"the stored tree holds {size} records, ours {self._tree.size}")


def _day(seal: Seal) -> date:
    return warsaw_date(hlc.instant_of(seal.watermark))
