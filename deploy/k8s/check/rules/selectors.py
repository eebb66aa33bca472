"""Whoever selects pods finds them, and every pod is selected by whoever must know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deploy.k8s.check.finding import Finding
from deploy.k8s.check.world import SERVING, World, matches

LASTING = {"app.kubernetes.io/name", "app.kubernetes.io/component"}
"""The only labels that a workload selects by: a selector can never be changed."""


def a_workload_selects_its_own_pods(world: World) -> Iterator[Finding]:
    for pod in world.written_pods:
        if pod.maker["kind"] not in SERVING:
            continue
        selector = pod.maker["spec"]["selector"]
        if selector.keys() != {"matchLabels"} or selector["matchLabels"].keys() != LASTING:
            yield Finding.of(pod.maker, "selectors", f"it must select by {sorted(LASTING)}, which never change")
        if not matches(selector, pod.labels):
            yield Finding.of(pod.maker, "selectors", "its selector does not match its own pods")
        for other in world.matching(selector):
            if other.maker is not pod.maker:
                yield Finding.of(pod.maker, "selectors", f"it selects pods of {other.name} too")


def a_budget_of_disruption_is_one_figure(world: World) -> Iterator[Finding]:
    for budget in world.kind("PodDisruptionBudget"):
        if len(budget["spec"].keys() & {"minAvailable", "maxUnavailable"}) != 1:
            yield Finding.of(budget, "disruption", "it says both minAvailable and maxUnavailable, or neither")
        if budget["spec"].get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
            yield Finding.of(budget, "disruption", "a pod that is ill may hold up the drain of a node")


def what_serves_has_a_budget_of_disruption(world: World) -> Iterator[Finding]:
    for pod in world.written_pods:
        covering = [b for b in world.kind("PodDisruptionBudget") if matches(b["spec"]["selector"], pod.labels)]
        if pod.maker["kind"] in SERVING and len(covering) != 1:
            yield Finding.of(pod.maker, "disruption", f"{len(covering)} budgets of disruption cover it")
        if pod.maker["kind"] not in SERVING and covering:
            yield Finding.of(pod.maker, "disruption", "a pod that ends by itself is counted in a budget of disruption")


def a_selector_finds_somebody(world: World) -> Iterator[Finding]:
    for document in world.kind("Service", "PodDisruptionBudget", "NetworkPolicy"):
        for selector in _selectors(document):
            if not world.matching(selector):
                yield Finding.of(document, "selectors", f"{selector} matches no pod")


def spread_counts_the_workload_itself(world: World) -> Iterator[Finding]:
    for pod in world.written_pods:
        for constraint in pod.spec.get("topologySpreadConstraints", []):
            if not matches(constraint["labelSelector"], pod.labels):
                yield Finding.of(pod.maker, "spread", "it spreads by a selector that does not match it")
        if pod.maker["kind"] == "Deployment" and pod.maker["spec"].get("replicas", 2) > 1:
            keys = {each["topologyKey"] for each in pod.spec.get("topologySpreadConstraints", [])}
            if keys != {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}:
                yield Finding.of(pod.maker, "spread", "several of it may stand on one node")


def _selectors(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    spec = document["spec"]
    match document["kind"]:
        case "Service":
            yield {"matchLabels": spec["selector"]}
        case "PodDisruptionBudget":
            yield spec["selector"]
        case "NetworkPolicy":
            yield spec["podSelector"]
            for rule in [*spec.get("ingress", []), *spec.get("egress", [])]:
                for peer in [*rule.get("from", []), *rule.get("to", [])]:
                    if "namespaceSelector" not in peer:
                        yield peer["podSelector"]


RULES = [
    a_workload_selects_its_own_pods,
    a_budget_of_disruption_is_one_figure,
    what_serves_has_a_budget_of_disruption,
    a_selector_finds_somebody,
    spread_counts_the_workload_itself,
]
