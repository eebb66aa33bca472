"""A service's store, its streams, its key, and sealers as processes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.eventstore.migrations import migrate
from shared.eventstore.store import Store
from shared.kernel import hlc
from shared.proof.checkpoints import Checkpoint, origin_of
from shared.proof.hashing import leaf_hash
from shared.proof.keys import SigningKey
from shared.proof.notes import Note
from shared.sealing import tiles
from shared.sealing.growth import Tree
from shared.transport.topology import seal_stream
from tests.support import tally
from tests.support.bus import expected_log, make_streams, messages, on_bus
from tests.support.running import Process, process, running_writer
from tests.support.servers import Nats, Postgres
from tests.support.waiting import wait_until

_names = (f"sealed{number}" for number in itertools.count())


@dataclass
class House:
    service: str
    database: str
    nats_url: str
    key: SigningKey
    folder: Path
    store: Store
    running: ExitStack
    counted: int = 0

    def sealer(self, **environment: str) -> Process:
        words = ("-m", "tests.support.sealing_process", self.service, self.database, self.nats_url)
        log = self.folder / "sealers.log"
        return self.running.enter_context(process(*words, str(self.folder / "key"), log=log, **environment))

    def count(self, times: int) -> None:
        """Record so many facts, two of a kind."""
        with running_writer(self.database) as writer:
            numbers = range(self.counted, self.counted + times)
            works = [tally.counting(f"c{number % 3}", command_id=f"c{number}") for number in numbers]
            for answer in [writer.submit(work) for work in works]:
                answer.result(20)
        self.counted += times

    def published(self) -> list[Checkpoint]:
        """The checkpoints of SEAL, each signed by our key, as they lie there."""
        lying = on_bus(self.nats_url, lambda js: messages(js, seal_stream(self.service)))
        notes = [Note.parse(one.body.decode()) for one in lying]
        assert all(note.by(self.key.verify_key) for note in notes)
        return [Checkpoint.parse(note.text) for note in notes]

    def kept(self) -> list[Checkpoint]:
        """Those of the store's own table."""
        with self.store.connection() as connection:
            seals = tiles.seals_after(connection, -1)
        return [Checkpoint.parse(Note.parse(seal.note).text) for seal in seals]

    def wait_sealed(self, size: int | None = None) -> None:
        wanted = self.counted if size is None else size
        sizes = lambda: [one.size for one in self.published()]  # noqa: E731
        wait_until(lambda: wanted in sizes()[-1:], missing=lambda: f"size {wanted}: {sizes()}; {self.words()}")

    def words(self) -> str:
        log = self.folder / "sealers.log"
        return log.read_text()[-3000:] if log.exists() else "nothing"

    def assert_every_checkpoint_is_true(self) -> None:
        """Each root is that of the records as LOG has them, and each watermark has been kept."""
        leaves = [leaf_hash(one.body) for one in expected_log(self.store, self.service)]
        rows = self.store.feed(after=0, limit=1_000_000)
        published = self.published()
        assert [one.order for one in published] == sorted({one.order for one in published})
        roots, tree = {0: Tree().root()}, Tree()
        for leaf in leaves:
            tree.append(leaf)
            roots[tree.size] = tree.root()
        for checkpoint in published:
            assert checkpoint.root == roots[checkpoint.size]
            stamp = hlc.from_text(checkpoint.watermark)
            assert sum(row.hlc <= stamp for row in rows) == checkpoint.size
        assert published == self.kept()


@pytest.fixture
def house(nats_server: Nats, postgres: Postgres, tmp_path: Path) -> Iterator[House]:
    service = next(_names)
    database = postgres.fresh_database("sealing")
    migrate(database)
    on_bus(nats_server.url, lambda js: make_streams(js, service))
    key = SigningKey.generate(origin_of("torun", service))
    (tmp_path / "key").write_text(key.written())
    store = Store(database)
    with ExitStack() as running:
        yield House(service, database, nats_server.url, key, tmp_path, store, running)
    store.close()
    postgres.drop_database(database)
