"""The domain and the kernel are pure: same state and same wish, same facts, for ever and without any server.

Each ban has a sample that it must find and a near miss that it must leave alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.purity import BARRED, LIBRARIES, impurities
from tests.architecture.tree import ROOT, SERVICES, SOURCES, python_files

PURE = {"shared.kernel": SOURCES["shared"] / "kernel"} | {
    f"{service}.domain": SOURCES[service] / "domain" for service in SERVICES
}

FOUND = [
    ("from datetime import datetime\nx = datetime.now()", "now"),
    ("from datetime import date\nx = date.today()", "today"),
    ("import datetime\nx = datetime.datetime.utcnow()", "utcnow"),
    ("from datetime import date\nclock = date.today", "today"),
    ("def decide(today): return today()", "today"),
    ("from uuid import uuid4", "uuid4"),
    ("import uuid\nx = uuid.uuid4()", "uuid4"),
    ("import uuid\nx = uuid.uuid1()", "uuid1"),
    ("import random", "random"),
    ("from random import choice", "random"),
    ("import os\nx = os.urandom(8)", "urandom"),
    ("import os\nx = os.environ['A']", "environ"),
    ("from os import environ", "environ"),
    ("import os\nx = os.getenv('A')", "getenv"),
    ("x = open('a').read()", "open"),
    ("print(1)", "print"),
    ("x = input()", "input"),
    ("x = float(1)", "float"),
    ("x: float", "float"),
    ("x = 0.5", "0.5"),
    ("x = 1e3", "1000.0"),
    ("x = 7 / 2", "/ makes a float"),
    ("x = 7\nx /= 2", "/ makes a float"),
    ("x = eval('1')", "eval"),
    ("exec('x = 1')", "exec"),
    ("async def decide(): ...", "async"),
    ("async def decide():\n    await other()", "async"),
    ("def decide():\n    global x\n    x = 1", "hidden state"),
    ("import time", "time is not on the list"),
    ("import logging", "logging is not on the list"),
    ("import secrets", "secrets is not on the list"),
    ("import decimal", "decimal is not on the list"),
    ("import pydantic", "pydantic is not on the list"),
    ("from shared.messages import grants_v1", "shared.messages is not on the list"),
    ("from shared.eventstore.desk import Desk", "shared.eventstore.desk is not on the list"),
    ("from shared.kernelling import x", "shared.kernelling is not on the list"),
    ("from holidays import country_holidays", "holidays is not on the list"),
    ("import msgspec", "msgspec is not on the list"),
    ("from payments.domain import payment", "payments.domain is not on the list"),
    ("from grants.usecases import handlers", "grants.usecases is not on the list"),
    ("from . import rules", "written in full"),
]

LEFT_ALONE = [
    "from dataclasses import dataclass\nfrom datetime import UTC, date, datetime",
    "from uuid import UUID, uuid5\nx = uuid5(UUID(int=0), 'a')",
    "from shared.kernel.money import format_pln\nfrom shared.kernel import accounts",
    "from grants.domain.offer.events import OfferSubmitted",
    "def decide(state, *, today, now):\n    return today, now, deed.today",
    "known = 7 // 2\nnowhere = 'now'  # a word that only begins like a barred one",
    '"""A docstring may speak of now() and of 0.5."""',
]


@pytest.mark.parametrize(("sample", "told"), FOUND, ids=[sample for sample, _ in FOUND])
def test_impure_code_is_found(sample: str, told: str) -> None:
    found = impurities(sample, own="grants.domain")
    assert any(told in line for line in found), found


@pytest.mark.parametrize("sample", LEFT_ALONE)
def test_pure_code_is_left_alone(sample: str) -> None:
    assert impurities(sample, own="grants.domain") == []


def test_a_library_is_for_the_one_package_that_is_named_beside_it() -> None:
    for module, package in LIBRARIES.items():
        assert impurities(f"import {module}", own=package) == []
        assert impurities(f"import {module}.registry", own=package)


def test_every_barred_word_has_a_sample() -> None:
    assert set(BARRED) <= {told for _, told in FOUND}


@pytest.mark.parametrize(
    "body",
    [
        "def __post_init__(self):\n        pass",
        "def sign(self):\n        raise ValueError",
        "def sign(self):\n        assert self",
    ],
)
def test_a_rule_in_an_event_is_found(body: str) -> None:
    sample = f"class OfferSubmitted:\n    {body}"
    assert impurities(sample, own="grants.domain", file_name="events.py")
    assert not impurities(sample, own="grants.domain", file_name="decisions.py")


def _pure_files() -> list[tuple[str, Path]]:
    return [(package, path) for package, folder in PURE.items() for path in python_files(folder)]


def test_every_service_has_a_domain() -> None:
    assert {package for package, _ in _pure_files()} == set(PURE)


@pytest.mark.parametrize(("package", "path"), _pure_files(), ids=[str(p.relative_to(ROOT)) for _, p in _pure_files()])
def test_the_domain_is_pure(package: str, path: Path) -> None:
    assert impurities(path.read_text(), own=package, file_name=path.name) == []
