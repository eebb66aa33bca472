"""Servers for the whole run, started when the first test asks for one and always stopped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grosz.servers import NatsServer, PostgresServer
from tests.support.servers import Nats, Postgres, own_nats, own_postgres, running_nats, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """`postgres.fresh_database()` gives the address of a new, empty database."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def nats_server() -> Iterator[Nats]:
    """`nats_server.url`; streams and subjects are shared by the run, so a test takes names of its own."""
    with running_nats() as server:
        yield server


@pytest.fixture
def own_postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test alone, to stop and kill."""
    with own_postgres() as server:
        yield server


@pytest.fixture
def own_nats_server() -> Iterator[NatsServer]:
    """A nats-server of this test alone, to stop and kill; it keeps its url."""
    with own_nats() as server:
        yield server
