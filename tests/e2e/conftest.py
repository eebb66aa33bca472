"""One real stack for all end-to-end tests: PostgreSQL, NATS and the four services as processes of their own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grosz.home import Home
from grosz.stack import Stack
from grosz.starting import bring_up
from grosz.stopping import bring_down


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="grosz-e2e-") as folder:
        Path(folder).chmod(0o755)
        found = Home(Path(folder) / "stack")
        try:
            yield found
        finally:
            bring_down(found, say=print)


@pytest.fixture
def stack(home: Home) -> Stack:
    """The running stack; whatever an earlier test has stopped is started again."""
    return bring_up(home, say=print)
