"""Records as lines, in frames of 1 024 positions, each compressed by itself: together a file that `zstd -d` reads.

A reader leaps to the frame of a position. Frames are cut by position, not by number, so that a store with holes has
its frames in the same places.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from audit.bundle.manifest import Segment
from audit.sources.record import Record, Unreadable, placed_record

FRAME = 1_024
_LEVEL = 3


class CutOff(Exception):
    """The file holds less than its manifest says; the message says where it ends."""


class LinesWriter:
    """The lines of one segment. `frames` is whole once it is closed."""

    def __init__(self, path: Path, first: int) -> None:
        self.frames: list[int] = []
        self._first = first
        self._file = path.open("wb")
        self._codec = pa.Codec("zstd", compression_level=_LEVEL)
        self._held: list[bytes] = []

    def add(self, position: int, body: bytes) -> None:
        while position >= self._first + (len(self.frames) + 1) * FRAME:
            self._end_frame()
        self._held.append(body)

    def close(self) -> None:
        if self._held:
            self._end_frame()
        self._file.close()

    def _end_frame(self) -> None:
        content = b"".join(line + b"\n" for line in self._held)
        frame = self._codec.compress(content, asbytes=True) if content else b""
        self._file.write(frame)
        self.frames.append(len(frame))
        self._held.clear()


def read_lines(path: Path, service: str, segment: Segment, *, after: int) -> Iterator[Record]:
    """The records of a segment above `after`. Raises CutOff, Unreadable, OSError."""
    skipped = max(0, after + 1 - segment.first) // FRAME
    position = after
    with path.open("rb") as file:
        file.seek(sum(segment.frames[:skipped]))
        for size in segment.frames[skipped:]:
            for line in _frame(file, path, size, position):
                record = placed_record(service, line)
                position = record.position
                if position > after:
                    yield record
    if position < segment.last and after < segment.last:
        raise CutOff(f"{path} ends after position {position} of {segment.last}; the bundle is cut off")


def _frame(file: BinaryIO, path: Path, size: int, position: int) -> list[bytes]:
    if not size:
        return []
    content = file.read(size)
    if len(content) < size:
        raise CutOff(f"{path} ends after position {position}; the bundle is cut off")
    try:
        with pa.CompressedInputStream(pa.BufferReader(content), "zstd") as stream:
            lines: list[bytes] = stream.read().split(b"\n")
    except OSError as error:
        raise Unreadable(f"{path}, after position {position}: {error}") from error
    if lines.pop():
        raise CutOff(f"{path}: a line is cut off after position {position}; the bundle is cut off")
    return lines
