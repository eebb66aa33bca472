"""What somebody sees who opens an object in a dashboard: whose it is, what it is for, what to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy.k8s.check.finding import Finding
from deploy.k8s.check.world import SERVING, WORKLOADS, World, template_of

TREE = Path(__file__).parents[4]
NAMED = "app.kubernetes.io/"
LABELS = [f"{NAMED}{word}" for word in ("name", "instance", "version", "component", "part-of", "managed-by")]
PROJECT = "headlamp.dev/project-id"
OWN = ["a8r.io/owner", "a8r.io/description", "a8r.io/runbook", "grosz/dashboard"]
DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"


def every_object_bears_the_labels(world: World) -> Iterator[Finding]:
    for document in world.documents:
        for what, labels in _labelled(document):
            for label in [*LABELS, PROJECT]:
                if label not in labels:
                    yield Finding.of(document, "labels", f"{what} lacks the label {label}")
            if labels.get(PROJECT) != "grosz" or labels.get(f"{NAMED}part-of") != "grosz":
                yield Finding.of(document, "labels", f"{what} is not of the project grosz")


def a_claim_bears_no_version(world: World) -> Iterator[Finding]:
    """The templates of claims can never be changed: an upgrade would be refused."""
    for document in world.kind("StatefulSet"):
        for claim in document["spec"].get("volumeClaimTemplates", []):
            if f"{NAMED}version" in claim["metadata"].get("labels", {}):
                yield Finding.of(document, "claims", "a template of a claim bears a version, and can never be changed")


def every_workload_says_whose_it_is(world: World) -> Iterator[Finding]:
    for document in world.kind(*WORKLOADS, "Cluster", "Namespace"):
        notes = [("it", document["metadata"].get("annotations", {}))]
        if document["kind"] in SERVING and (template := template_of(document)):
            notes.append(("its pod", template["metadata"].get("annotations", {})))
        for what, noted in notes:
            for annotation in OWN:
                if not noted.get(annotation):
                    yield Finding.of(document, "annotations", f"{what} lacks the annotation {annotation}")
            runbook = noted.get("a8r.io/runbook", "")
            if runbook and not (TREE / runbook).is_file():
                yield Finding.of(document, "annotations", f"there is no {runbook}")
            dashboard = noted.get("grosz/dashboard", "").removeprefix("/d/").partition("?")[0]
            if dashboard and not (TREE / f"deploy/monitoring/dashboards/{dashboard}.json").is_file():
                yield Finding.of(document, "annotations", f"there is no dashboard {dashboard}")


def a_pod_names_its_container(world: World) -> Iterator[Finding]:
    for pod in world.written_pods:
        named = (pod.template or {})["metadata"].get("annotations", {}).get(DEFAULT_CONTAINER)
        if named not in {container["name"] for container in pod.containers}:
            yield Finding.of(pod.maker, "annotations", f"{DEFAULT_CONTAINER} names no container of it")


def _labelled(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    yield "it", document["metadata"].get("labels", {})
    if template := template_of(document):
        yield "its pod", template["metadata"].get("labels", {})


RULES = [
    every_object_bears_the_labels,
    a_claim_bears_no_version,
    every_workload_says_whose_it_is,
    a_pod_names_its_container,
]
