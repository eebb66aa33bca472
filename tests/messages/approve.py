"""Writes what is missing in tests/messages/approved and tests/messages/corpus; never changes what exists.

    python -m tests.messages.approve [SERVICE ...]

Run it after adding a command, a fact or a stored event; read what it wrote; commit it. What is there already stays as
it is, even where the code would write something else: then a test fails, and the new shape wants a new version.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from tests.messages import catalogue

SERVICES = ("programme", "grants", "payments", "notifications")


def main(names: list[str]) -> None:
    for name in names or list(SERVICES):
        service = importlib.import_module(f"{name}.main").SERVICE
        for paper in [*catalogue.wire_papers(service), *catalogue.corpus_papers(service)]:
            if not paper.path.exists():
                paper.path.parent.mkdir(parents=True, exist_ok=True)
                paper.path.write_bytes(paper.body)
                print(f"wrote {paper.path.relative_to(catalogue.HERE)}")
    for folder in (catalogue.APPROVED, catalogue.CORPUS):
        _state_new(folder)


def _state_new(folder: Path) -> None:
    """Add the digests of new files; a digest that stands is never written anew."""
    stated = catalogue.digests(folder)
    for path in catalogue.kept_files(folder):
        stated.setdefault(str(path.relative_to(folder)), catalogue.digest(path))
    lines = [f"{digest}  {name}\n" for name, digest in sorted(stated.items())]
    (folder / catalogue.CHECKSUMS).write_text("".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
