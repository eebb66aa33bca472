"""Small JSON files of the data folder: written whole or not at all, readable by their owner only."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def read_record(path: Path) -> dict[str, Any]:
    """What was written last; empty when there is no file."""
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return dict(content)


def write_record(path: Path, content: dict[str, Any]) -> None:
    """Replace the file in one step, mode 0600: these files hold passwords."""
    write_private(path, json.dumps(content, indent=2).encode() + b"\n")


def write_private(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as output:
        output.write(content)
        output.flush()
        os.fsync(output.fileno())
    beside.replace(path)
