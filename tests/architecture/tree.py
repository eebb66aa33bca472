"""Where the sources lie, and the four services as they describe themselves."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from shared.hosting.service import Service
from shared.kernel.aggregate import Aggregate

ROOT = Path(__file__).parents[2]
SERVICES = ("programme", "grants", "payments", "notifications")
SOURCES = {
    "shared": ROOT / "shared/src/shared",
    "audit": ROOT / "audit/src/audit",
    "grosz": ROOT / "cli/src/grosz",
    **{name: ROOT / f"services/{name}/src/{name}" for name in SERVICES},
}
"""Import name of each package of ours, and its folder."""


def service(name: str) -> Service:
    """The service's own description; a service that cannot be imported fails the test that asks, saying why."""
    try:
        described: Service = importlib.import_module(f"{name}.main").SERVICE
    except Exception as error:  # noqa: BLE001 - whatever it is, the test shall say which service
        pytest.fail(f"{name}.main cannot be imported: {error!r}")
    return described


def modules(package: str) -> Iterator[ModuleType]:
    """The package and every module below it, apart from those that run when they are imported."""
    top = importlib.import_module(package)
    yield top
    for found in pkgutil.walk_packages(top.__path__, f"{package}."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def aggregates(name: str) -> dict[str, Aggregate[object]]:
    """The aggregates of a service, by category."""
    found: dict[str, Aggregate[object]] = {}
    for module in modules(f"{name}.domain"):
        for value in vars(module).values():
            if isinstance(value, Aggregate):
                found[value.category] = value
    return found


def python_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def aggregate_of(name: str, stored_name: str) -> Aggregate[object]:
    """The aggregate whose category is the first word of a stored name."""
    chapters = aggregates(name)
    category = stored_name.split(".", 1)[0]
    if category not in chapters:
        pytest.fail(f"{stored_name}: {name} has no aggregate of the category {category!r}, only {sorted(chapters)}")
    return chapters[category]
