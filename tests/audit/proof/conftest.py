"""A vault: a real store with its LOG and SEAL, sealed at 6, 12 and 20 records, and an auditor who has looked once."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from audit.proof.gathering import Gathering
from audit.proof.kept import Kept
from audit.proof.streams import Streams
from audit.proof.verifying import Verdict
from audit.sources import SERVICES
from audit.sources.bus_place import BusPlace
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
from tests.support.servers import Postgres
from tests.support.tampering import tampering

SERVICE = "grants"
_numbers = itertools.count()


@dataclass
class Vault:
    service: str
    database: str
    nats_url: str
    folder: Path
    store: Store
    key: SigningKey
    sealer: Sealer = field(init=False)
    logged: int = 0

    def __post_init__(self) -> None:
        self.sealer = Sealer(self.store, self.key)
        self.sealer.resume(None)

    def relay(self) -> None:
        """As the relay does it, and without one."""
        lane = lanes(self.service)[0]
        rows = self.store.feed(after=self.logged, limit=10_000)

        async def publish(js: JetStreamContext) -> None:
            for row in rows:
                await js.publish(lane.subject(row), lane.body(row), headers={"Grosz-Position": str(row.position)})

        on_bus(self.nats_url, publish)
        self.logged += len(rows)

    def seal(self) -> None:
        seal = self.sealer.seal()
        assert seal is not None
        on_bus(self.nats_url, lambda js: js.publish(seal_subject(self.service), seal.note.encode()))

    def publish_seals(self) -> None:
        async def publish(js: JetStreamContext) -> None:
            for seal in self.sealer.unpublished(-1):
                await js.publish(seal_subject(self.service), seal.note.encode())

        on_bus(self.nats_url, publish)

    def kept(self, _: str = "") -> Kept:
        return Kept(self.folder / "kept" / self.service)

    def verify(self, *, bus: bool = True) -> Verdict:
        gathering = Gathering([self.key.verify_key], self.kept)
        if not bus:
            return gathering.database(self.service, self.database, None)
        with closing(Streams(BusPlace(self.nats_url))) as streams:
            return gathering.database(self.service, self.database, streams)

    # --- what may be lost, or taken away

    def lose_streams(self) -> None:
        on_bus(self.nats_url, self.fresh_streams)

    async def fresh_streams(self, js: JetStreamContext) -> None:
        for stream in (log_stream(self.service), seal_stream(self.service)):
            with suppress(NotFoundError):
                await js.delete_stream(stream)
        await make_streams(js, *SERVICES)  # an id is looked for in all of them

    def lose_kept_hashes(self) -> None:
        (self.kept().folder / "hashes").unlink()

    def lose_all_kept(self) -> None:
        shutil.rmtree(self.kept().folder)

    def fork(self) -> None:
        """Who holds the key changes a record, hides what was signed, and signs another history."""
        with tampering(self.database) as connection:
            connection.execute("UPDATE events SET hlc = hlc - 1 WHERE notification_id = 9")
            connection.execute("TRUNCATE seals")
        with self.store.connection() as connection:
            tiles.forget(connection)
        self.lose_streams()
        self.sealer = Sealer(self.store, self.key)
        self.sealer.resume(None)
        self.seal()

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


@pytest.fixture(scope="session")
def sealed_once(postgres: Postgres) -> Iterator[tuple[str, SigningKey]]:
    """The name of a database to copy, and the key that sealed it: making it takes longer than looking at it."""
    key = SigningKey.generate(origin_of("torun", SERVICE))
    database = postgres.fresh_database("vault")
    migrate(database)
    store = Store(database)
    sealer = Sealer(store, key)
    sealer.resume(None)
    done = 0
    for times in (6, 6, 8, 3):
        with running_writer(database) as writer:
            for number in range(done + 1, done + times + 1):
                writer.submit(tally.counting(f"c{number % 3}", number, command_id=f"c{number}")).result(20)
        done += times
        if times > 3:
            sealer.seal()
    store.close()
    yield str(conninfo_to_dict(database)["dbname"]), key
    postgres.drop_database(database)


@pytest.fixture
def vault(
    sealed_once: tuple[str, SigningKey], auditors_nats: str, postgres: Postgres, tmp_path: Path
) -> Iterator[Vault]:
    template, key = sealed_once
    name = f"vault_copy_{next(_numbers)}"
    with psycopg.connect(postgres.admin_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))
    database = f"{postgres.admin_dsn.rpartition('/')[0]}/{name}"
    store = Store(database)
    made = Vault(SERVICE, database, auditors_nats, tmp_path, store, key)
    on_bus(auditors_nats, made.fresh_streams)
    made.relay()
    made.publish_seals()
    yield made
    store.close()
    postgres.drop_database(database)
