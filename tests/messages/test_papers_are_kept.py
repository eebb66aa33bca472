"""Approved messages and stored bytes are append-only: what is there stays as it is, and stays there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.messages.catalogue import APPROVED, CHECKSUMS, CORPUS, digest, digests, kept_files


def broken_promises(folder: Path) -> list[str]:
    """Files that changed, disappeared, or were added without a digest."""
    stated = digests(folder)
    found = {str(path.relative_to(folder)): digest(path) for path in kept_files(folder)}
    return [
        *(f"{name} has disappeared" for name in sorted(stated.keys() - found.keys())),
        *(f"{name} has changed" for name in sorted(stated.keys() & found.keys()) if stated[name] != found[name]),
        *(f"{name} has no digest in {CHECKSUMS}" for name in sorted(found.keys() - stated.keys())),
    ]


@pytest.mark.parametrize("folder", [APPROVED, CORPUS], ids=["approved", "corpus"])
def test_nothing_approved_has_changed(folder: Path) -> None:
    assert digests(folder), f"{folder.name}/{CHECKSUMS} is empty"
    assert broken_promises(folder) == []


def test_each_way_of_breaking_the_promise_is_noticed(tmp_path: Path) -> None:
    for name in ("a.json", "b.json", "c.json"):
        (tmp_path / name).write_text("{}")
    stated = digest(tmp_path / "a.json")
    (tmp_path / CHECKSUMS).write_text("".join(f"{stated}  {name}\n" for name in ("a.json", "b.json", "gone.json")))
    (tmp_path / "b.json").write_text('{"a": 1}')
    assert broken_promises(tmp_path) == [
        "gone.json has disappeared",
        "b.json has changed",
        "c.json has no digest in CHECKSUMS",
    ]
