"""Change what a bundle's lines say, with a manifest that was changed along: only a signature can tell."""

from __future__ import annotations

from pathlib import Path

from audit.bundle.lines import LinesWriter
from audit.bundle.manifest import digest, read_manifest, segments_of, write_manifest
from audit.sources.bundle import Bundle


def change_lines(folder: Path, service: str, old: bytes, new: bytes) -> None:
    bundle = Bundle(folder)
    manifest = read_manifest(folder)
    for segment, said in zip(
        segments_of(manifest["services"][service]), manifest["services"][service]["segments"], strict=True
    ):
        records = list(bundle.records(service, after=segment.first - 1, until=segment.last))
        writer = LinesWriter(folder / segment.lines(service), segment.first)
        for record in records:
            writer.add(record.position, record.body.replace(old, new))
        writer.close()
        said["frames"] = writer.frames
        manifest["files"][segment.lines(service)] = digest(folder / segment.lines(service))
    write_manifest(folder, manifest)
