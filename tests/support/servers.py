"""Real servers for tests: from wheels, or in containers when GROSZ_TEST_CONTAINERS=1 and an engine answers.

Never a mock of either: what the tests are about, delivery and concurrency, exists only on the real ones.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from grosz.servers import NatsServer, PostgresServer

_numbers = count(1)


class Postgres:
    """A PostgreSQL for the whole test run; each test that needs one takes a database of its own."""

    def __init__(self, admin_dsn: str) -> None:
        self.admin_dsn = admin_dsn

    def fresh_database(self, name: str | None = None) -> str:
        """The address of a new, empty database; `name` only helps the reader of a log."""
        database = f"{name or 'test'}_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.admin_dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        return self._address(database)

    def drop_database(self, dsn: str) -> None:
        """Cut its connections and delete it."""
        database = str(conninfo_to_dict(dsn)["dbname"])
        with psycopg.connect(self.admin_dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _address(self, database: str) -> str:
        whole, _, _ = self.admin_dsn.rpartition("/")
        return f"{whole}/{database}"


class Nats:
    """A nats-server with JetStream for the whole test run; `url` is all that most tests need."""

    def __init__(self, url: str) -> None:
        self.url = url


def fresh_database(postgres: Postgres, name: str | None = None) -> str:
    return postgres.fresh_database(name)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    if use_containers():
        from testcontainers.postgres import PostgresContainer

        with PostgresContainer("postgres:18", driver=None).with_command("-c max_connections=200") as container:
            yield Postgres(container.get_connection_url())
        return
    with own_postgres() as server:
        yield Postgres(server.admin_dsn)


@contextmanager
def running_nats() -> Iterator[Nats]:
    if use_containers():
        from testcontainers.nats import NatsContainer

        with NatsContainer("nats:2.12").with_command("--jetstream") as container:
            yield Nats(container.nats_uri())
        return
    with own_nats() as server:
        yield Nats(server.url)


@contextmanager
def own_postgres() -> Iterator[PostgresServer]:
    """A server of the test's own, to stop and kill as it likes."""
    with tempfile.TemporaryDirectory(prefix="grosz-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = PostgresServer(Path(folder) / "postgres")
        try:
            server.start()
            yield server
        finally:
            server.remove()


@contextmanager
def own_nats() -> Iterator[NatsServer]:
    """A server of the test's own, to stop and kill as it likes."""
    with tempfile.TemporaryDirectory(prefix="grosz-test-", ignore_cleanup_errors=True) as folder:
        server = NatsServer(Path(folder) / "nats")
        try:
            server.start()
            yield server
        finally:
            server.stop()


def use_containers() -> bool:
    if os.environ.get("GROSZ_TEST_CONTAINERS") != "1":
        return False
    import docker

    try:
        client = docker.from_env()
        try:
            return bool(client.ping())
        finally:
            client.close()
    except docker.errors.DockerException:
        return False
