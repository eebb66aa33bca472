"""Who may speak to whom: the policies, played through for every pair of pods and every port.

A connection is open when the sender's policies let it out and the receiver's let it in, and where a pod is selected by
no policy of a direction, that direction is open. Neighbours in other namespaces stand for all that lives there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deploy.k8s.check.world import Pod, World, matches

NAMESPACE_NAME = "kubernetes.io/metadata.name"
NEIGHBOURS = ("ingress", "monitoring", "keda", "cnpg-system", "kube-system", "somebody-else")


@dataclass(frozen=True)
class End:
    """Either a pod of ours, told by its role or its name, or a neighbour. ports: name to number."""

    name: str
    namespace: str
    labels: dict[str, str]
    ports: dict[str, int]


def edges(world: World) -> set[tuple[str, str, int]]:
    """(from, to, port) of every connection that is open within the namespace, into it, and to the cluster's DNS."""
    ours = sorted({_end(pod) for pod in world.pods}, key=lambda end: end.name)
    others = [End(name, name, {}, {}) for name in NEIGHBOURS if name != "kube-system"]
    dns = End("dns", "kube-system", {"k8s-app": "kube-dns"}, {"dns": 53})
    found = set()
    for source in [*ours, *others]:
        for target in [*ours, dns]:
            if source.namespace != "grosz" and target.namespace != "grosz":
                continue
            for port in {*target.ports.values()}:
                leaves = source.namespace != "grosz" or _open(world, "Egress", source, target, port)
                enters = target.namespace != "grosz" or _open(world, "Ingress", target, source, port)
                if leaves and enters:
                    found.add((source.name, target.name, port))
    return found


def _end(pod: Pod) -> End:
    name = pod.labels.get("grosz/role") or pod.maker["metadata"]["name"]
    return _Hashable(str(name), "grosz", dict(pod.labels), dict(pod.ports))


class _Hashable(End):
    def __hash__(self) -> int:
        return hash(self.name)


def _open(world: World, direction: str, here: End, there: End, port: int) -> bool:
    word = direction.lower()
    selecting = [
        policy["spec"]
        for policy in world.kind("NetworkPolicy")
        if direction in policy["spec"]["policyTypes"] and matches(policy["spec"]["podSelector"], here.labels)
    ]
    if not selecting:
        return True
    receiver = here if direction == "Ingress" else there
    peers = "from" if direction == "Ingress" else "to"
    return any(
        _port(rule, receiver, port) and any(_peer(peer, there) for peer in rule.get(peers, [{}]))
        for spec in selecting
        for rule in spec.get(word, [])
    )


def _port(rule: dict[str, Any], receiver: End, port: int) -> bool:
    if "ports" not in rule:
        return True
    return any(port in (each["port"], receiver.ports.get(str(each["port"]))) for each in rule["ports"])


def _peer(peer: dict[str, Any], end: End) -> bool:
    if "ipBlock" in peer:
        return False
    if "namespaceSelector" in peer:
        if not matches(peer["namespaceSelector"], {NAMESPACE_NAME: end.namespace}):
            return False
    elif peer and end.namespace != "grosz":
        return False
    return matches(peer.get("podSelector"), end.labels)


def told(found: set[tuple[str, str, int]]) -> Iterator[str]:
    """For people: one edge a line."""
    for source, target, port in sorted(found):
        yield f"{source} -> {target}:{port}"
