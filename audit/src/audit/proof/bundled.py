"""The signed checkpoints of a bundle: beside each service's records, one JSON text a line, a file for each export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


def checkpoints_file(service: str, number: int) -> str:
    """Its name in the bundle's folder."""
    return f"{service}/checkpoints/{number:06}.jsonl"


def notes_in(folder: Path, service: str) -> list[str]:
    """None in a bundle that was taken before anything was signed."""
    files = sorted((folder / service / "checkpoints").glob("*.jsonl"))
    return [str(json.loads(line)) for file in files for line in file.read_text().splitlines()]


def as_lines(notes: Sequence[str]) -> bytes:
    return b"".join(json.dumps(note, ensure_ascii=False).encode() + b"\n" for note in notes)
