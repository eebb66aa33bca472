"""Four stores for the tests of the workbench, emptied before each."""

from __future__ import annotations

import pytest

from tests.audit.history import empty, fresh_stores
from tests.support.servers import Postgres


@pytest.fixture(scope="session")
def four_stores(postgres: Postgres) -> dict[str, str]:
    return fresh_stores(postgres)


@pytest.fixture
def stores(four_stores: dict[str, str]) -> dict[str, str]:
    """Service to address; each store has the services' schema and no event."""
    empty(four_stores)
    return four_stores
