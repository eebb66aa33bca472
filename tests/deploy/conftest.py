"""Both overlays, rendered once; the local one with secrets as the console makes them."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.k8s.check.render import render
from deploy.k8s.check.world import World
from grosz.deployment.secrets import Deployment, make_secrets

ROOT = Path(__file__).parents[2]
OVERLAYS = ("local", "city")


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of deploy/, with the secrets that the local overlay takes."""
    copied = tmp_path_factory.mktemp("tree") / "deploy"
    shutil.copytree(ROOT / "deploy", copied, ignore=shutil.ignore_patterns("secrets", "__pycache__"))
    make_secrets(Deployment(copied / "k8s/overlays/local/secrets", Path("/secrets")))
    return copied


@pytest.fixture(scope="session")
def rendered(tree: Path) -> dict[str, World]:
    return {name: World(render(tree / "k8s/overlays" / name)) for name in OVERLAYS}


@pytest.fixture(params=OVERLAYS)
def world(request: pytest.FixtureRequest, rendered: dict[str, World]) -> World:
    return rendered[request.param]


@pytest.fixture
def city(rendered: dict[str, World]) -> World:
    return rendered["city"]


@pytest.fixture
def changed(city: World) -> Callable[[], World]:
    """A copy of the city's objects, to be spoilt."""
    return lambda: World(copy.deepcopy(list(city.documents)))
