"""`grosz import` against the four real services. All rows are invented.

The stack of this file is its own: an import is judged by what the ledger says of it, so nobody else may write there.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from grosz.home import Home
from grosz.stack import Stack
from grosz.starting import bring_up
from grosz.stopping import bring_down

pytestmark = pytest.mark.slow

MAP = """
name = "invented"
key = { columns = ["act", "name"] }
[file]
encodings = ["utf-8"]
[columns]
grantor_name = "grantor"
decided_on = "decided"
beneficiary_name = "name"
purpose = "purpose"
amount = "amount"
[amount]
currency = "PLN"
[line]
area = "register"
classification = "926-92605-2360"
[payments]
terms = "terms"
paid_on = "paid"
single = ["^once$"]
"""
COLUMNS = ("grantor", "decided", "act", "name", "purpose", "amount", "terms", "paid")


def row(grantor: str, number: int, **changes: str) -> dict[str, str]:
    usual = {
        "grantor": grantor,
        "decided": f"2018-0{1 + number % 9}-15",
        "act": "IV-1",
        "name": f"Klub Wymyślony {number}",
        "purpose": "turniej",
        "amount": f"{100 + number}.0{number % 10}",
        "terms": "once" if number % 3 else "in parts",
        "paid": f"2018-0{1 + number % 9}-20",
    }
    return {**usual, **changes}


def rows(grantor: str, count: int) -> list[dict[str, str]]:
    """`count` grants; one in three has no known payment. Together a little over 100 PLN each."""
    return [row(grantor, number) for number in range(count)]


class Importer:
    """Runs `grosz import` in a process of its own, as a person would."""

    def __init__(self, home: Home, folder: Path) -> None:
        self.home, self.folder = home, folder
        self.map = folder / "map.toml"
        self.map.write_text(MAP, encoding="utf-8")
        self.rejects = folder / "rejects.csv"

    def write(self, found: list[dict[str, str]], name: str = "register.csv") -> Path:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, delimiter=";")
            writer.writeheader()
            writer.writerows(found)
        return path

    def start(self, file: Path, *options: str, home: Path | None = None) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "grosz.main", "import", str(file), "--map", str(self.map), "--json"]
        return subprocess.Popen(
            [*command, "--rejects", str(self.rejects), *options],
            env={**os.environ, "GROSZ_HOME": str(home or self.home.root)},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, file: Path, *options: str, home: Path | None = None) -> tuple[int, dict[str, Any], str]:
        """Exit code, the summary, and what was said to stderr."""
        process = self.start(file, *options, home=home)
        said, complained = process.communicate(timeout=180)
        return process.returncode, json.loads(said) if said.strip() else {}, complained

    def rejected(self) -> list[dict[str, str]]:
        with self.rejects.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def facts_count(self, service: str, fact: str, grantor: str) -> int:
        """How many facts of this kind the service has stored for this grantor's grants."""
        with psycopg.connect(Stack.load(self.home).auditor_dsn(service)) as connection:
            stored = connection.execute(
                "SELECT count(*) FROM events WHERE subject LIKE %s AND position(%s IN encode(message, 'escape')) > 0",
                (f"%.{fact}.v1", f'"{grantor}-2018'),
            ).fetchone()
        assert stored is not None
        return int(stored[0])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    found = Home(tmp_path_factory.mktemp("stack") / "home")
    bring_up(found, say=print)
    yield found
    bring_down(found, say=print)


@pytest.fixture
def importer(home: Home, tmp_path: Path) -> Importer:
    return Importer(home, tmp_path)


def expect(summary: dict[str, Any], found: list[dict[str, str]]) -> None:
    """The ledger agrees with the sums of the rows, computed here in another way."""
    granted = sum(int(one["amount"].replace(".", "")) for one in found)
    paid = sum(int(one["amount"].replace(".", "")) for one in found if one["terms"] == "once")
    (programme,) = summary["programmes"]
    assert (summary["taken"], summary["agrees"], programme["differences"]) == (len(found), True, [])
    budget = programme["budget"]
    assert budget["limit"] == granted
    assert (budget["reserved"], budget["disbursed"], budget["contracted"]) == (0, paid, granted - paid)


def test_a_register_is_taken_over_and_the_ledger_agrees(importer: Importer) -> None:
    taken = rows("Gmina A", 40)
    faulty = [row("Gmina A", 41, decided=""), row("Gmina A", 42, paid="2019-01-20"), row("Gmina A", 0, amount="1")]
    code, summary, _ = importer.run(importer.write([*taken, *faulty, taken[3]]))
    assert code == 0
    expect(summary, taken)
    assert (summary["rows_read"], summary["repeated"], summary["rejected"]) == (44, 1, 3)
    assert [(one["line"], one["code"]) for one in importer.rejected()] == [
        ("42", "decision-date-missing"),
        ("43", "payment-in-later-year"),
        ("44", "other-body-under-same-key"),
    ]


def test_a_second_run_imports_nothing_twice(importer: Importer) -> None:
    found = rows("Gmina B", 20)
    first = importer.run(importer.write(found))
    second = importer.run(importer.write(list(reversed(found)), "reversed.csv"))
    for code, summary, _ in (first, second):
        assert code == 0
        expect(summary, found)
    assert first[1]["commands_taken_before"] == 0
    assert second[1]["commands_taken_before"] == second[1]["commands"]
    assert importer.facts_count("grants", "grant-taken-over", "gmina-b") == 20


def test_an_import_that_was_killed_goes_on_where_it_stopped(importer: Importer) -> None:
    found = rows("Gmina C", 300)
    file = importer.write(found)
    process = importer.start(file)
    _wait(lambda: importer.facts_count("grants", "grant-taken-over", "gmina-c") >= 30, "30 grants taken over")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert importer.facts_count("grants", "grant-taken-over", "gmina-c") < 300
    code, summary, _ = importer.run(file)
    assert code == 0
    assert 30 < summary["commands_taken_before"] < summary["commands"]
    expect(summary, found)
    assert importer.facts_count("grants", "grant-taken-over", "gmina-c") == 300
    assert importer.facts_count("payments", "payment-taken-over", "gmina-c") == 200


def test_services_may_be_killed_during_an_import(importer: Importer) -> None:
    found = rows("Gmina D", 300)
    process = importer.start(importer.write(found))
    _wait(lambda: importer.facts_count("grants", "grant-taken-over", "gmina-d") >= 30, "30 grants taken over")
    for service in Stack.load(importer.home).services.values():
        assert service.process is not None
        os.kill(service.process.pid, signal.SIGKILL)
    time.sleep(0.5)
    bring_up(importer.home, say=print)
    said, complained = process.communicate(timeout=180)
    assert process.returncode == 0, complained
    expect(json.loads(said), found)


def test_what_a_service_refuses_goes_to_the_rejects_and_the_run_fails(importer: Importer) -> None:
    importer.run(importer.write([row("Gmina E", 1), row("Gmina E", 2)]))
    # The same sum, so that the programme stands; but the grants have changed places.
    changed = [row("Gmina E", 1, purpose="inny turniej"), row("Gmina E", 2)]
    code, summary, _ = importer.run(importer.write(changed))
    assert code == 1
    assert (summary["taken"], summary["rejected"], summary["refused_by_services"]) == (1, 1, 1)
    (rejected,) = importer.rejected()
    assert (rejected["line"], rejected["code"]) == ("2", "grant-refused")
    assert "command-id-reused: an earlier run took this row over with other words" in rejected["reason"]


def test_a_limit_below_the_grants_makes_the_run_fail(importer: Importer) -> None:
    importer.map.write_text(MAP + "[limits]\n'gmina-f-2018' = 150\n", encoding="utf-8")
    code, summary, _ = importer.run(importer.write(rows("Gmina F", 2)))
    assert code == 1
    assert summary["agrees"] is False
    assert summary["programmes"][0]["differences"] != []


def test_a_dry_run_sends_nothing(importer: Importer) -> None:
    code, summary, _ = importer.run(importer.write(rows("Gmina G", 5)), "--dry-run")
    assert (code, summary["dry_run"], summary["taken"], summary["agrees"]) == (0, True, 5, None)
    assert importer.facts_count("grants", "grant-taken-over", "gmina-g") == 0


def test_without_a_stack_the_exit_code_is_3(importer: Importer, tmp_path: Path) -> None:
    code, _, complained = importer.run(importer.write(rows("Gmina H", 1)), home=tmp_path / "nothing")
    assert code == 3
    assert "grosz up" in complained


@pytest.mark.parametrize(
    ("text", "named"), [(MAP + "unknown = 1\n", "unknown"), (MAP.replace('"amount"', '"sum"'), "no column sum")]
)
def test_a_mapping_that_cannot_be_used_gives_exit_code_2(importer: Importer, text: str, named: str) -> None:
    importer.map.write_text(text, encoding="utf-8")
    code, _, complained = importer.run(importer.write(rows("Gmina I", 1)))
    assert code == 2
    assert named in complained


def test_rejects_never_overwrite_what_is_read(importer: Importer) -> None:
    file = importer.write(rows("Gmina J", 1))
    before = file.read_bytes()
    importer.rejects = file
    code, _, _ = importer.run(file)
    assert (code, file.read_bytes()) == (2, before)


def _wait(holds: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds} s for: {what}"
        time.sleep(0.02)
