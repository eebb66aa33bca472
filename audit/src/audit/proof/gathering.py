"""Everything that there is of one service, laid beside each other and verified; what was found true is kept.

Signed checkpoints and the end of LOG are taken before the database is looked at: whatever they speak of must be there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

import psycopg

from audit.proof import copies, stored
from audit.proof.copies import Copy
from audit.proof.kept import Kept
from audit.proof.rows import reader, rows
from audit.proof.seals import Signed, Unsigned, verified
from audit.proof.streams import BusDown, Streams
from audit.proof.verifying import LOG, Finding, Verdict, verify
from shared.kernel import hlc
from shared.proof.keys import VerifyKey

TABLE, STREAM, KEPT, BUNDLE = "the table of checkpoints", "the stream of checkpoints", "kept", "the bundle"


@dataclass(frozen=True, slots=True)
class Records:
    """A bundle's records of one service, or any others that are no database: read as often as wanted."""

    name: str
    read: Callable[[], Iterator[tuple[int, bytes]]]
    at: Callable[[int], bytes | None]
    notes: Sequence[str] = ()


@dataclass(slots=True)
class Gathering:
    """Verifies one service after another. `seen` is called for each record: for a bar that shows how far it is."""

    keys: Sequence[VerifyKey]
    kept: Callable[[str], Kept]
    seen: Callable[[], None] = lambda: None

    def database(self, service: str, address: str, streams: Streams | None) -> Verdict:
        """A store, with LOG and SEAL beside it where the bus answers. Raises psycopg.Error."""
        remarks: list[str] = []
        found = self._kept_notes(service)
        end = 0
        if streams:
            try:
                found += self._verified(service, streams.notes(service), STREAM)
                end = streams.log_end(service)
            except BusDown as error:
                remarks.append(f"the bus does not answer, LOG and SEAL were not looked at: {error}")
                streams = None
        with reader(address) as connection, ExitStack() as held:
            found += self._verified(service, stored.notes(connection), TABLE)
            sizes = _sizes(found)
            look: copies.Look = lambda position: _row(connection, position)  # noqa: E731
            file = _file(held)
            asked = [copies.from_rows(rows(connection), sizes, file=file, look=look, seen=self.seen)]
            if streams:
                try:
                    asked.append(self._log(service, streams, end, sizes, held))
                except BusDown as error:
                    remarks.append(f"LOG was not looked at: {error}")

            def tree() -> Copy:
                name, file = "the hashes that the service stored", _file(held)
                return copies.from_hashes(name, stored.hashes(connection), sizes, file=file)

            return self._verdict(service, found, asked, [tree], remarks, held)

    def log(self, service: str, streams: Streams) -> Verdict:
        """LOG and SEAL alone. Raises BusDown."""
        found = self._kept_notes(service) + self._verified(service, streams.notes(service), STREAM)
        with ExitStack() as held:
            asked = [self._log(service, streams, streams.log_end(service), _sizes(found), held)]
            return self._verdict(service, found, asked, [], [], held)

    def records(self, service: str, records: Records) -> Verdict:
        """A bundle, with the checkpoints in it and those kept."""
        found = self._kept_notes(service) + self._verified(service, records.notes, BUNDLE)
        with ExitStack() as held:
            file, look = _file(held), _looking(records.at)
            copy = copies.from_records(
                records.name, records.read(), _sizes(found), file=file, look=look, seen=self.seen
            )
            return self._verdict(service, found, [copy], [], [], held)

    def _log(self, service: str, streams: Streams, end: int, sizes: Sequence[int], held: ExitStack) -> Copy:
        look = _looking(lambda position: streams.record_at(service, position))
        records, file = streams.records(service, end=end), _file(held)
        return copies.from_records(LOG, records, sizes, file=file, look=look, seen=self.seen)

    def _verdict(
        self,
        service: str,
        found: Sequence[Signed | Unsigned],
        asked: list[Copy],
        more: Sequence[Callable[[], Copy]],
        remarks: list[str],
        held: ExitStack,
    ) -> Verdict:
        """Hashes that were kept or stored are counted only where something is not as it was signed."""
        signed = [one for one in found if isinstance(one, Signed)]
        kept, roots, sizes = self.kept(service), _roots(signed), _sizes(found)
        witnesses: list[Copy] = []
        if any(copy.leaves.true_to(roots) < max(sizes, default=0) for copy in asked):
            leaves = held.enter_context(kept.hashes())
            if leaves:
                leaves.count_roots(sizes)
                witnesses.append(Copy("the kept hashes", leaves))
            witnesses += [make() for make in more]
        verdict = verify(service, signed, asked, witnesses)
        verdict.remarks = [*remarks, *verdict.remarks]
        for one in found:
            if isinstance(one, Unsigned) and one.found == STREAM:
                verdict.remarks.append(f"something in {one.found} is no checkpoint of this service: {one.why}")
            elif isinstance(one, Unsigned):
                what = f"holds something that is no checkpoint: {one.why}"
                verdict.findings.append(Finding(service, "contradiction", one.found, what))
        self._keep(kept, signed, [*asked, *witnesses])
        return verdict

    def _keep(self, kept: Kept, signed: Sequence[Signed], copies_: Iterable[Copy]) -> None:
        """Only what is proven: checkpoints that the best copy bears out, and its hashes up to the largest of them."""
        roots = _roots(signed)
        best = max(copies_, key=lambda copy: copy.leaves.true_to(roots))
        size = best.leaves.true_to(roots)
        true = [one for one in signed if best.leaves.roots.get(one.checkpoint.size) == one.checkpoint.root]
        kept.add(one.note for one in sorted(true, key=lambda one: one.checkpoint.order))
        kept.keep_hashes(best.leaves, size=size)

    def _kept_notes(self, service: str) -> list[Signed | Unsigned]:
        return self._verified(service, self.kept(service).notes(), KEPT)

    def _verified(self, service: str, notes: Iterable[str], found: str) -> list[Signed | Unsigned]:
        return verified(notes, self.keys, service=service, found=found)


def _file(held: ExitStack) -> IO[bytes]:
    """An empty one, which goes away with what holds it."""
    return held.enter_context(TemporaryFile())


def _sizes(found: Iterable[Signed | Unsigned]) -> list[int]:
    return sorted({one.checkpoint.size for one in found if isinstance(one, Signed)})


def _roots(signed: Iterable[Signed]) -> list[tuple[int, bytes]]:
    return sorted({(one.checkpoint.size, one.checkpoint.root) for one in signed})


def _row(connection: psycopg.Connection[Any], position: int) -> tuple[bytes, int] | None:
    for row in rows(connection, after=position - 1, until=position):
        return row.state, row.stamp
    return None


def _looking(at: Callable[[int], bytes | None]) -> copies.Look:
    def look(position: int) -> tuple[bytes, int] | None:
        record = at(position)
        try:
            return (record, hlc.from_text(json.loads(record)["hlc"])) if record is not None else None
        except (ValueError, KeyError, TypeError):
            return None

    return look
