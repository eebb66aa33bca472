"""A migrated database for each test, and a store and writers on it that are closed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from shared.eventstore.migrations import migrate
from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from tests.support.running import running_writer
from tests.support.servers import Postgres


@pytest.fixture
def empty_database(postgres: Postgres) -> Iterator[str]:
    address = postgres.fresh_database("shared")
    yield address
    postgres.drop_database(address)


@pytest.fixture
def database(empty_database: str) -> str:
    """The address of a database with the store's schema."""
    migrate(empty_database)
    return empty_database


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = Store(database)
    yield store
    store.close()


@pytest.fixture
def start_writer(database: str) -> Iterator[Callable[..., Writer]]:
    """start_writer(…) gives a running Writer with a Store of its own; each is stopped after the test."""
    with ExitStack() as writers:

        def start(**options: Any) -> Writer:
            address = options.pop("database_url", database)
            return writers.enter_context(running_writer(address, **options))

        yield start


@pytest.fixture
def writer(start_writer: Callable[..., Writer]) -> Writer:
    return start_writer()
