"""A tree that only grows: its peaks are enough to append to it and to know its root (RFC 6962, section 2.1).

Peaks are the roots of the complete subtrees, from left to right, one for each bit of the size. Stored are only the
hashes at every eighth level (c2sp.org/tlog-tiles): 32 bytes a record and a little, and any other node is found from at
most 256 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.proof.hashing import EMPTY_ROOT, node_hash

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT


class Stored(NamedTuple):
    """A hash to keep: `level` counts tiles upwards, `number` counts the hashes of a level from the left, from 0."""

    level: int
    number: int
    hash: bytes


@dataclass(slots=True)
class Tree:
    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[Stored]:
        """Add the hash of a record. Returns what is to be stored of the nodes that have become complete."""
        stored = [Stored(0, self.size, leaf)]
        height, whole = 0, leaf
        while self.size >> height & 1:
            whole = node_hash(self.peaks.pop(), whole)
            height += 1
            if height % TILE_HEIGHT == 0:
                stored.append(Stored(height // TILE_HEIGHT, self.size >> height, whole))
        self.peaks.append(whole)
        self.size += 1
        return stored

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        *rest, root = self.peaks
        for peak in reversed(rest):
            root = node_hash(peak, root)
        return root


def tree_of(size: int, hashes: Callable[[int, int, int], Sequence[bytes]]) -> Tree:
    """The tree as it was at some size. `hashes(level, first, count)` gives stored ones; all lie in one tile."""
    peaks = []
    for height in reversed(range(size.bit_length())):
        if size >> height & 1:
            level, above = divmod(height, TILE_HEIGHT)
            first = ((size >> height) - 1) << above
            peaks.append(_whole(hashes(level, first, 1 << above)))
    return Tree(size, peaks)


def _whole(hashes: Sequence[bytes]) -> bytes:
    """The root over 1, 2, 4 … 128 hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]
