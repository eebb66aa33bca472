"""What a pod may take, and which image it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from deploy.k8s.check.finding import Finding
from deploy.k8s.check.world import Document, World

_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?")
_FACTORS = {None: Decimal(1), "m": Decimal("0.001")}
_FACTORS |= {unit: Decimal(1000) ** power for power, unit in enumerate(("k", "M", "G", "T"), 1)}
_FACTORS |= {unit: Decimal(1024) ** power for power, unit in enumerate(("Ki", "Mi", "Gi", "Ti"), 1)}


def quantity(text: object) -> Decimal | None:
    """A quantity of Kubernetes as a number; None: it is none (as 192MB)."""
    found = _QUANTITY.fullmatch(str(text))
    return Decimal(found[1]) * _FACTORS[found[2]] if found else None


def memory_is_kept_and_cpu_is_not_stopped(world: World) -> Iterator[Finding]:
    """Memory: request and limit are one, so that no pod dies for another's growth. CPU: a request and no limit."""
    for pod in world.written_pods:
        for container in pod.containers:
            given = container.get("resources", {})
            requests, limits = given.get("requests", {}), given.get("limits", {})
            if "cpu" not in requests or "memory" not in requests or requests.get("memory") != limits.get("memory"):
                yield Finding.of(pod.maker, "resources", "it needs requests of cpu and memory, and memory as its limit")
            if "cpu" in limits:
                yield Finding.of(pod.maker, "resources", "a limit of cpu stops an append in its middle")
            for name in requests.keys() & limits.keys():
                least, most = quantity(requests[name]), quantity(limits[name])
                if least is not None and most is not None and least > most:
                    yield Finding.of(pod.maker, "resources", f"more {name} is requested than allowed")


def quantities_are_quantities(world: World) -> Iterator[Finding]:
    for document in world.documents:
        for where, value in _quantities(document):
            if quantity(value) is None:
                yield Finding.of(document, "quantities", f"{where}: {value!r} is no quantity")


def an_image_is_one_image(world: World) -> Iterator[Finding]:
    """A tag that says which, or a digest; what is told to move (`latest`) is never one thing."""
    for pod in world.written_pods:
        for container in pod.containers:
            name, _, digest = container["image"].partition("@")
            _, _, tag = name.rpartition("/")[2].partition(":")
            if not digest and (not tag or tag == "latest"):
                yield Finding.of(pod.maker, "images", f"{container['image']} may be another image tomorrow")


def an_image_is_pinned(world: World) -> Iterator[Finding]:
    """For the overlay of a city (`--pinned`): each by digest. No other overlay can know them: they come of a build."""
    for pod in world.written_pods:
        for container in pod.containers:
            if not re.fullmatch(r".+@sha256:[0-9a-f]{64}", container["image"]):
                yield Finding.of(pod.maker, "images", f"{container['image']} is not pinned by digest")
    for cluster in world.kind("Cluster"):
        if "@sha256:" not in cluster["spec"]["imageName"]:
            yield Finding.of(cluster, "images", f"{cluster['spec']['imageName']} is not pinned by digest")


def _quantities(value: Document, path: str = "") -> Iterator[tuple[str, object]]:
    for key, part in value.items():
        if key in {"requests", "limits"} and isinstance(part, dict):
            yield from ((f"{path}/{key}/{name}", each) for name, each in part.items())
        elif key == "sizeLimit" or (key == "size" and path.endswith("torage")):
            yield f"{path}/{key}", part
        elif isinstance(part, dict):
            yield from _quantities(part, f"{path}/{key}")
        elif isinstance(part, list):
            for each in part:
                if isinstance(each, dict):
                    yield from _quantities(each, f"{path}/{key}")


RULES = [memory_is_kept_and_cpu_is_not_stopped, quantities_are_quantities, an_image_is_one_image]
