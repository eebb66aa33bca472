"""A port that is named is there under that name, wherever it is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploy.k8s.check.finding import Finding
from deploy.k8s.check.rules.pods import HANDLERS, PROBES
from deploy.k8s.check.world import Document, World

_NAME = re.compile(r"(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")


def a_name_of_a_port_is_one(world: World) -> Iterator[Finding]:
    """RFC 6335: at most fifteen characters."""
    for pod in world.written_pods:
        names = [port.get("name", "") for container in pod.containers for port in container.get("ports", [])]
        for name in names:
            if not _NAME.fullmatch(name) or names.count(name) > 1:
                yield Finding.of(pod.maker, "ports", f"{name!r} is no name for a port, or there are two of it")


def probes_ask_a_port_that_is_there(world: World) -> Iterator[Finding]:
    for pod in world.written_pods:
        for container in pod.containers:
            own = {port.get("name") for port in container.get("ports", [])}
            for probe in PROBES:
                for handler in HANDLERS:
                    asked = container.get(probe, {}).get(handler, {}).get("port")
                    if asked is not None and asked not in own:
                        yield Finding.of(pod.maker, "ports", f"{probe} asks port {asked!r}, which is not named there")


def services_lead_to_a_port_that_is_there(world: World) -> Iterator[Finding]:
    for service in world.kind("Service"):
        pods = world.matching({"matchLabels": service["spec"]["selector"]})
        for port in service["spec"]["ports"]:
            for pod in pods:
                if port["targetPort"] not in pod.ports:
                    yield Finding.of(service, "ports", f"{pod.name} has no port {port['targetPort']!r}")


def policies_open_a_port_that_is_there(world: World) -> Iterator[Finding]:
    for policy in world.kind("NetworkPolicy"):
        for rule in policy["spec"].get("ingress", []):
            for pod in world.matching(policy["spec"]["podSelector"]):
                for port in rule.get("ports", []):
                    if port["port"] not in {*pod.ports, *pod.ports.values()}:
                        yield Finding.of(policy, "ports", f"{pod.name} has no port {port['port']!r}")


def a_prometheus_scrapes_a_port_that_is_there(world: World) -> Iterator[Finding]:
    for monitor in world.kind("ServiceMonitor"):
        wanted = monitor["spec"]["selector"]["matchLabels"]
        found = [s for s in world.kind("Service") if wanted.items() <= s["metadata"]["labels"].items()]
        names = [{port["name"] for port in service["spec"]["ports"]} for service in found]
        yield from _scraped(monitor, monitor["spec"]["endpoints"], names)
    for monitor in world.kind("PodMonitor"):
        names = [set(pod.ports) for pod in world.matching(monitor["spec"]["selector"])]
        yield from _scraped(monitor, monitor["spec"]["podMetricsEndpoints"], names)


def _scraped(monitor: Document, endpoints: list[Document], names: list[set[str]]) -> Iterator[Finding]:
    if not names:
        yield Finding.of(monitor, "ports", "it selects nothing")
    for endpoint in endpoints:
        if any(endpoint["port"] not in own for own in names):
            yield Finding.of(monitor, "ports", f"a target has no port {endpoint['port']!r}")


RULES = [
    a_name_of_a_port_is_one,
    probes_ask_a_port_that_is_there,
    services_lead_to_a_port_that_is_there,
    policies_open_a_port_that_is_there,
    a_prometheus_scrapes_a_port_that_is_there,
]
