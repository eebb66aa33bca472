"""Where a moment lies in a segment: stamp, position and causes of each record, in a file made for finding one of them.

Parquet would have a reader unpack a hundred thousand rows for one; here it unpacks a dozen batches of 4 096.
"""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

PLACES = pa.schema([("stamp", pa.int64()), ("position", pa.int64()), ("causes_so_far", pa.int64())])
BATCH = 4_096
_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


class PlacesWriter:
    """Memory holds one batch."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._batches = pa.ipc.new_file(self._file, PLACES, options=_OPTIONS)
        self._held: list[tuple[int, int, int]] = []

    def add(self, stamp: int, position: int, causes_so_far: int) -> None:
        self._held.append((stamp, position, causes_so_far))
        if len(self._held) == BATCH:
            self._end_batch()

    def close(self) -> None:
        if self._held:
            self._end_batch()
        self._batches.close()
        self._file.close()

    def _end_batch(self) -> None:
        columns = [pa.array(column, pa.int64()) for column in zip(*self._held, strict=True)]
        self._batches.write_batch(pa.RecordBatch.from_arrays(columns, schema=PLACES))
        self._held.clear()


def read_places(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as content:
        return pa.ipc.open_file(content).read_all()


def place_of(path: Path, stamp: int) -> tuple[int, int]:
    """Position and causes of the last record that is not above a stamp; there is one, and stamps never fall."""
    with pa.memory_map(str(path)) as content:
        file = pa.ipc.open_file(content)
        batch = file.get_batch(last_index(file.num_record_batches, lambda one: _first(file.get_batch(one)) <= stamp))
        stamps = batch["stamp"]
        row = last_index(batch.num_rows, lambda one: stamps[one].as_py() <= stamp)
        return batch["position"][row].as_py(), batch["causes_so_far"][row].as_py()


def last_index(length: int, holds: Callable[[int], bool]) -> int:
    """The last index for which it holds; it holds for the first, and never again once it does not."""
    low, high = 0, length - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _first(batch: pa.RecordBatch) -> int:
    return int(batch["stamp"][0].as_py())
