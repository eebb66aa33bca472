"""Four stores for the tests of the workbench, emptied before each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit.history import empty, fresh_stores
from tests.audit.three_sources import ThreeSources, answering_services, fresh_streams
from tests.support.bus import on_bus
from tests.support.servers import Postgres, own_nats


@pytest.fixture(scope="session")
def four_stores(postgres: Postgres) -> dict[str, str]:
    return fresh_stores(postgres)


@pytest.fixture
def stores(four_stores: dict[str, str]) -> dict[str, str]:
    """Service to address; each store has the services' schema and no event."""
    empty(four_stores)
    return four_stores


@pytest.fixture(scope="session")
def auditors_nats() -> Iterator[str]:
    """The address of a bus of these tests alone: its LOG streams hold what they write and nothing else."""
    with own_nats() as server:
        yield server.url


@pytest.fixture
def three(stores: dict[str, str], auditors_nats: str, tmp_path: Path) -> Iterator[ThreeSources]:
    """Databases, LOG streams and a folder for bundles, without any history; services answer for their watermarks."""
    on_bus(auditors_nats, fresh_streams)
    with answering_services(auditors_nats, stores):
        yield ThreeSources(stores, auditors_nats, tmp_path)
