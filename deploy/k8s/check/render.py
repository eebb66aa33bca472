"""The part of kustomize that our overlays use, so that a machine without kubectl can check what they come to.

Anything else in a kustomization is refused, not passed over; a test holds the result to `kubectl kustomize`.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Document = dict[str, Any]
KNOWN = {
    "apiVersion", "kind", "namespace", "resources", "components", "labels", "images", "patches",
    "configMapGenerator", "secretGenerator", "generatorOptions",
}  # fmt: skip
CLUSTER_SCOPED = {"Namespace", "ClusterRole", "ClusterRoleBinding", "PersistentVolume", "StorageClass"}
TEMPLATES = {
    "Deployment": ["spec/template/metadata/labels"],
    "StatefulSet": ["spec/template/metadata/labels", "spec/volumeClaimTemplates[]/metadata/labels"],
    "Job": ["spec/template/metadata/labels"],
    "CronJob": ["spec/jobTemplate/metadata/labels", "spec/jobTemplate/spec/template/metadata/labels"],
}
_MARK = "generated"


class NotRendered(Exception):
    """A kustomization asks for something that is not here, or that this renderer does not do."""


def render(folder: Path) -> list[Document]:
    """What `kubectl kustomize` gives for a folder, in the order in which it is named. Raises NotRendered."""
    documents = _accumulate(folder, [])
    names = {(d["kind"], d["metadata"]["name"]): _hashed(d) for d in documents if d.pop(_MARK, False)}
    for document in documents:
        for place, key, kind in _references(document):
            place[key] = names.get((kind, place[key]), place[key])
        own = (document["kind"], document["metadata"]["name"])
        document["metadata"]["name"] = names.get(own, own[1])
    return documents


def _accumulate(folder: Path, known: list[Document]) -> list[Document]:
    """A kustomization over its resources; a component works on what is known already."""
    plan = _read(folder / "kustomization.yaml")[0]
    if unknown := plan.keys() - KNOWN:
        raise NotRendered(f"{folder}: this renderer does not know {sorted(unknown)}")
    documents = list(known)
    for resource in plan.get("resources", []):
        path = folder / resource
        documents += _accumulate(path, []) if path.is_dir() else _read(path)
    for kind, generators in (("ConfigMap", "configMapGenerator"), ("Secret", "secretGenerator")):
        for generator in plan.get(generators, []):
            _generate(documents, folder, kind, generator, plan.get("generatorOptions", {}))
    for component in plan.get("components", []):
        documents = _accumulate(folder / component, documents)
    for patch in plan.get("patches", []):
        _patch(documents, patch)
    for document in documents:
        _transform(document, plan)
    return documents


def _read(path: Path) -> list[Document]:
    try:
        return [document for document in yaml.safe_load_all(path.read_text()) if document]
    except FileNotFoundError:
        raise NotRendered(f"{path} is not there") from None


def _generate(
    documents: list[Document], folder: Path, kind: str, generator: dict[str, Any], everywhere: dict[str, Any]
) -> None:
    values = dict(literal.split("=", 1) for literal in generator.get("literals", []))
    for name in generator.get("files", []):
        path = folder / name
        if not path.is_file():
            raise NotRendered(f"{path} is not there; docs/operations.md says what makes it")
        values[path.name] = path.read_text()
    if kind == "Secret":
        values = {key: _base64(value) for key, value in values.items()}
    if generator.get("behavior") == "merge":
        same = [d for d in documents if (d["kind"], d["metadata"]["name"]) == (kind, generator["name"])]
        if not same:
            raise NotRendered(f"{folder}: {kind} {generator['name']} is not there to merge into")
        same[0]["data"].update(values)
        return
    options = {**everywhere, **generator.get("options", {})}
    labels = {**everywhere.get("labels", {}), **generator.get("options", {}).get("labels", {})}
    document: Document = {"apiVersion": "v1", "kind": kind, "metadata": {"name": generator["name"]}, "data": values}
    if labels:
        document["metadata"]["labels"] = labels
    if kind == "Secret":
        document["type"] = "Opaque"
    document[_MARK] = not options.get("disableNameSuffixHash", False)
    documents.append(document)


def _base64(value: str) -> str:
    """As kustomize writes it: what is long, in lines of seventy."""
    text = base64.b64encode(value.encode()).decode()
    return "".join(f"{text[at : at + 70]}\n" for at in range(0, len(text), 70)) if len(text) >= 70 else text


def _hashed(document: Document) -> str:
    """kustomize's name for a generated object: ten characters of a digest of what it holds."""
    name = document["metadata"]["name"]
    told = {"kind": document["kind"], "name": "", "data": document["data"]}  # kustomize leaves the name out here
    if document["kind"] == "Secret":
        told["type"] = document["type"]
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return f"{name}-{digest.translate(str.maketrans('013ae', 'ghkmt'))}"


def _references(value: Any) -> Iterator[tuple[Document, str, str]]:
    """Wherever a pod names a ConfigMap or a Secret."""
    if isinstance(value, list):
        for part in value:
            yield from _references(part)
    elif isinstance(value, dict):
        for key, kind in (("configMap", "ConfigMap"), ("configMapRef", "ConfigMap"), ("configMapKeyRef", "ConfigMap"),
                          ("secretRef", "Secret"), ("secretKeyRef", "Secret")):  # fmt: skip
            if isinstance(value.get(key), dict) and "name" in value[key]:
                yield value[key], "name", kind
        if isinstance(value.get("secret"), dict) and "secretName" in value["secret"]:
            yield value["secret"], "secretName", "Secret"
        for part in value.values():
            yield from _references(part)


def _patch(documents: list[Document], patch: dict[str, Any]) -> None:
    target = patch["target"]
    wanted = dict(pair.split("=", 1) for pair in target.get("labelSelector", "").split(",") if pair)
    for document in documents:
        labels = document["metadata"].get("labels", {})
        if (
            document["kind"] == target["kind"]
            and document["metadata"]["name"] == target.get("name", document["metadata"]["name"])
            and wanted.items() <= labels.items()
        ):
            for step in yaml.safe_load(patch["patch"]):
                _step(document, step)


def _step(document: Document, step: dict[str, Any]) -> None:
    """One step of a JSON patch (RFC 6902)."""
    *path, last = [part.replace("~1", "/").replace("~0", "~") for part in step["path"].split("/")[1:]]
    place: Any = document
    for part in path:
        place = place[int(part) if isinstance(place, list) else part]
    match step["op"], place:
        case "remove", dict():
            del place[last]
        case (("add" | "replace"), dict()):
            if step["op"] == "replace" and last not in place:
                raise NotRendered(f"{document['kind']} {document['metadata']['name']}: no {step['path']} to replace")
            place[last] = copy.deepcopy(step["value"])
        case "add", list() if last == "-":
            place.append(copy.deepcopy(step["value"]))
        case _:
            raise NotRendered(f"this renderer does not do {step['op']} at {step['path']}")


def _transform(document: Document, plan: dict[str, Any]) -> None:
    if "namespace" in plan and document["kind"] not in CLUSTER_SCOPED:
        document["metadata"]["namespace"] = plan["namespace"]
    for labels in plan.get("labels", []):
        paths = ["metadata/labels"]
        if labels.get("includeTemplates"):
            paths += TEMPLATES.get(document["kind"], [])
        paths += [field["path"] for field in labels.get("fields", []) if field["kind"] == document["kind"]]
        for path in paths:
            _add(document, path.split("/"), labels["pairs"])
    for image in plan.get("images", []):
        for pod in pod_specs(document):
            for container in pod.get("initContainers", []) + pod["containers"]:
                if container["image"].partition("@")[0].partition(":")[0] == image["name"]:
                    container["image"] = _image(image)


def _add(place: Any, path: list[str], pairs: dict[str, str]) -> None:
    step, *rest = path
    if step.endswith("[]"):
        for part in place.get(step[:-2], []):
            _add(part, rest, pairs)
    elif rest:
        _add(place.setdefault(step, {}), rest, pairs)
    else:
        place.setdefault(step, {}).update(pairs)


def _image(image: dict[str, str]) -> str:
    name = image.get("newName", image["name"])
    tag = f":{image['newTag']}" if "newTag" in image else ""
    return name + tag + (f"@{image['digest']}" if "digest" in image else "")


def pod_specs(document: Document) -> list[Document]:
    """The description of the pods that an object makes; none, or one."""
    match document["kind"]:
        case "Deployment" | "StatefulSet" | "Job":
            return [document["spec"]["template"]["spec"]]
        case "CronJob":
            return [document["spec"]["jobTemplate"]["spec"]["template"]["spec"]]
        case _:
            return []
