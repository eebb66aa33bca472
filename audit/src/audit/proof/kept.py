"""What the auditor keeps of a service from one time to the next, outside everybody else's reach.

checkpoints.jsonl   every checkpoint that was found true, one JSON text a line; only added to
hashes              32 bytes for each record up to the largest of them: with these the first bad record has a name
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from audit.proof.leaves import Leaves
from shared.proof.hashing import HASH_BYTES

_BLOCK = 8_192


class Kept:
    """The folder of one service."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checkpoints = folder / "checkpoints.jsonl"
        self._hashes = folder / "hashes"

    def notes(self) -> list[str]:
        """The kept checkpoints, as they were found."""
        if not self._checkpoints.exists():
            return []
        return [str(json.loads(line)) for line in self._checkpoints.read_text().splitlines()]

    def add(self, notes: Iterable[str]) -> int:
        """Keep those that are not here yet. Returns how many."""
        known = set(self.notes())
        new = [note for note in dict.fromkeys(notes) if note not in known]
        if new:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._checkpoints.open("a") as file:
                file.writelines(json.dumps(note, ensure_ascii=False) + "\n" for note in new)
                file.flush()
                os.fsync(file.fileno())
        return len(new)

    @contextmanager
    def hashes(self) -> Iterator[Leaves | None]:
        """The kept hashes; None when there are none."""
        if not self._hashes.exists():
            yield None
            return
        with self._hashes.open("rb") as file:
            yield Leaves(file, self._hashes.stat().st_size // HASH_BYTES)

    def keep_hashes(self, leaves: Leaves, *, size: int) -> None:
        """Replace the kept hashes by these, up to a size that was proven; fewer than are kept change nothing."""
        if self._hashes.exists() and self._hashes.stat().st_size >= size * HASH_BYTES:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self._hashes.with_suffix(".new")
        with beside.open("wb") as file:
            for start in range(0, size, _BLOCK):
                file.write(b"".join(leaves.read(start, min(start + _BLOCK, size))))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._hashes)
