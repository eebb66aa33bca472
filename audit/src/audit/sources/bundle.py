"""An exported bundle: a folder that answers offline what the stores would answer, up to where it was taken.

    manifest.json            form, sha256 and size of every file; per service: records, first and last position,
                             stamp of the last record, watermark
    <service>/records.jsonl  the exact bytes of each LOG record, one a line, in the order of positions
    <service>/checkpoints.jsonl  the signed checkpoints over them, one JSON text a line (`audit.proof`)

Other forms of the same records may lie beside them, named in the manifest; these lines are what is proven.
"""

import hashlib
import json
import os
import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from audit.proof.bundled import as_lines, checkpoints_file
from audit.sources import Mark, Source, SourceDown
from audit.sources.record import Record, placed_record
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json

FORM = "grosz-bundle/1"
MANIFEST = "manifest.json"
_INDEX_EVERY = 1_000
_BLOCK_BYTES = 1 << 20


class Bundle:
    """Raises SourceDown when the folder is no bundle of a form that we know."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self._index: dict[str, list[tuple[int, int]]] = {}

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(self.manifest["services"])

    def describe(self) -> str:
        return f"bundle {self.folder.name}"

    def mark(self, service: str) -> Mark:
        about = self.manifest["services"][service]
        return Mark(about["last_position"], hlc.from_text(about["watermark"]))

    def records(self, service: str, *, after: int = 0, until: int | None = None) -> Iterator[Record]:
        last = self.mark(service).position
        end = last if until is None else min(until, last)
        path = records_file(self.folder, service)
        try:
            with path.open("rb") as lines:
                lines.seek(self._offset(service, after))
                position = after
                while position < end:
                    line = lines.readline()
                    if not line.endswith(b"\n"):
                        raise SourceDown(f"{path} ends after position {position} of {last}; the bundle is cut off")
                    record = placed_record(service, line[:-1])
                    position = record.position
                    if after < position <= end:
                        yield record
        except OSError as error:
            raise SourceDown(f"{path} cannot be read: {error.strerror}") from error

    def close(self) -> None:
        """Files are closed when their reading ends."""

    def _offset(self, service: str, after: int) -> int:
        """Where a line not far before `after` begins; the index is made at the first leap into a file."""
        if not after:
            return 0
        if service not in self._index:
            self._index[service] = list(_index_of(service, records_file(self.folder, service)))
        index = self._index[service]
        block = bisect_right(index, (after, -1)) - 1
        return index[block][1] if block >= 0 else 0


def records_file(folder: Path, service: str) -> Path:
    return folder / service / "records.jsonl"


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a bundle. Raises SourceDown."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise SourceDown(
            f"{folder} is no bundle: no readable {MANIFEST} is in it; grosz audit export makes one"
        ) from error
    if not isinstance(manifest, dict) or manifest.get("form") != FORM:
        raise SourceDown(f"{folder} is no bundle of the form {FORM}; a newer workbench may read it")
    return manifest


def damaged(folder: Path) -> list[str]:
    """Files of the bundle that are not what its manifest says: each with what is wrong."""
    wrong = []
    for name, said in sorted(read_manifest(folder)["files"].items()):
        try:
            size, digest = _digest(folder / name)
        except OSError as error:
            wrong.append(f"{name}: {error.strerror}")
            continue
        if (size, digest) != (said["bytes"], said["sha256"]):
            wrong.append(f"{name}: {size} bytes, sha256 {digest}; the manifest says {said['bytes']}, {said['sha256']}")
    return wrong


def export(source: Source, folder: Path, *, notes: Callable[[str], Sequence[str]] = lambda _: ()) -> dict[str, Any]:
    """Write a bundle of all that the source knows now; the same records give the same bytes. Gives the manifest.

    notes  a service's signed checkpoints, to lie beside its records: with them the bundle is verified offline

    The folder appears when it is whole. Raises FileExistsError, SourceDown, Unreadable.
    """
    if folder.exists():
        raise FileExistsError(folder)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    beside.mkdir(parents=True)
    try:
        manifest: dict[str, Any] = {"form": FORM, "services": {}, "files": {}}
        for service in source.services:
            about = _write_records(source, service, beside)
            manifest["services"][service] = about
            checkpoints_file(beside, service).write_bytes(as_lines(notes(service)))
            for file in (records_file(Path(), service), checkpoints_file(Path(), service)):
                size, digest = _digest(beside / file)
                manifest["files"][str(file)] = {"bytes": size, "sha256": digest}
        (beside / MANIFEST).write_bytes(canonical_json(manifest) + b"\n")
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return manifest


def _write_records(source: Source, service: str, folder: Path) -> dict[str, Any]:
    mark = source.mark(service)
    path = records_file(folder, service)
    path.parent.mkdir()
    first = last = stamp = count = 0
    with path.open("wb") as lines:
        for record in source.records(service, until=mark.position):
            lines.write(record.body + b"\n")
            first, last, stamp, count = first or record.position, record.position, record.stamp, count + 1
    return {
        "records": count,
        "first_position": first,
        "last_position": last,
        "last_hlc": hlc.text_of(stamp),
        "watermark": hlc.text_of(mark.watermark),
    }


def _index_of(service: str, path: Path) -> Iterator[tuple[int, int]]:
    """Position and offset of every thousandth line."""
    offset = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines):
            if number % _INDEX_EVERY == 0:
                yield placed_record(service, line).position, offset
            offset += len(line)


def _digest(path: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(_BLOCK_BYTES):
            size += len(block)
            digest.update(block)
    return size, digest.hexdigest()
