"""The watch: what was found twice is a difference, what was on its way is none, and both are told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from prometheus_client import REGISTRY

from audit import watch
from audit.difference import Difference
from shared.eventstore.migrations import migrate

pytestmark = pytest.mark.slow

LATE = Difference("journal", "a fact on its way", 100, 0)
WRONG = Difference("journal", "free", 100, 40)
STORE = Difference("store", "a name that nobody knows")


@pytest.fixture
def databases(postgres: Any) -> dict[str, str]:
    """A store that knows one programme year, by its first entry."""
    dsn = postgres.fresh_database("watched")
    migrate(dsn)
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "INSERT INTO events VALUES ('budget/torun-2025', 1, 'x', '', 1, gen_random_uuid(), 1, NULL, NULL)"
        )
    return {"programme": dsn}


def _told(name: str) -> float | None:
    return REGISTRY.get_sample_value(name, {"programme": "torun-2025"})


def _look(databases: dict[str, str], *looks: list[Difference]) -> tuple[dict[str, list[Difference]], int]:
    answers: Iterator[list[Difference]] = iter(looks)
    pauses: list[int] = []
    found = watch.look(databases, pause=lambda: pauses.append(1), count=lambda *_: next(answers))
    return found, len(pauses)


def test_what_agrees_is_looked_at_once(databases):
    assert _look(databases, []) == ({"torun-2025": []}, 0)


def test_what_is_gone_at_the_second_look_was_on_its_way(databases):
    assert _look(databases, [LATE, WRONG], [WRONG]) == ({"torun-2025": [WRONG]}, 1)


def test_differences_are_told_without_signs_and_counted(databases):
    found, _ = _look(databases, [WRONG, STORE], [STORE, WRONG])
    watch.tell(found, took_seconds=0.5)
    assert _told("grosz_reconciliation_difference_grosze") == 60
    assert _told("grosz_reconciliation_differences") == 2
    watch.tell({"torun-2025": []}, took_seconds=0.5)
    assert _told("grosz_reconciliation_difference_grosze") == 0


def test_once_ends_with_a_code(tmp_path, capsys):
    assert watch.main(["--once"], {"GROSZ_HOME": str(tmp_path)}) == watch.USAGE
    assert "GROSZ_AUDIT_DATABASE_URL" in capsys.readouterr().err
    assert watch.main(["--once"], {"GROSZ_AUDIT_DATABASE_URL": "postgresql://127.0.0.1:1/{service}"}) == watch.DOWN


def _verified(code: int) -> tuple[float | None, float | None]:
    """(failed, last success) after a verification that ends with a code."""
    command = (sys.executable, "-c", f"import os; assert os.environ['GROSZ_AUDIT_REASON']; raise SystemExit({code})")
    assert watch.verify(command=command) == code
    failed = REGISTRY.get_sample_value("grosz_history_verification_failed")
    return failed, REGISTRY.get_sample_value("grosz_history_verification_last_success_timestamp_seconds")


def test_a_verification_tells_by_its_exit_code_and_one_that_could_not_look_tells_nothing_new():
    failed, succeeded = _verified(0)
    assert failed == 0
    assert succeeded
    assert _verified(3) == (0, succeeded)
    assert _verified(1) == (1, succeeded)
    assert _verified(2) == (1, succeeded)
