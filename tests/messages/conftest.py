"""The four services as they describe themselves."""

from __future__ import annotations

import pytest

from shared.hosting.service import Service
from tests.architecture.tree import SERVICES, service


@pytest.fixture(params=SERVICES)
def described(request: pytest.FixtureRequest) -> Service:
    """Each service in turn."""
    return service(str(request.param))


@pytest.fixture(scope="session")
def everybody() -> list[Service]:
    return [service(name) for name in SERVICES]
