"""`python -m bench` as a whole, for a fraction of a second: every contender measured, checked, and told as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CONTENDERS = ["ours", "row", "row+reservation", "optimistic", "ours from bytes"]
DOORS = ["HTTP command", "bus command", "facts on the bus"]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    tiny = ["--callers", "2,3", "--rounds", "2", "--seconds", "0.2", "--warm-up", "0.1", "--json", "--quiet"]
    run = subprocess.run(
        [sys.executable, "-m", "bench", *tiny], cwd=ROOT, capture_output=True, text=True, check=False, timeout=240
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_the_document_tells_machine_settings_options_and_aims(document: dict[str, Any]) -> None:
    assert set(document) == {"machine", "options", "contenders", "cases", "aims"}
    assert document["machine"]["postgresql"]["fsync"] == "on"
    assert document["machine"]["postgresql"]["synchronous_commit"] == "on"
    assert {"measured_at", "cores", "fdatasync_median_ms", "python"} <= set(document["machine"])
    assert document["options"]["callers"] == [2, 3]
    assert document["aims"] == [], "there are aims for 16 and 64 callers only"


def test_every_contender_and_every_door_is_there_for_each_number_of_callers(document: dict[str, Any]) -> None:
    found = [(case["case"], case["callers"], list(case["contenders"])) for case in document["cases"]]
    assert found == [
        ("hot-budget", 2, CONTENDERS),
        ("hot-budget", 3, CONTENDERS),
        ("doors", 2, DOORS),
        ("doors", 3, DOORS),
    ]


def test_each_contender_has_rates_latencies_and_a_ratio(document: dict[str, Any]) -> None:
    for case in document["cases"]:
        first = next(iter(case["contenders"]))
        assert set(case["ratios"]) == set(case["contenders"]) - {first}
        for measured in case["contenders"].values():
            assert set(measured["per_second"]) == {"median", "min", "max"}
            assert set(measured["latency_ms"]) == {"p50", "p99"}
            assert len(measured["rounds"]) == 2
            assert measured["requests"] > 0


def test_the_budget_question_is_measured_for_each_length_and_both_ways_answer_the_same_bytes() -> None:
    tiny = ["--only", "as-of", "--entries", "50,5000", "--rounds", "1", "--json", "--quiet"]
    run = subprocess.run(
        [sys.executable, "-m", "bench", *tiny], cwd=ROOT, capture_output=True, text=True, check=False, timeout=240
    )
    assert run.returncode == 0, run.stderr[-3000:]
    cases = json.loads(run.stdout)["cases"]
    assert [(case["entries"], case["block_rows"] > 0) for case in cases] == [(50, False)] * 3 + [(5000, True)] * 3
    assert all(set(case["contenders"]) == {"sealed blocks", "all postings"} for case in cases)
