"""The copies of a service's history that an auditor can lay beside each other, each turned into a file of hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from audit.proof.leaves import Leaves
from audit.proof.rows import Row
from shared.proof.hashing import leaf_hash

CONTRADICTIONS_TOLD = 20

Look = Callable[[int], tuple[bytes, int] | None]
"""look(position): the envelope that lies there, with or without its place, and its stamp; None: nothing does."""


@dataclass(slots=True)
class Copy:
    """One copy, counted.

    name      "the database", "the LOG stream" …
    look      how to see a record of it; None: it holds hashes only
    next_at   where the record lies that comes after a hole, or that bears a position for the second time
    unsound   what is wrong with a row in itself, with its position, whatever was signed
    """

    name: str
    leaves: Leaves
    look: Look | None = None
    next_at: int | None = None
    unsound: list[tuple[int, str]] = field(default_factory=list)
    unsound_count: int = 0

    @property
    def count(self) -> int:
        return self.leaves.count

    def note(self, position: int, what: str) -> None:
        self.unsound_count += 1
        if len(self.unsound) < CONTRADICTIONS_TOLD:
            self.unsound.append((position, what))


def from_rows(
    rows: Iterator[Row], sizes: Sequence[int], *, file: IO[bytes], look: Look, seen: Callable[[], None]
) -> Copy:
    """The database: each row's columns are held to its record as well. `seen` is called for every record.

    file  an empty one for the hashes; it is the caller's, and lives as long as the copy is used.
    """
    copy = Copy("the database", Leaves(file), look)

    def hashes() -> Iterator[bytes]:
        for number, row in enumerate(rows, 1):
            if row.position != number:
                copy.next_at = row.position
                return
            try:
                record, contradictions = row.record()
                for what in contradictions:
                    copy.note(number, what)
            except ValueError as error:
                copy.note(number, str(error))
                record = row.state
            seen()
            yield leaf_hash(record)

    copy.leaves.take(hashes(), sizes=sizes)
    return copy


def from_records(
    name: str,
    records: Iterator[tuple[int, bytes]],
    sizes: Sequence[int],
    *,
    file: IO[bytes],
    look: Look,
    seen: Callable[[], None],
) -> Copy:
    """A LOG stream or a bundle: (position, bytes of the record)."""
    copy = Copy(name, Leaves(file), look)

    def hashes() -> Iterator[bytes]:
        for number, (position, record) in enumerate(records, 1):
            if position != number:
                copy.next_at = position
                return
            seen()
            yield leaf_hash(record)

    copy.leaves.take(hashes(), sizes=sizes)
    return copy


def from_hashes(name: str, hashes: Iterator[bytes], sizes: Sequence[int], *, file: IO[bytes]) -> Copy:
    """Hashes that somebody stored: they count as far as they give a signed root, whoever has had them."""
    copy = Copy(name, Leaves(file))
    copy.leaves.take(hashes, sizes=sizes)
    return copy
