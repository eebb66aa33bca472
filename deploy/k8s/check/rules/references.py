"""What an object names is there: config, secrets and the files in them, accounts, claims, targets of scaling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deploy.k8s.check.finding import Finding
from deploy.k8s.check.world import Document, Pod, World

EXTERNAL = {("ClusterSecretStore", "city")}
"""What the cluster has and no overlay of ours makes."""


def what_a_pod_names_is_there(world: World) -> Iterator[Finding]:
    there = _there(world)
    for pod in world.written_pods:
        for kind, name in _named(pod):
            if (kind, name) not in there:
                yield Finding.of(pod.maker, "references", f"there is no {kind} {name}")


def what_an_operator_is_told_of_is_there(world: World) -> Iterator[Finding]:
    there = _there(world) | EXTERNAL
    for document in world.documents:
        spec = document.get("spec", {})
        named: list[tuple[str, str]] = []
        match document["kind"]:
            case "Cluster":
                named += [("Secret", role["passwordSecret"]["name"]) for role in spec["managed"]["roles"]]
                named += [("Secret", name) for name in spec["certificates"].values()]
                named += [("ObjectStore", p["parameters"]["barmanObjectName"]) for p in spec.get("plugins", [])]
            case "ScheduledBackup":
                named.append(("Cluster", spec["cluster"]["name"]))
            case "ObjectStore":
                named += [("Secret", key["name"]) for key in spec["configuration"]["s3Credentials"].values()]
            case "ExternalSecret":
                named.append((spec["secretStoreRef"]["kind"], spec["secretStoreRef"]["name"]))
            case "ScaledObject":
                target = spec.get("scaleTargetRef", {})
                named.append((target.get("kind", "Deployment"), target.get("name", "")))
            case "StatefulSet":
                named.append(("Service", spec["serviceName"]))
        for kind, name in named:
            if (kind, name) not in there:
                yield Finding.of(document, "references", f"there is no {kind} {name}")


def a_file_of_a_secret_is_in_it(world: World) -> Iterator[Finding]:
    """A setting that ends in _FILE names a file that is mounted from a secret which holds it."""
    secrets = {document["metadata"]["name"]: set(document["data"]) for document in world.kind("Secret")}
    for document in world.kind("ExternalSecret"):
        told = document["spec"]["target"].get("template", {}).get("data")
        secrets[document["spec"]["target"]["name"]] = set(
            told or {each["secretKey"] for each in document["spec"]["data"]}
        )
    for pod in world.written_pods:
        volumes = {v["name"]: v["secret"]["secretName"] for v in pod.spec.get("volumes", []) if "secret" in v}
        for container in pod.containers:
            mounts = {
                m["mountPath"]: volumes[m["name"]] for m in container.get("volumeMounts", []) if m["name"] in volumes
            }
            wanted = [v["value"] for v in container.get("env", []) if v["name"].endswith("_FILE")]
            for path in wanted:
                folder, _, file = path.rpartition("/")
                if file not in secrets.get(mounts.get(folder, ""), ()):
                    yield Finding.of(pod.maker, "references", f"no secret that is mounted holds {path}")
            for mount in container.get("volumeMounts", []):
                if mount["name"] in volumes and mount.get("subPath", "") not in {
                    "",
                    *secrets.get(volumes[mount["name"]], ()),
                }:
                    yield Finding.of(pod.maker, "references", f"the secret does not hold {mount['subPath']}")


def who_is_scaled_has_no_size_of_its_own(world: World) -> Iterator[Finding]:
    scaled = {document["spec"].get("scaleTargetRef", {}).get("name") for document in world.kind("ScaledObject")}
    for document in world.kind("Deployment", "StatefulSet"):
        has = "replicas" in document["spec"]
        if has == (document["metadata"]["name"] in scaled):
            yield Finding.of(document, "scaling", "it is scaled and says how many" if has else "nothing says how many")


def _there(world: World) -> set[tuple[str, str]]:
    there = {(document["kind"], document["metadata"]["name"]) for document in world.documents}
    return there | {("Secret", document["spec"]["target"]["name"]) for document in world.kind("ExternalSecret")}


def _named(pod: Pod) -> Iterator[tuple[str, str]]:
    yield "ServiceAccount", pod.spec.get("serviceAccountName", "")
    for volume in pod.spec.get("volumes", []):
        yield from _of_volume(volume)
    for container in pod.containers:
        for source in container.get("envFrom", []):
            yield from ((kind, source[key]["name"]) for key, kind in _FROM.items() if key in source)
        for variable in container.get("env", []):
            value: dict[str, Any] = variable.get("valueFrom", {})
            yield from ((kind, value[key]["name"]) for key, kind in _FROM.items() if key in value)


def _of_volume(volume: Document) -> Iterator[tuple[str, str]]:
    if "secret" in volume:
        yield "Secret", volume["secret"]["secretName"]
    if "configMap" in volume:
        yield "ConfigMap", volume["configMap"]["name"]
    if "persistentVolumeClaim" in volume:
        yield "PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]


_FROM = {"configMapRef": "ConfigMap", "secretRef": "Secret", "configMapKeyRef": "ConfigMap", "secretKeyRef": "Secret"}
RULES = [
    what_a_pod_names_is_there,
    what_an_operator_is_told_of_is_there,
    a_file_of_a_secret_is_in_it,
    who_is_scaled_has_no_size_of_its_own,
]
