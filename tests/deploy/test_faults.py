"""Faults that people make, one at a time: each is found by a check that is committed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from deploy.k8s.check import alerts, network, rules, schemas
from deploy.k8s.check.rules.resources import an_image_is_pinned
from deploy.k8s.check.world import World

Spoil = Callable[[World], object]
FAULTS: dict[str, tuple[str, Spoil]] = {}


def fault(what: str, *, found_by: str) -> Callable[[Spoil], Spoil]:
    def keep(spoil: Spoil) -> Spoil:
        FAULTS[what] = (found_by, spoil)
        return spoil

    return keep


def one(world: World, kind: str, name: str) -> dict[str, Any]:
    return next(d for d in world.documents if d["kind"] == kind and d["metadata"]["name"] == name)


def pod(world: World) -> dict[str, Any]:
    return one(world, "Deployment", "programme")["spec"]["template"]["spec"]


def container(world: World) -> dict[str, Any]:
    return pod(world)["containers"][0]


@fault("a typing error: readinesProbe", found_by="schema")
def _(w):
    container(w)["readinesProbe"] = container(w).pop("readinessProbe")


@fault("a number as text: replicas", found_by="schema")
def _(w):
    one(w, "Deployment", "programme")["spec"]["replicas"] = "2"


@fault("a probe that asks in two ways", found_by="probes")
def _(w):
    container(w)["readinessProbe"]["tcpSocket"] = {"port": 8000}


@fault("a selector that does not match its pods", found_by="selectors")
def _(w):
    one(w, "Deployment", "programme")["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"] = "other"


@fault("a container that may gain rights", found_by="restricted")
def _(w):
    container(w)["securityContext"]["allowPrivilegeEscalation"] = True


@fault("a budget of disruption with two figures", found_by="disruption")
def _(w):
    one(w, "PodDisruptionBudget", "programme")["spec"]["minAvailable"] = 1


@fault("a name of a port with more than fifteen characters", found_by="ports")
def _(w):
    container(w)["ports"][0]["name"] = "http-main-endpoint"


@fault("a mount without its volume", found_by="volumes")
def _(w):
    container(w)["volumeMounts"].append({"name": "nowhere", "mountPath": "/x"})


@fault("more requested than allowed", found_by="resources")
def _(w):
    container(w)["resources"]["requests"]["memory"] = "1Gi"


@fault("a quantity that is none", found_by="quantities")
def _(w):
    container(w)["resources"]["limits"]["memory"] = "192MB"
    container(w)["resources"]["requests"]["memory"] = "192MB"


@fault("a pause longer than the grace", found_by="drain")
def _(w):
    container(w)["lifecycle"]["preStop"]["sleep"]["seconds"] = 300


@fault("a monitor's interval with a space", found_by="schema")
def _(w):
    one(w, "ServiceMonitor", "grosz")["spec"]["endpoints"][0]["interval"] = "15 sec"


@fault("a monitor's field that does not exist", found_by="schema")
def _(w):
    one(w, "ServiceMonitor", "grosz")["spec"]["endpoints"][0]["intervall"] = "15s"


@fault("a scaling without a target", found_by="schema")
def _(w):
    del one(w, "ScaledObject", "notifications")["spec"]["scaleTargetRef"]


@fault("a scaling's number as text", found_by="schema")
def _(w):
    one(w, "ScaledObject", "notifications")["spec"]["pollingInterval"] = "30s"


@fault("a cluster of no instances", found_by="schema")
def _(w):
    one(w, "Cluster", "postgres")["spec"]["instances"] = 0


@fault("a way of replication that does not exist", found_by="schema")
def _(w):
    one(w, "Cluster", "postgres")["spec"]["postgresql"]["synchronous"]["method"] = "some"


@fault("an expression that is none", found_by="source")
def _(w):
    one(w, "PrometheusRule", "grosz-money")["spec"]["groups"][0]["rules"][0]["expr"] = "sum by (x"


@fault("a probe of a port that is not named", found_by="ports")
def _(w):
    container(w)["readinessProbe"]["httpGet"]["port"] = "htpp"


@fault("a ConfigMap that is not there", found_by="references")
def _(w):
    container(w)["envFrom"][0]["configMapRef"]["name"] = "nowhere"


@fault("no resources", found_by="resources")
def _(w):
    container(w).pop("resources")


@fault("an image that moves", found_by="images")
def _(w):
    container(w)["image"] = "grosz/programme:latest"


@fault("a pod that may be root", found_by="restricted")
def _(w):
    pod(w)["securityContext"] = {"runAsUser": 0}


@fault("a token in the pod", found_by="tokens")
def _(w):
    pod(w)["automountServiceAccountToken"] = True


@fault("liveness that asks the database", found_by="probes")
def _(w):
    container(w)["livenessProbe"]["httpGet"]["path"] = "/health/ready"


@fault("a drain that does not fit", found_by="drain")
def _(w):
    pod(w)["terminationGracePeriodSeconds"] = 30


@fault("a secret that nobody makes", found_by="references")
def _(w):
    w.documents.remove(one(w, "ExternalSecret", "programme"))


@fault("a file that its secret does not hold", found_by="references")
def _(w):
    one(w, "ExternalSecret", "programme")["spec"]["data"].pop()


@fault("a version in a claim's template", found_by="claims")
def _(w):
    claim = one(w, "StatefulSet", "nats")["spec"]["volumeClaimTemplates"][0]
    claim["metadata"]["labels"]["app.kubernetes.io/version"] = "0.1.0"


@fault("an object without its project", found_by="labels")
def _(w):
    del one(w, "Service", "grants")["metadata"]["labels"]["headlamp.dev/project-id"]


@fault("a runbook that is not written", found_by="annotations")
def _(w):
    one(w, "Deployment", "grants")["metadata"]["annotations"]["a8r.io/runbook"] = "docs/runbooks/Nothing.md"


@fault("two who say how many there are", found_by="scaling")
def _(w):
    one(w, "Deployment", "notifications")["spec"]["replicas"] = 2


@fault("a Service that leads nowhere", found_by="selectors")
def _(w):
    one(w, "Service", "payments")["spec"]["selector"]["app.kubernetes.io/name"] = "payment"


@fault("a policy for nobody", found_by="selectors")
def _(w):
    one(w, "NetworkPolicy", "grants-to-nats")["spec"]["podSelector"]["matchLabels"] = {"app": "grants"}


@fault("a policy that lets everybody in", found_by="edges")
def _(w):
    one(w, "NetworkPolicy", "grants-from-ingress")["spec"]["ingress"][0].pop("from")


@fault("a directory that may fill its node", found_by="volumes")
def _(w):
    next(v for v in pod(w)["volumes"] if "emptyDir" in v)["emptyDir"] = {}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_found(changed: Callable[[], World], what: str):
    found_by, spoil = FAULTS[what]
    world = changed()
    spoil(world)
    assert found_by in {finding.rule for finding in _all_checks(world)} | _elsewhere(world)


def test_a_city_that_does_not_pin_its_images_is_told_which(city: World):
    """Ours cannot be: a digest comes of a build. So this check is the city's to ask for (--pinned)."""
    found = {str(finding) for finding in an_image_is_pinned(city)}
    assert any("grosz/programme:0.1.0 is not pinned" in finding for finding in found)


def _all_checks(world: World) -> list[Any]:
    # Rules look into what is well formed only; a fault of form is enough.
    return list(schemas.check(list(world.documents))) or [*rules.check(world), *alerts.check(world)]


def _elsewhere(world: World) -> set[str]:
    """Checks that are tests of their own: alerts against their source, and the edges."""
    found = set()
    sources = [yaml.safe_load(file.read_text()) for file in sorted(alerts.RULES.glob("*.yaml"))]
    if [d["spec"] for d in world.kind("PrometheusRule")] != sources:
        found.add("source")
    if ("somebody-else", "grants", 8000) in network.edges(world):
        found.add("edges")
    return found
