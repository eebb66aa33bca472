"""The manifest of a bundle: what is in it, and the digest of every file. It is written last, and replaced whole."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from shared.kernel.canonical import canonical_json

FORM = "grosz-bundle/2"
MANIFEST = "manifest.json"
QUERY = "every record of every service, in the order of positions, up to last_position"
_BLOCK_BYTES = 1 << 20


class NoBundle(Exception):
    """The folder is no bundle of a form that we know; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Records that lie in one file of each kind. first, last: positions; stamps: those of first and last record.

    frames     bytes of each frame of lines; frame k holds the positions from first + k * FRAME on
    causes     how many causes the service's records name up to the last of these
    transfers  rows in the second table; where there are none, there is no file
    """

    first: int
    last: int
    records: int
    first_stamp: int
    last_stamp: int
    transfers: int
    causes: int
    frames: list[int]

    @property
    def name(self) -> str:
        return f"{self.first:012}-{self.last:012}"

    def lines(self, service: str) -> str:
        return f"{service}/records/{self.name}.jsonl.zst"

    def events(self, service: str) -> str:
        return f"{service}/events/{self.name}.parquet"

    def places(self, service: str) -> str:
        return f"{service}/places/{self.name}.arrow"

    def moves(self, service: str) -> str:
        return f"{service}/transfers/{self.name}.parquet"

    def files(self, service: str) -> list[str]:
        always = [self.lines(service), self.events(service), self.places(service)]
        return [*always, *([self.moves(service)] if self.transfers else [])]


def empty() -> dict[str, Any]:
    return {"form": FORM, "generator": generator(), "query": QUERY, "previous": None, "services": {}, "files": {}}


def generator() -> str:
    """Name and version of the program, as a printed journal has to bear them (Accounting Act art. 13(4))."""
    return f"grosz-audit {version('grosz-audit')}"


def segments_of(about: dict[str, Any]) -> list[Segment]:
    return [Segment(**segment) for segment in about["segments"]]


def plain(segment: Segment) -> dict[str, Any]:
    return asdict(segment)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Raises NoBundle."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise NoBundle(
            f"{folder} is no bundle: no readable {MANIFEST} is in it; grosz audit export makes one"
        ) from error
    if not isinstance(manifest, dict) or manifest.get("form") != FORM:
        raise NoBundle(f"{folder} is no bundle of the form {FORM}; another version of the workbench may read it")
    return manifest


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """At once: whoever reads sees the old one or the new one."""
    beside = folder / f".{MANIFEST}.{os.getpid()}"
    with beside.open("wb") as file:
        file.write(canonical_json(manifest) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / MANIFEST)


def digest(path: Path) -> dict[str, Any]:
    """Size and sha256 of a file, as the manifest states them."""
    size, sha = 0, hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(_BLOCK_BYTES):
            size += len(block)
            sha.update(block)
    return {"bytes": size, "sha256": sha.hexdigest()}


def damaged(folder: Path) -> list[str]:
    """Files of the bundle that are not what its manifest says: each with what is wrong."""
    wrong = []
    for name, said in sorted(read_manifest(folder)["files"].items()):
        try:
            found = digest(folder / name)
        except OSError as error:
            wrong.append(f"{name}: {error.strerror}")
            continue
        if found != said:
            wrong.append(
                f"{name}: {found['bytes']} bytes, sha256 {found['sha256']}; "
                f"the manifest says {said['bytes']}, {said['sha256']}"
            )
    return wrong
