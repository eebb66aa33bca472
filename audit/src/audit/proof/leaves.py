"""The hashes of one copy of a service's records, 32 bytes each in a file, and their roots at the signed sizes.

Each copy of a history, whatever it came from, becomes such a file; then two are compared block by block, and the first
difference is the first record that is not the same in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from audit.proof.tree import Roots
from shared.proof.hashing import HASH_BYTES

_BLOCK = 8_192


@dataclass(slots=True)
class Leaves:
    """hash number i (from 0) is that of position i + 1. `roots`: size to root, of those that were asked for."""

    file: IO[bytes]
    count: int = 0
    roots: dict[int, bytes] = field(default_factory=dict)

    def take(self, hashes: Iterable[bytes], *, sizes: Iterable[int] = ()) -> None:
        """Write them from the start, and note the roots at these sizes."""
        counted, rest = Roots(), iter(hashes)
        self.file.seek(0)
        self.file.truncate()
        for size in [*sorted(set(sizes)), None]:
            while size is None or counted.size < size:
                block = list(islice(rest, _BLOCK if size is None else min(_BLOCK, size - counted.size)))
                if not block:
                    break
                counted.add(block)
                self.file.write(b"".join(block))
            if counted.size == size:
                self.roots[size] = counted.root()
        self.count = counted.size
        self.file.flush()

    def count_roots(self, sizes: Iterable[int]) -> None:
        """Of hashes that are there already."""
        counted = Roots()
        for size in sorted({size for size in sizes if size <= self.count}):
            for start in range(counted.size, size, _BLOCK):
                counted.add(self.read(start, min(size, start + _BLOCK)))
            self.roots[size] = counted.root()

    def read(self, start: int, end: int) -> list[bytes]:
        """The hashes from start to before end, as far as there are."""
        self.file.seek(start * HASH_BYTES)
        block = self.file.read(max(0, min(end, self.count) - start) * HASH_BYTES)
        return [block[i : i + HASH_BYTES] for i in range(0, len(block), HASH_BYTES)]

    def at(self, position: int) -> bytes | None:
        """The hash of the record at a position, from 1."""
        found = self.read(position - 1, position) if position > 0 else []
        return found[0] if found else None

    def true_to(self, signed: Sequence[tuple[int, bytes]]) -> int:
        """The greatest signed size up to which these hashes are proven: one root proves all below it."""
        return max((size for size, root in signed if self.roots.get(size) == root), default=0)

    def first_difference(self, other: Leaves, *, end: int, after: int = 0) -> int | None:
        """The first position above `after`, up to `end`, where the two differ; where one of them ends, they do."""
        for start in range(after, min(end, self.count, other.count), _BLOCK):
            stop = min(start + _BLOCK, end, self.count, other.count)
            ours, theirs = self.read(start, stop), other.read(start, stop)
            if ours != theirs:
                return (
                    start + 1 + next(i for i, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1])
                )
        shorter = min(self.count, other.count)
        return max(shorter, after) + 1 if shorter < end else None

    def whole(self, height: int, number: int) -> bytes:
        """The root over 2**height hashes; for making proofs."""
        counted = Roots()
        for start in range(number << height, (number + 1) << height, _BLOCK):
            counted.add(self.read(start, min(start + _BLOCK, (number + 1) << height)))
        return counted.root()

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, self.count, _BLOCK):
            yield from self.read(start, start + _BLOCK)
