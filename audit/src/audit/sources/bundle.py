"""An exported bundle as a source: the exact bytes of its lines, offline. What else lies in it: `audit.bundle`."""

from collections.abc import Iterator
from pathlib import Path

from audit.bundle.lines import CutOff, read_lines
from audit.bundle.manifest import NoBundle, read_manifest, segments_of
from audit.sources import Mark, SourceDown
from audit.sources.record import Record
from shared.kernel import hlc


class Bundle:
    """Raises SourceDown when the folder is no bundle of a form that we know."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest = read_manifest(folder)
        except NoBundle as error:
            raise SourceDown(str(error)) from error

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
        for segment in segments_of(self.manifest["services"][service]):
            if segment.last <= after:
                continue
            if segment.first > end:
                return
            path = self.folder / segment.lines(service)
            try:
                for record in read_lines(path, service, segment, after=after):
                    if record.position > end:
                        return
                    yield record
            except CutOff as error:
                raise SourceDown(str(error)) from error
            except OSError as error:
                raise SourceDown(f"{path} cannot be read: {error.strerror}") from error

    def close(self) -> None:
        """Files are closed when their reading ends."""
