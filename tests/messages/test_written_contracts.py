"""docs/contracts says what the code says: OpenAPI of each service, AsyncAPI of the bus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.hosting.contracts import asyncapi_document, openapi_document
from shared.hosting.service import Service
from tests.architecture.tree import ROOT

CONTRACTS = ROOT / "docs/contracts"


def test_the_bus_is_written_down(everybody: list[Service]) -> None:
    assert _committed(CONTRACTS / "asyncapi.json") == _plain(asyncapi_document(everybody))


def test_each_service_is_written_down(described: Service) -> None:
    assert _committed(CONTRACTS / f"openapi/{described.name}.json") == _plain(openapi_document(described))


def test_nothing_else_is_written_down(everybody: list[Service]) -> None:
    """A contract of a service that is gone would promise what nobody keeps."""
    kept = {path.stem for path in (CONTRACTS / "openapi").glob("*.json")}
    assert kept == {service.name for service in everybody}


def test_every_reference_leads_somewhere(everybody: list[Service]) -> None:
    documents = [asyncapi_document(everybody), *(openapi_document(service) for service in everybody)]
    for document in documents:
        for reference in _references(document):
            assert _follow(document, reference) is not None, reference


def _committed(path: Path) -> Any:
    if not path.exists():
        pytest.fail(f"{path.relative_to(ROOT)} is missing; write it with: make messages")
    return json.loads(path.read_text())


def _plain(document: dict[str, Any]) -> Any:
    return json.loads(json.dumps(document))


def _references(part: Any) -> list[str]:
    if isinstance(part, list):
        return [reference for inner in part for reference in _references(inner)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [reference for inner in part.values() for reference in _references(inner)]


def _follow(document: Any, reference: str) -> Any:
    for word in reference.removeprefix("#/").split("/"):
        document = document.get(word) if isinstance(document, dict) else None
    return document
