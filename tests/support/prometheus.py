"""Prometheus's own programs for tests: promtool over our rules, and a real server that scrapes what a test runs.

They are no Python packages, so there is no wheel; `make tools` fetches Debian's where it can. A test that cannot have
them is skipped with a reason that says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from grosz.ports import free_port
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "deploy/monitoring"
SETTINGS = {"promtool": "GROSZ_PROMTOOL", "prometheus": "GROSZ_PROMETHEUS"}
RULES = sorted((MONITORING / "rules").glob("*.yaml"))


def tool(name: str) -> str:
    """The path of promtool or prometheus; skips the test when it is nowhere."""
    found = (
        os.environ.get(SETTINGS[name])
        or shutil.which(name)
        or shutil.which(name, path=str(ROOT / ".venv/tools/usr/bin"))
    )
    if not found:
        pytest.skip(f"LEFT OUT: there is no {name}; run `make tools`, or set {SETTINGS[name]}")
    return found


def promtool(*arguments: str | Path, told: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run promtool; `told` goes to its standard input."""
    return subprocess.run(
        [tool("promtool"), *map(str, arguments)], input=told, capture_output=True, text=True, timeout=60, check=False
    )


@dataclass
class Prometheus:
    """A running server. Answers are what its HTTP interface gives."""

    url: str

    def ask(self, expression: str) -> list[dict[str, Any]]:
        """The series of an instant query. Raises AssertionError with Prometheus's words when it is refused."""
        answer = httpx.get(f"{self.url}/api/v1/query", params={"query": expression}, timeout=10).json()
        assert answer["status"] == "success", f"{expression}: {answer}"
        result: list[dict[str, Any]] = answer["data"]["result"]
        return result

    def firing(self) -> set[str]:
        return {series["metric"]["alertname"] for series in self.ask('ALERTS{alertstate="firing"}')}

    def down(self) -> list[str]:
        """Targets that could not be scraped yet, each with the reason."""
        targets = httpx.get(f"{self.url}/api/v1/targets", timeout=10).json()["data"]["activeTargets"]
        return [f"{t['scrapeUrl']}: {t['lastError']}" for t in targets if t["health"] != "up"]


@contextmanager
def prometheus(targets: Mapping[str, str], *, audit: str | None = None) -> Iterator[Prometheus]:
    """A server with our rules that scrapes service -> host:port each second; `audit`: the watch's host:port."""
    program, port = tool("prometheus"), free_port()
    jobs: list[dict[str, Any]] = [
        {
            "job_name": "grosz",
            "static_configs": [{"targets": [at], "labels": {"service": name}} for name, at in targets.items()],
        }
    ]
    if audit:
        jobs.append({"job_name": "grosz-audit", "static_configs": [{"targets": [audit]}]})
    with tempfile.TemporaryDirectory(prefix="grosz-prometheus-", ignore_cleanup_errors=True) as folder:
        settings = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(rule) for rule in RULES],
            "scrape_configs": jobs,
        }
        file = Path(folder) / "prometheus.yaml"
        file.write_text(yaml.safe_dump(settings))
        with (Path(folder) / "log").open("w+") as log:
            running = subprocess.Popen(
                [
                    program,
                    f"--config.file={file}",
                    f"--storage.tsdb.path={folder}/data",
                    f"--web.listen-address=127.0.0.1:{port}",
                ],
                stdout=log,
                stderr=log,
            )
            server = Prometheus(f"http://127.0.0.1:{port}")
            try:
                wait_until(lambda: _ready(server.url), missing=lambda: (Path(folder) / "log").read_text()[-2000:])
                yield server
            finally:
                running.terminate()
                running.wait(20)


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/-/ready", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
