"""What both overlays come to is right as it stands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from deploy.k8s.check import alerts, rules, schemas
from deploy.k8s.check.render import NotRendered, render
from deploy.k8s.check.world import World
from tests.deploy.conftest import OVERLAYS, ROOT

SERVICES = ("programme", "grants", "payments", "notifications")
BASE = ROOT / "deploy/k8s/base"


def test_every_object_has_the_form_of_its_kind(world: World):
    assert [str(finding) for finding in schemas.check(list(world.documents))] == []


def test_nothing_is_wrong_between_objects(world: World):
    assert [str(finding) for finding in rules.check(world)] == []


def test_a_prometheus_can_read_the_alerts(city: World):
    if not alerts.promtool():
        pytest.skip("LEFT OUT: no promtool; run: make tools")
    assert [str(finding) for finding in alerts.check(city)] == []


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_is_checked_is_what_kubectl_makes(tree: Path, rendered: dict[str, World], overlay: str):
    kubectl = shutil.which("kubectl")
    if not kubectl:
        pytest.skip("LEFT OUT: no kubectl; our own renderer is not held to it")
    done = subprocess.run(
        [kubectl, "kustomize", str(tree / "k8s/overlays" / overlay)], capture_output=True, text=True, check=True
    )
    theirs = {(d["kind"], d["metadata"]["name"]): d for d in yaml.safe_load_all(done.stdout)}
    ours = {(d["kind"], d["metadata"]["name"]): d for d in rendered[overlay].documents}
    assert ours.keys() == theirs.keys()
    for key, document in ours.items():
        assert document == theirs[key]


def test_what_the_renderer_does_not_know_it_refuses(tmp_path: Path):
    (tmp_path / "kustomization.yaml").write_text("namePrefix: other-\n")
    with pytest.raises(NotRendered, match="namePrefix"):
        render(tmp_path)


def test_the_city_s_alerts_are_those_that_promtool_tests(city: World):
    """One source: what stands under `spec` is a file of deploy/monitoring/rules."""
    files = {file.stem: yaml.safe_load(file.read_text()) for file in (ROOT / "deploy/monitoring/rules").glob("*.yaml")}
    stated = {d["metadata"]["name"]: d["spec"] for d in city.kind("PrometheusRule")}
    assert stated == {f"grosz-{stem}": content for stem, content in files.items()}
    assert alerts.WRITTEN.read_text() == alerts.text(), "run: make manifests"


def test_grafana_finds_every_dashboard(city: World):
    files = {file.name: file.read_text() for file in (ROOT / "deploy/monitoring/dashboards").glob("*.json")}
    found = [d for d in city.kind("ConfigMap") if d["metadata"]["labels"].get("grafana_dashboard") == "1"]
    assert {name: text for document in found for name, text in document["data"].items()} == files


@pytest.mark.parametrize("service", SERVICES[1:])
@pytest.mark.parametrize("file", sorted(path.name for path in (BASE / "programme").glob("*.yaml")))
def test_the_four_services_are_of_one_shape(service: str, file: str):
    """But for their name, what they are for, how many there are and why, and when their durables are looked at."""
    assert _shape(BASE / service / file, service) == _shape(BASE / "programme" / file, "programme")


def _shape(path: Path, name: str) -> list[object]:
    documents = [document for document in yaml.safe_load_all(path.read_text().replace(name, "SERVICE")) if document]
    for document in documents:
        spec = document.get("spec", {})
        for notes in (document.get("metadata", {}), spec.get("template", {}).get("metadata", {})):
            notes.get("annotations", {}).pop("a8r.io/description", None)
        if document["kind"] == "Deployment":
            spec.pop("replicas")
            spec["template"]["spec"].pop("tolerations", None)
        if document["kind"] == "CronJob":
            spec.pop("schedule")
    return documents


def test_no_secret_is_in_the_tree():
    assert "secrets/" in (ROOT / "deploy/k8s/overlays/local/.gitignore").read_text().splitlines()
    for file in (ROOT / "deploy/k8s").rglob("*.yaml"):
        if "secrets" not in file.parts:
            assert not any(d and d.get("kind") == "Secret" for d in yaml.safe_load_all(file.read_text())), file
