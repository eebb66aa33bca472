"""What a command about proofs works with: a source of the workbench, with the checkpoints and hashes beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import psycopg

from audit.proof import bundled, stored
from audit.proof.gathering import BUNDLE, KEPT, STREAM, TABLE, Gathering, Records
from audit.proof.kept import Kept
from audit.proof.leaves import Leaves
from audit.proof.rows import reader
from audit.proof.seals import Signed, verified
from audit.proof.streams import BusDown, Streams
from audit.proof.tree import Whole
from audit.proof.trust import NoKeys, Trusted, read_keys, trusted
from audit.proof.verifying import Verdict
from audit.sources import Record, Source, SourceDown
from audit.sources.bundle import Bundle
from audit.sources.databases import Databases
from audit.sources.merged import record_at
from audit.sources.places import Places
from shared.proof.hashing import leaf_hash
from shared.proof.keys import VerifyKey

_NEXT = "    grosz status shows what is down, grosz up starts and migrates it; a bundle is read with --from FOLDER"


class House:
    """One source, and what lies beside it. Raises SourceDown."""

    def __init__(self, source: Source, places: Places, keys: Sequence[VerifyKey]) -> None:
        self.source = source
        self.places = places
        self.keys = keys

    def kept(self, service: str) -> Kept:
        return Kept(self.places.home / "kept" / service)

    def verdict(self, service: str, *, seen: Callable[[], None]) -> Verdict:
        """Verify one service."""
        gathering = Gathering(self.keys, self.kept, seen)
        with _readable(), self._streams() as streams:
            if isinstance(self.source, Databases):
                return gathering.database(service, self.places.databases[service], streams)
            if isinstance(self.source, Bundle):
                return gathering.records(service, self._records(service, self.source))
            if streams is None:
                raise BusDown("no bus is known")
            return gathering.log(service, streams)

    def signed(self, service: str) -> list[Signed]:
        """Every truly signed checkpoint that can be found; where one is held twice, it counts once."""
        notes = [*self._found(service), *((note, KEPT) for note in self.kept(service).notes())]
        return [one for note, at in dict(notes).items() for one in self.verified(note, service, found=at)]

    def notes(self, service: str) -> list[str]:
        """What lies beside the source in the place of checkpoints, each once, as it is."""
        return list(dict(self._found(service)))

    def _found(self, service: str) -> list[tuple[str, str]]:
        notes: list[tuple[str, str]] = []
        if isinstance(self.source, Bundle):
            notes += [(note, BUNDLE) for note in bundled.notes_in(self.source.folder, service)]
        else:
            if isinstance(self.source, Databases):
                with _readable(), reader(self.places.databases[service]) as connection:
                    notes += [(note, TABLE) for note in stored.notes(connection)]
            with self._streams() as streams, contextlib.suppress(BusDown):
                notes += [(note, STREAM) for note in (streams.notes(service) if streams else [])]
        return notes

    def verified(self, note: str, service: str, *, found: str = "brought along") -> list[Signed]:
        """The note as a checkpoint of this service, if one of its keys has signed it."""
        return [one for one in verified([note], self.keys, service=service, found=found) if isinstance(one, Signed)]

    @contextmanager
    def trees(self, service: str) -> Iterator[Sequence[Whole]]:
        """Ways to the hashes of a service's tree, the quick one first; the slow one counts when it is asked."""
        with _readable(), ExitStack() as held:
            ways: list[Whole] = []
            if isinstance(self.source, Databases):
                ways.append(stored.StoredTree(held.enter_context(reader(self.places.databases[service]))).whole)
            ways.append(_Counted(self.source, service, held).whole)
            yield ways

    def _records(self, service: str, source: Bundle) -> Records:
        def at(position: int) -> bytes | None:
            record = record_at(source, service, position)
            return record.body if record else None

        notes = bundled.notes_in(source.folder, service)
        return Records("the bundle", lambda: map(_placed, source.records(service)), at, notes)

    @contextmanager
    def _streams(self) -> Iterator[Streams | None]:
        if not self.places.nats or isinstance(self.source, Bundle):
            yield None
            return
        streams = Streams(self.places.nats)
        try:
            yield streams
        finally:
            streams.close()


class _Counted:
    """The hashes of the records as the source has them, counted at the first asking."""

    def __init__(self, source: Source, service: str, held: ExitStack) -> None:
        self._source = source
        self._service = service
        self._held = held
        self._leaves: Leaves | None = None

    def whole(self, height: int, number: int) -> bytes:
        if self._leaves is None:
            file: IO[bytes] = self._held.enter_context(TemporaryFile())  # noqa: SIM115  closed by who holds it
            self._leaves = Leaves(file)
            self._leaves.take(leaf_hash(record.body) for record in self._source.records(self._service))
        return self._leaves.whole(height, number)


def keys_of(places: Places, brought: Path | None) -> Trusted:
    """Keys brought along, or those pinned in the workbench's folder. Raises SourceDown."""
    try:
        if brought:
            return Trusted(read_keys(brought))
        return trusted(places.home, offered=places.home.parent / "seals" / "trusted-keys")
    except NoKeys as error:
        raise SourceDown(str(error)) from error


@contextmanager
def _readable() -> Iterator[None]:
    """What cannot be read is told as the workbench tells it."""
    try:
        yield
    except psycopg.Error as error:
        raise SourceDown(f"the database does not answer as it should: {str(error).strip()}\n{_NEXT}") from error
    except BusDown as error:
        raise SourceDown(f"the bus does not answer as it should: {error}\n{_NEXT}") from error


def _placed(record: Record) -> tuple[int, bytes]:
    return record.position, record.body
