"""The rendered objects, and the pods that they will come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Document = dict[str, Any]
WORKLOADS = {"Deployment", "StatefulSet", "Job", "CronJob"}
SERVING = {"Deployment", "StatefulSet"}


@dataclass(frozen=True)
class Pod:
    """A pod as its maker describes it. maker: the object; template: None where an operator makes the pod."""

    maker: Document
    template: Document | None
    labels: Mapping[str, str]
    ports: Mapping[str, int]

    @property
    def name(self) -> str:
        return f"{self.maker['kind']}/{self.maker['metadata']['name']}"

    @property
    def spec(self) -> Document:
        """Empty for a pod of an operator's."""
        return dict(self.template["spec"]) if self.template else {}

    @property
    def containers(self) -> list[Document]:
        return [*self.spec.get("initContainers", []), *self.spec.get("containers", [])]


@dataclass(frozen=True)
class World:
    """All that one overlay comes to."""

    documents: Sequence[Document]

    def kind(self, *kinds: str) -> list[Document]:
        return [document for document in self.documents if document["kind"] in kinds]

    @cached_property
    def pods(self) -> list[Pod]:
        return [pod for document in self.documents for pod in _pods(document)]

    @cached_property
    def written_pods(self) -> list[Pod]:
        """Those whose description is ours."""
        return [pod for pod in self.pods if pod.template]

    def matching(self, selector: Document) -> list[Pod]:
        return [pod for pod in self.pods if matches(selector, pod.labels)]


def matches(selector: Document | None, labels: Mapping[str, str]) -> bool:
    """A label selector; an empty one matches all. We use equality only, and the rules see to that."""
    return bool((selector or {}).get("matchLabels", {}).items() <= labels.items())


def template_of(document: Document) -> Document | None:
    match document["kind"]:
        case "Deployment" | "StatefulSet" | "Job":
            return dict(document["spec"]["template"])
        case "CronJob":
            return dict(document["spec"]["jobTemplate"]["spec"]["template"])
        case _:
            return None


def _pods(document: Document) -> Iterator[Pod]:
    if template := template_of(document):
        containers = template["spec"].get("containers", [])
        ports = {port.get("name", ""): port["containerPort"] for c in containers for port in c.get("ports", [])}
        yield Pod(document, template, template.get("metadata", {}).get("labels", {}), ports)
    elif document["kind"] == "Cluster":
        given = document["spec"].get("inheritedMetadata", {}).get("labels", {})
        labels = {**given, "cnpg.io/cluster": document["metadata"]["name"]}
        yield Pod(document, None, labels, {"postgresql": 5432, "metrics": 9187, "status": 8000})
