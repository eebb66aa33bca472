"""The journey of one grant on containers: the images and the compose file as they are, wherever an engine answers.

Building the images takes minutes, so it is asked for: GROSZ_TEST_CONTAINERS=1. Where nobody asks, or no engine answers,
the test is skipped and says which of the two.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grosz.client import Client
from grosz.home import Home
from grosz.records import read_record
from grosz.stack import SERVICES, Stack
from shared.kernel.accounts import BALANCES
from tests.e2e.journey import ALLOCATED, LIMIT, SPENT, Journey
from tests.support.servers import use_containers

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

ROOT = Path(__file__).parents[2]
PROJECT = "grosz-test"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Stack]:
    if os.environ.get("GROSZ_TEST_CONTAINERS") != "1":
        pytest.skip("containers are played where GROSZ_TEST_CONTAINERS=1 asks for it")
    if not use_containers():
        pytest.skip("GROSZ_TEST_CONTAINERS=1, and no container engine answers")
    from testcontainers.compose import DockerCompose

    compose = DockerCompose(
        ROOT, build=True, wait=True, services=[*SERVICES], env_file=None, compose_file_name="docker-compose.yml"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPOSE_PROJECT_NAME", PROJECT)
        try:
            compose.start()
            yield _seen_from_here(tmp_path)
        finally:
            # Not the library's own end: it would leave what the named services depend on.
            _docker("compose", "down", "--volumes", "--timeout", "30")


async def test_one_grant_travels_its_whole_way_on_containers(house: Stack) -> None:
    async with Client(house) as client:
        journey = Journey(client, "compose")
        await journey.play()
        final = await journey.settled_budget()
    found = {name: final[name] for name in BALANCES if final[name]}
    assert found == {"free": LIMIT - ALLOCATED, "allocated": ALLOCATED - SPENT, "settled": SPENT}
    assert (final["limit"], final["suspense"], final["complete"]) == (LIMIT, 0, True)


def _seen_from_here(folder: Path) -> Stack:
    """The console's folder, out of its volume; the services are at their published ports."""
    mounted = ["--volume", f"{PROJECT}_console:/console:ro", "--entrypoint", "tar", "grosz/console:dev"]
    packed = _docker("run", "--rm", *mounted, "--directory", "/console", "--create", "--file", "-", ".")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    home = Home(folder)
    stack = Stack(home, read_record(home.stack_file))
    stack.services = {
        name: replace(service, host="127.0.0.1", port=_published(name)) for name, service in stack.services.items()
    }
    return stack


def _published(service: str) -> int:
    said = _docker("compose", "--project-name", PROJECT, "port", service, "8000").decode()
    return int(said.strip().rpartition(":")[2])


def _docker(*arguments: str) -> bytes:
    program = shutil.which("docker")
    assert program, "the engine answers, and there is no docker command"
    return subprocess.run([program, *arguments], check=True, capture_output=True, cwd=ROOT).stdout
