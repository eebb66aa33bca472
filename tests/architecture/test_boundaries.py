"""Who may import whom. A rule that has never been seen to fail guards nothing, so each is broken here on purpose.

Method: the sources are copied once; each case plants one forbidden import in the copy, runs the one contract that must
notice, and puts the file back. The rules themselves stand in .importlinter and are explained in BOUNDARIES.md.
"""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SERVICES, SOURCES

_LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def _contracts() -> dict[str, configparser.SectionProxy]:
    rules = configparser.ConfigParser()
    rules.read(ROOT / ".importlinter")
    prefix = "importlinter:contract:"
    return {name.removeprefix(prefix): rules[name] for name in rules.sections() if name.startswith(prefix)}


CONTRACTS = _contracts()


def _listed(contract: str, option: str) -> list[str]:
    return [line.strip() for line in CONTRACTS[contract][option].splitlines() if line.strip()]


@dataclass(frozen=True)
class Planted:
    """A forbidden import: the contract that must notice it, the module it is written into, and the code."""

    contract: str
    module: str
    code: str

    def __str__(self) -> str:
        return f"{self.contract}: {self.module}: {self.code}"


def _strangers() -> Iterator[Planted]:
    for service in SERVICES:
        for other in SERVICES:
            if other != service:
                yield Planted("strangers", f"{service}.main", f"import {other}")


def _rooms() -> Iterator[Planted]:
    for service in SERVICES:
        yield Planted("rooms", f"{service}.domain.planted", f"import {service}.usecases")
        yield Planted("rooms", f"{service}.usecases.planted", f"import {service}.readmodels")
        yield Planted("rooms", f"{service}.usecases.planted", f"import {service}.adapters")
        yield Planted("rooms", f"{service}.readmodels.planted", f"import {service}.adapters")
        yield Planted("rooms", f"{service}.adapters.planted", f"import {service}.entrypoints")
        yield Planted("rooms", f"{service}.entrypoints.planted", f"import {service}.main")
        yield Planted("rooms", f"{service}.utils", "")


def _pure() -> Iterator[Planted]:
    """Each forbidden module, because a misspelt one in the list would pass in silence."""
    for forbidden in _listed("pure", "forbidden_modules"):
        yield Planted("pure", "grants.domain.offer.events", f"import {forbidden.replace('*', 'grants')}")
    for service in SERVICES:
        yield Planted("pure", f"{service}.domain.planted", "import psycopg")
    yield Planted("pure", "shared.kernel.money", "import pydantic")


def _shared() -> Iterator[Planted]:
    for forbidden in _listed("below", "forbidden_modules"):
        yield Planted("below", "shared.hosting.service", f"import {forbidden}")
    rooms = ["kernel", "telemetry", "eventstore", "transport", "sealing", "hosting"]
    for lower, higher in pairwise(rooms):
        yield Planted("shared-rooms", f"shared.{lower}.planted", f"import shared.{higher}")
    for beside in ("messages", "runtime", "publishing"):
        yield Planted("shared-rooms", "shared.eventstore.planted", f"import shared.{beside}")
        yield Planted("shared-rooms", f"shared.{beside}.planted", "import shared.eventstore")
        yield Planted("shared-rooms", f"shared.{beside}.planted", "import shared.transport")
    yield Planted("shared-rooms", "shared.kernel.planted", "import shared.proof")
    yield Planted("shared-rooms", "shared.proof.planted", "import shared.kernel")
    yield Planted("shared-rooms", "shared.utils", "")


def _border() -> Iterator[Planted]:
    for service in SERVICES:
        for room in ("domain", "usecases", "readmodels", "adapters"):
            yield Planted("border", f"{service}.{room}.planted", f"import shared.messages.{service}_v1")


def _others() -> Iterator[Planted]:
    for service in SERVICES:
        yield Planted("wiring", f"{service}.entrypoints.planted", f"import {service}.adapters.publishing")
    for forbidden in _listed("doors", "forbidden_modules"):
        yield Planted("doors", "grants.usecases.handlers", f"import {forbidden}")
        yield Planted("doors", "grants.readmodels.grant_register", f"import {forbidden}")
    yield Planted("settings", "payments.domain.planted", "import payments.settings")
    yield Planted("settings", "payments.readmodels.planted", "import payments.settings")
    yield Planted("settings", "payments.usecases.planted", "import payments.settings")
    yield Planted("aggregate", "grants.domain.offer.events", "import grants.domain.offer.state")
    yield Planted("aggregate", "grants.domain.offer.state", "import grants.domain.offer.decisions")
    yield Planted("aggregate", "programme.domain.budget.state", "import programme.domain.budget.witnessing")
    yield Planted("aggregate", "payments.domain.payment.state", "import payments.domain.payment.decisions")
    yield Planted("aggregate", "notifications.domain.notice.events", "import notifications.domain.notice.state")
    yield Planted("aggregates", "grants.domain.contract.decisions", "import grants.domain.offer")
    yield Planted("aggregates", "programme.domain.call.decisions", "import programme.domain.budget")
    yield Planted("aggregates", "payments.domain.payment.decisions", "import payments.domain.tranche_plan")
    for forbidden in _listed("auditor", "forbidden_modules"):
        yield Planted("auditor", "audit.planted", f"import {forbidden}")
    for forbidden in _listed("console", "forbidden_modules"):
        yield Planted("console", "grosz.planted", f"import {forbidden}")


PLANTED = [*_strangers(), *_rooms(), *_pure(), *_shared(), *_border(), *_others()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our packages side by side, Python files only, with the rules."""
    folder = tmp_path_factory.mktemp("tree")
    for name, source in SOURCES.items():
        for path in source.rglob("*.py"):
            target = folder / name / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    shutil.copyfile(ROOT / ".importlinter", folder / ".importlinter")
    return folder


def test_the_tree_keeps_every_rule() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_unharmed_copy_keeps_every_rule(copy: Path) -> None:
    """Otherwise the cases below would prove nothing: they must fail because of what was planted."""
    done = _lint(copy, path=copy)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_rule_is_broken_by_some_case() -> None:
    assert {planted.contract for planted in PLANTED} == set(CONTRACTS)


@pytest.mark.slow
@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_violation_is_noticed(copy: Path, planted: Planted) -> None:
    with _with(planted, copy):
        done = _lint(copy, path=copy, contract=planted.contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Contracts: 0 kept, 1 broken." in done.stdout, done.stdout + done.stderr


@contextmanager
def _with(planted: Planted, copy: Path) -> Iterator[None]:
    """The copy with the import written at the end of an existing module, or into a new one."""
    path = copy.joinpath(*planted.module.split(".")).with_suffix(".py")
    before = path.read_text() if path.exists() else None
    if before is None and not path.parent.is_dir():
        pytest.fail(f"there is no room {path.parent.relative_to(copy)} to plant a violation in")
    path.write_text(f"{before or ''}\n{planted.code}\n")
    try:
        yield
    finally:
        path.unlink() if before is None else path.write_text(before)


def _lint(folder: Path, *, path: Path | None = None, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run import-linter in a process of its own; `path` comes before the installed packages."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    if path:
        environment["PYTHONPATH"] = str(path)
    only = ["--contract", contract] if contract else []
    return subprocess.run(
        [sys.executable, "-c", _LINT, "--no-cache", "--no-logo", *only],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
