"""The signed checkpoints of a bundle: beside each service's records, one JSON text a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


def checkpoints_file(folder: Path, service: str) -> Path:
    return folder / service / "checkpoints.jsonl"


def notes_in(folder: Path, service: str) -> list[str]:
    """None in a bundle that was taken before anything was signed."""
    file = checkpoints_file(folder, service)
    return [str(json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def as_lines(notes: Sequence[str]) -> bytes:
    return b"".join(json.dumps(note, ensure_ascii=False).encode() + b"\n" for note in notes)
