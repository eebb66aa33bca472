"""The export: every record that a source knows, streamed into segments. The same records give the same bytes.

A folder that is a bundle already gets segments for what is new. Nothing in it is written over, and the manifest comes
last: what dies on the way leaves the bundle as it was, with files beside it that no manifest names.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from audit.bundle import manifest as manifests
from audit.bundle.columns import EVENTS, TRANSFERS, RowsWriter, rows_of
from audit.bundle.lines import LinesWriter
from audit.bundle.manifest import MANIFEST, Segment, digest, read_manifest, segments_of, write_manifest
from audit.bundle.places import PlacesWriter
from audit.proof.bundled import as_lines, checkpoints_file, notes_in
from audit.sealed.writing import seal
from audit.sources import Source
from audit.sources.bundle import Bundle
from audit.sources.merged import record_at
from audit.sources.record import Record
from shared.kernel import hlc

SEGMENT = 1_000_000
_CAUSES_SO_FAR = EVENTS.get_field_index("causes_so_far")


class OtherHistory(Exception):
    """The bundle's last record is not what the source has there; the message names it."""


def export(source: Source, folder: Path, *, notes: Callable[[str], Sequence[str]] = lambda _: ()) -> dict[str, Any]:
    """Write a bundle of all that the source knows now, or add what is new to one. Gives the manifest.

    notes  a service's signed checkpoints, to lie beside its records: with them the bundle is verified offline

    A new folder appears when it is whole. Raises FileExistsError: it is there and no bundle; OtherHistory, SourceDown,
    Unreadable.
    """
    if folder.exists() and not (folder / MANIFEST).exists():
        raise FileExistsError(folder)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    beside.mkdir(parents=True)
    try:
        if not folder.exists():
            manifest = _added(source, manifests.empty(), beside, beside, notes)
            write_manifest(beside, manifest)
            beside.rename(folder)
            return manifest
        _same_history(source, Bundle(folder))
        before = {**read_manifest(folder), "previous": hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()}
        manifest = _added(source, before, folder, beside, notes)
        _move_in(beside, folder, [name for name in manifest["files"] if not (folder / name).exists()])
        write_manifest(folder, manifest)
        _forget(folder, {name for name in before["files"] if name not in manifest["files"]})
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return manifest


def _added(
    source: Source, before: dict[str, Any], folder: Path, beside: Path, notes: Callable[[str], Sequence[str]]
) -> dict[str, Any]:
    """The manifest after this export. Its new files lie in `beside`, the others in `folder`."""
    manifest = {**before, "generator": manifests.generator(), "services": {}, "files": {}}
    for service in source.services:
        about = before["services"].get(service)
        said, made = _write_records(source, service, about, beside)
        manifest["services"][service] = said
        made += _write_notes(service, notes(service), folder, beside, before)
        kept = {name: file for name, file in before["files"].items() if name.startswith(f"{service}/")}
        manifest["files"] |= kept | {name: digest(beside / name) for name in made}
    manifest["count"], counted = seal(manifest, [beside, folder], beside)
    manifest["files"] |= counted
    return manifest


def _write_records(
    source: Source, service: str, before: dict[str, Any] | None, folder: Path
) -> tuple[dict[str, Any], list[str]]:
    mark = source.mark(service)
    segments = segments_of(before) if before else []
    open_segment: _OpenSegment | None = None
    made: list[str] = []
    try:
        for record in source.records(service, after=segments[-1].last if segments else 0, until=mark.position):
            if open_segment is None:
                causes = segments[-1].causes if segments else 0
                open_segment = _OpenSegment(folder, service, record.position, causes)
            open_segment.add(record)
            if open_segment.records == SEGMENT:
                segments.append(open_segment.close())
                open_segment = None
        if open_segment:
            segments.append(open_segment.close())
            open_segment = None
    finally:
        if open_segment:
            open_segment.end()
    old = len(before["segments"]) if before else 0
    for segment in segments[old:]:
        made += segment.files(service)
    return {
        "records": sum(segment.records for segment in segments),
        "first_position": segments[0].first if segments else 0,
        "last_position": segments[-1].last if segments else 0,
        "last_hlc": hlc.text_of(segments[-1].last_stamp if segments else 0),
        "watermark": hlc.text_of(mark.watermark),
        "segments": [manifests.plain(segment) for segment in segments],
    }, made


class _OpenSegment:
    """Files under names of their own, until the last position is known."""

    def __init__(self, folder: Path, service: str, first: int, causes: int) -> None:
        self.records = 0
        self._causes = causes
        self._folder = folder
        self._service = service
        self._first = self._last = first
        self._stamps: tuple[int, int] | None = None
        for kind in ("records", "events", "places", "transfers"):
            (folder / service / kind).mkdir(parents=True, exist_ok=True)
        self._lines = LinesWriter(self._open("records"), first)
        self._events = RowsWriter(self._open("events"), EVENTS)
        self._places = PlacesWriter(self._open("places"))
        self._transfers = RowsWriter(self._open("transfers"), TRANSFERS)

    def add(self, record: Record) -> None:
        body = record.body
        event, transfers = rows_of(record, body, self._causes)
        self._lines.add(record.position, body)
        self._events.add(event)
        for transfer in transfers:
            self._transfers.add(transfer)
        self._stamps = (self._stamps[0] if self._stamps else record.stamp, record.stamp)
        self._last = record.position
        self._causes = event[_CAUSES_SO_FAR]
        self._places.add(record.stamp, record.position, self._causes)
        self.records += 1

    def end(self) -> None:
        """Close the files."""
        for writer in (self._lines, self._events, self._places, self._transfers):
            writer.close()

    def close(self) -> Segment:
        """Give the files the names of a whole segment."""
        self.end()
        assert self._stamps is not None
        segment = Segment(
            self._first,
            self._last,
            self.records,
            *self._stamps,
            self._transfers.rows,
            self._causes,
            self._lines.frames,
        )
        self._open("records").rename(self._folder / segment.lines(self._service))
        self._open("events").rename(self._folder / segment.events(self._service))
        self._open("places").rename(self._folder / segment.places(self._service))
        if segment.transfers:
            self._open("transfers").rename(self._folder / segment.moves(self._service))
        else:
            self._open("transfers").unlink()
        return segment

    def _open(self, kind: str) -> Path:
        return self._folder / self._service / kind / "open"


def _write_notes(service: str, notes: Sequence[str], folder: Path, beside: Path, before: dict[str, Any]) -> list[str]:
    """Only those that are not in the bundle yet."""
    known = set(notes_in(folder, service)) if before["files"] else set()
    new = [note for note in notes if note not in known]
    if not new:
        return []
    number = sum(1 for name in before["files"] if name.startswith(f"{service}/checkpoints/")) + 1
    name = checkpoints_file(service, number)
    (beside / name).parent.mkdir(parents=True, exist_ok=True)
    (beside / name).write_bytes(as_lines(new))
    return [name]


def _same_history(source: Source, bundle: Bundle) -> None:
    for service in bundle.services:
        last = bundle.mark(service).position
        if not last:
            continue
        ours, theirs = record_at(bundle, service, last), record_at(source, service, last)
        if ours is None or theirs is None or ours.body != theirs.body:
            raise OtherHistory(
                f"{service}: record {last} of {bundle.folder} is not what {source.describe()} has there; "
                "grosz audit verify tells which was changed; export into another folder"
            )


def _move_in(beside: Path, folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (beside / name).rename(folder / name)


def _forget(folder: Path, names: set[str]) -> None:
    """Sums of an unfinished span that were made anew under another name."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
