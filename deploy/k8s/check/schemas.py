"""Each object against its schema, unknown fields refused: Kubernetes' own, and short ones of ours for operators' kinds.

The short ones (`crds/`) hold the fields that we use and no others: a new field is looked up in the operator's reference
and added there, once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
from jsonschema import Draft202012Validator, ValidationError

from deploy.k8s.check.finding import Finding

KUBERNETES = "1.36"
CRDS = Path(__file__).with_name("crds")


def check(documents: list[dict[str, Any]]) -> Iterator[Finding]:
    """What is not as its schema has it, and kinds that have none."""
    for document in documents:
        for what in _wrong(json.dumps(document)):
            yield Finding.of(document, "schema", what)


@cache
def _wrong(text: str) -> tuple[str, ...]:
    """Of one object, as JSON. Kept, since the library reads its file of definitions anew for each."""
    document = json.loads(text)
    if (CRDS / f"{document['kind']}.json").exists():
        return tuple(map(_told, _own(document["kind"]).iter_errors(document)))
    try:
        kubernetes_validate.validate(document, KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError as error:
        return (_told(error),)
    except kubernetes_validate.SchemaNotFoundError:
        return ("there is no schema for this kind",)
    return ()


def _told(error: ValidationError) -> str:
    return f"{'/'.join(map(str, error.absolute_path))}: {error.message}"


@cache
def _own(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((CRDS / f"{kind}.json").read_text()))
