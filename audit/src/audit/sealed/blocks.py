"""Sums of sealed blocks: which blocks make up the first n moves, and the files in which their sums lie.

A span is RADIX * RADIX blocks. Its file holds a batch for each of its full blocks, and after every RADIX of them one
for the block above. What is larger lies in a file for each block. Each batch: account, day, change in grosze.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

SUMS = pa.schema([("account", pa.int32()), ("day", pa.date32()), ("change_grosze", pa.int64())])
Sums = dict[tuple[int, Any], int]
"""(account's number, day) to the change; a pair is there also when its changes add up to nothing."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """block: moves in one of the lowest level; radix: how many blocks make one of the next."""

    block: int = 4_096
    radix: int = 16

    def span(self) -> int:
        return self.block * self.radix**2

    def covering(self, moves: int) -> Iterator[tuple[int, int]]:
        """(level, number) of the largest full blocks that make up the first moves; what they leave is the tail."""
        level, begun = 0, 0
        while self.size(level + 1) <= moves:
            level += 1
        for one in range(level, -1, -1):
            while begun + self.size(one) <= moves:
                yield one, begun // self.size(one)
                begun += self.size(one)

    def size(self, level: int) -> int:
        return int(self.block * self.radix**level)


def span_file(first: int, last: int) -> str:
    return f"count/sums/{first:012}-{last:012}.arrow"


def block_file(level: int, number: int) -> str:
    """Of a block that is as large as a span, or larger."""
    return f"count/sums/level-{level}-{number:06}.arrow"


class BlocksWriter:
    """Sums up moves as they come; writes each block when it is full. `files`: what was written, by name."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self.files: list[str] = []
        self._folder = folder
        self._sizes = sizes
        self._moves = 0
        self._sums: list[Sums] = [defaultdict(int)]
        self._span: IO[bytes] | None = None
        self._batches: Any = None
        (folder / "count/sums").mkdir(parents=True, exist_ok=True)

    def add(self, debit: int, credit: int, day: Any, amount: int) -> None:
        lowest = self._sums[0]
        lowest[debit, day] += -amount
        lowest[credit, day] += amount
        self._moves += 1
        if self._moves % self._sizes.block == 0:
            self._seal(0)

    def close(self) -> None:
        """The unfinished span keeps the blocks that are full."""
        if self._span:
            self._end_span(self._moves)

    def _seal(self, level: int) -> None:
        sums = self._sums[level]
        if level < 2:
            self._into_span(sums)
        else:
            name = block_file(level, self._moves // self._sizes.size(level) - 1)
            with (self._folder / name).open("wb") as file, pa.ipc.new_file(file, SUMS) as batches:
                batches.write_batch(_batch(sums))
            self.files.append(name)
        if level + 1 == len(self._sums):
            self._sums.append(defaultdict(int))
        above = self._sums[level + 1]
        for key, change in sums.items():
            above[key] += change
        sums.clear()
        if self._moves % self._sizes.size(level + 1) == 0:
            self._seal(level + 1)
        if level == 1 and self._moves % self._sizes.span() == 0:
            self._end_span(self._moves)

    def _into_span(self, sums: Sums) -> None:
        if self._span is None:
            self._span = (self._folder / "count/sums/open").open("wb")
            self._batches = pa.ipc.new_file(self._span, SUMS)
        self._batches.write_batch(_batch(sums))

    def _end_span(self, last: int) -> None:
        assert self._span is not None
        self._batches.close()
        self._span.close()
        self._span = None
        span = self._sizes.span()
        name = span_file((last - 1) // span * span + 1, last)
        (self._folder / "count/sums/open").rename(self._folder / name)
        self.files.append(name)


def batch_number(sizes: Sizes, level: int, number: int) -> int:
    """Where a block of level 0 or 1 lies in the file of its span."""
    number %= sizes.radix ** (2 - level)
    return number + number // sizes.radix if level == 0 else (number + 1) * sizes.radix + number


def _batch(sums: Sums) -> pa.RecordBatch:
    rows = sorted((account, day, change) for (account, day), change in sums.items())
    columns = zip(*rows, strict=True)
    return pa.RecordBatch.from_arrays(
        [pa.array(column, kind) for column, kind in zip(columns, SUMS.types, strict=True)], schema=SUMS
    )
