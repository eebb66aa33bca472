"""What we ask of a pod: restricted rights (Pod Security), probes that tell the truth, an end in peace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deploy.k8s.check.finding import Finding
from deploy.k8s.check.world import SERVING, Pod, World

HANDLERS = {"httpGet", "tcpSocket", "exec", "grpc"}
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
VOLUMES = {"configMap", "secret", "emptyDir", "persistentVolumeClaim", "projected", "downwardAPI", "csi", "ephemeral"}
DRAIN_SECONDS = 60
"""Of a service: HTTP 20 (`hosting/host.py`), bus 20 (`transport/bus.py`), writer and read models 10 each."""
COMPONENT = "app.kubernetes.io/component"


def rights_are_restricted(world: World) -> Iterator[Finding]:
    """Pod Security `restricted`, and a root file system that nobody writes to. An API server would only warn."""
    for pod in world.written_pods:
        whole = pod.spec.get("securityContext", {})
        wrong = []
        if whole.get("runAsNonRoot") is not True or not whole.get("runAsUser"):
            wrong.append("the pod may run as root")
        if whole.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            wrong.append("the pod has no seccomp profile")
        if any(pod.spec.get(word) for word in ("hostNetwork", "hostPID", "hostIPC")):
            wrong.append("the pod shares its node's namespaces")
        wrong += [
            f"volume {v['name']} is of a kind that is not allowed" for v in _volumes(pod) if not v.keys() & VOLUMES
        ]
        for container in pod.containers:
            own = container.get("securityContext", {})
            if own.get("allowPrivilegeEscalation") is not False or own.get("privileged"):
                wrong.append("a container may gain rights")
            if own.get("capabilities") != {"drop": ["ALL"]}:
                wrong.append("a container keeps capabilities")
            if own.get("readOnlyRootFilesystem") is not True:
                wrong.append("a container may write to its root file system")
            if own.get("runAsUser") == 0 or own.get("runAsNonRoot") is False:
                wrong.append("a container may run as root")
            if any("hostPort" in port for port in container.get("ports", [])):
                wrong.append("a container takes a port of its node")
        yield from (Finding.of(pod.maker, "restricted", what) for what in wrong)


def nobody_holds_a_token(world: World) -> Iterator[Finding]:
    for account in world.kind("ServiceAccount"):
        if account.get("automountServiceAccountToken") is not False:
            yield Finding.of(account, "tokens", "its token is mounted by default")
    for pod in world.written_pods:
        if pod.spec.get("automountServiceAccountToken") is not False:
            yield Finding.of(pod.maker, "tokens", "its pod mounts a token")
        if pod.spec.get("serviceAccountName", "default") == "default":
            yield Finding.of(pod.maker, "tokens", "it has no service account of its own")
        if pod.spec.get("enableServiceLinks") is not False:
            yield Finding.of(pod.maker, "tokens", "every service of the namespace is put into its environment")


def a_probe_has_one_handler(world: World) -> Iterator[Finding]:
    for pod in world.written_pods:
        for container in pod.containers:
            for name in PROBES:
                if name in container and len(container[name].keys() & HANDLERS) != 1:
                    yield Finding.of(
                        pod.maker, "probes", f"{name} asks in {len(container[name].keys() & HANDLERS)} ways"
                    )


def probes_tell_the_truth(world: World) -> Iterator[Finding]:
    """All three; whether it lives is another question than whether it is ready."""
    for pod in world.written_pods:
        if pod.maker["kind"] not in SERVING:
            continue
        for container in pod.containers:
            lacking = [name for name in PROBES if name not in container]
            if lacking:
                yield Finding.of(pod.maker, "probes", f"it has no {', '.join(lacking)}")
                continue
            asked = {name: {k: v for k, v in container[name].items() if k in HANDLERS} for name in PROBES}
            if asked["livenessProbe"] == asked["readinessProbe"]:
                yield Finding.of(pod.maker, "probes", "to live and to be ready are one question")
            if pod.labels.get(COMPONENT) == "service":
                for name in ("startupProbe", "livenessProbe"):
                    if asked[name].get("httpGet", {}).get("path") != "/health/live":
                        yield Finding.of(pod.maker, "probes", f"{name} kills for what is not the process's fault")
                if asked["readinessProbe"].get("httpGet", {}).get("path") != "/health/ready":
                    yield Finding.of(pod.maker, "probes", "readiness does not ask what is waited for")


def it_may_end_in_peace(world: World) -> Iterator[Finding]:
    for pod in world.written_pods:
        grace = pod.spec.get("terminationGracePeriodSeconds", 30)
        drain = DRAIN_SECONDS if pod.labels.get(COMPONENT) == "service" else 0
        for container in pod.containers:
            pause = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            if pause + drain >= grace:
                yield Finding.of(
                    pod.maker, "drain", f"{pause} s of pause and {drain} s of drain do not fit into {grace} s"
                )
            if drain and not pause:
                yield Finding.of(pod.maker, "drain", "it is stopped while others still send to it")


def volumes_and_mounts_belong_together(world: World) -> Iterator[Finding]:
    for pod in world.written_pods:
        there = {volume["name"] for volume in _volumes(pod)}
        there |= {claim["metadata"]["name"] for claim in pod.maker["spec"].get("volumeClaimTemplates", [])}
        mounted = {mount["name"] for container in pod.containers for mount in container.get("volumeMounts", [])}
        for name in sorted(mounted ^ there):
            yield Finding.of(
                pod.maker, "volumes", f"{name} is {'mounted and not there' if name in mounted else 'not mounted'}"
            )
        for volume in _volumes(pod):
            if "emptyDir" in volume and "sizeLimit" not in (volume["emptyDir"] or {}):
                yield Finding.of(pod.maker, "volumes", f"{volume['name']} may fill its node")


def _volumes(pod: Pod) -> list[dict[str, Any]]:
    return list(pod.spec.get("volumes", []))


RULES = [
    rights_are_restricted,
    nobody_holds_a_token,
    a_probe_has_one_handler,
    probes_tell_the_truth,
    it_may_end_in_peace,
    volumes_and_mounts_belong_together,
]
