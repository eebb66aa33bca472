"""Alerts as Prometheus Operator's resources: written from deploy/monitoring/rules, and read by promtool as they stand.

python -m deploy.k8s.check.alerts    writes components/monitoring/rules.yaml anew (`make manifests`)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from deploy.k8s.check.finding import Finding
from deploy.k8s.check.world import World

RULES = Path(__file__).parents[2] / "monitoring/rules"
WRITTEN = Path(__file__).parents[1] / "components/monitoring/rules.yaml"
_HEAD = "# Written from deploy/monitoring/rules by `make manifests`; change it there.\n"
_METADATA = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: grosz-{name}
  labels:
    app.kubernetes.io/name: grosz
    app.kubernetes.io/instance: grosz
    app.kubernetes.io/component: alerts
spec:
"""


def text() -> str:
    """One resource for each file of rules; what stands under `spec` is that file, word for word."""
    parts = []
    for file in sorted(RULES.glob("*.yaml")):
        body = "".join(f"  {line}" if line.strip() else line for line in file.read_text().splitlines(keepends=True))
        parts.append(_METADATA.format(name=file.stem) + body)
    return _HEAD + "---\n".join(parts)


def promtool() -> str | None:
    return os.environ.get("GROSZ_PROMTOOL") or shutil.which("promtool")


def said() -> str:
    return "promtool read the alerts" if promtool() else "LEFT OUT: no promtool, expressions of alerts were not read"


def check(world: World) -> Iterator[Finding]:
    """promtool over each resource; nothing when there is no promtool, and `said` says so."""
    tool = promtool()
    for document in world.kind("PrometheusRule") if tool else []:
        if what := _wrong(str(tool), yaml.safe_dump(document["spec"])):
            yield Finding.of(document, "alerts", what)


@cache
def _wrong(tool: str, rules: str) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(rules)
        file.flush()
        done = subprocess.run([tool, "check", "rules", file.name], capture_output=True, text=True, check=False)
    return " ".join((done.stdout + done.stderr).split())[:300] if done.returncode else ""


if __name__ == "__main__":
    WRITTEN.write_text(text())
    print(WRITTEN.name)
