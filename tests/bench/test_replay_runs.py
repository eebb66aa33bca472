"""`python -m bench --only replay` as a whole, over histories of a few thousand facts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def test_every_way_comes_to_the_same_balances_and_is_told_with_its_aims(tmp_path: Path) -> None:
    tiny = ["--facts", "2000", "--lengths", "3000,30000", "--rounds", "1", "--questions", "3"]
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--only", "replay", *tiny, "--json", "--quiet", "--folder", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout)
    assert set(found["replay"]) == {
        "records",
        "ours, PostgreSQL",
        "ours, JetStream",
        "library's notification log",
        "plain SQL over the same rows",
    }
    assert set(found["columns"]) == set(found["as_of"]) == {"3000", "30000"}
    assert found["verify"]["records"] == 2000
    assert len(found["aims"]) == 4
    assert list(tmp_path.iterdir()) == []
