"""A vault: a real store with its LOG and SEAL, sealed at 6, 12 and 20 records, and an auditor who has looked once."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nats.js import JetStreamContext

from audit.proof.gathering import Gathering
from audit.proof.kept import Kept
from audit.proof.streams import Streams
from audit.proof.verifying import Verdict
from shared.eventstore.migrations import migrate
from shared.eventstore.store import Store
from shared.proof.checkpoints import origin_of
from shared.proof.hashing import leaf_hash
from shared.proof.keys import SigningKey
from shared.sealing import tiles
from shared.sealing.growth import Tree
from shared.sealing.sealer import Sealer
from shared.transport.relay import lanes
from shared.transport.topology import log_stream, seal_stream, seal_subject
from tests.support import tally
from tests.support.bus import expected_log, make_streams, on_bus
from tests.support.running import running_writer
from tests.support.servers import Nats, Postgres
from tests.support.tampering import tampering

_names = (f"vault{number}" for number in itertools.count())


@dataclass
class Vault:
    service: str
    database: str
    nats_url: str
    folder: Path
    store: Store
    key: SigningKey
    sealer: Sealer = field(init=False)
    counted: int = 0
    logged: int = 0

    def __post_init__(self) -> None:
        self.sealer = Sealer(self.store, self.key)
        self.sealer.resume(None)

    def record(self, times: int) -> None:
        with running_writer(self.database) as writer:
            for number in range(self.counted, self.counted + times):
                writer.submit(tally.counting(f"c{number % 3}", number + 1, command_id=f"c{number}")).result(20)
        self.counted += times
        self.relay()

    def relay(self) -> None:
        """As the relay does it, and without one."""
        lane = lanes(self.service)[0]
        rows = self.store.feed(after=self.logged, limit=10_000)

        async def publish(js: JetStreamContext) -> None:
            for row in rows:
                await js.publish(lane.subject(row), lane.body(row), headers={"Grosz-Position": str(row.position)})

        on_bus(self.nats_url, publish)
        self.logged += len(rows)

    def seal(self) -> str:
        seal = self.sealer.seal()
        assert seal is not None
        on_bus(self.nats_url, lambda js: js.publish(seal_subject(self.service), seal.note.encode()))
        return seal.note

    def kept(self, _: str = "") -> Kept:
        return Kept(self.folder / "kept" / self.service)

    def verify(self, *, bus: bool = True) -> Verdict:
        gathering = Gathering([self.key.verify_key], self.kept)
        if not bus:
            return gathering.database(self.service, self.database, None)
        with closing(Streams(self.nats_url)) as streams:
            return gathering.database(self.service, self.database, streams)

    # --- what may be lost, or taken away

    def lose_streams(self) -> None:
        async def lose(js: JetStreamContext) -> None:
            for stream in (log_stream(self.service), seal_stream(self.service)):
                await js.delete_stream(stream)
            await make_streams(js, self.service)

        on_bus(self.nats_url, lose)

    def lose_kept_hashes(self) -> None:
        (self.kept().folder / "hashes").unlink()

    def lose_all_kept(self) -> None:
        shutil.rmtree(self.kept().folder)

    def cover_up(self) -> None:
        """He who changed records makes the stored hashes anew from them, and throws the checkpoints away."""
        tree, stored = Tree(), []
        for one in expected_log(self.store, self.service):
            stored += tree.append(leaf_hash(one.body))
        with tampering(self.database) as connection:
            connection.execute("TRUNCATE seals")
        with self.store.connection() as connection, connection.transaction():
            tiles.forget(connection)
            tiles.grow(connection, stored, size=tree.size)


@pytest.fixture
def vault(nats_server: Nats, postgres: Postgres, tmp_path: Path) -> Iterator[Vault]:
    service = next(_names)
    database = postgres.fresh_database("vault")
    migrate(database)
    on_bus(nats_server.url, lambda js: make_streams(js, service))
    store = Store(database)
    made = Vault(service, database, nats_server.url, tmp_path, store, SigningKey.generate(origin_of("torun", service)))
    for times in (6, 6, 8):
        made.record(times)
        made.seal()
    made.record(3)
    yield made
    store.close()
    postgres.drop_database(database)
