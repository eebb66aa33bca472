"""The written contracts, made from the code: OpenAPI 3.1 of each service, AsyncAPI 3.0 of the bus.

`python -m shared.hosting.contracts FOLDER programme grants …` writes them; a test compares what is committed.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.hosting.service import Service
from shared.messages.envelope import Accepted, FactEnvelope, Problem, envelope_for
from shared.messages.fields import Fact
from shared.publishing.publication import Publication

VERSION = "1.0.0"
_REF = "#/components/schemas/{model}"


def openapi_document(service: Service) -> dict[str, Any]:
    """The HTTP face of one service."""
    envelopes = {name: envelope_for(bound.shape) for name, bound in service.commands.items()}
    references, schemas = _schemas([*envelopes.values(), Accepted, Problem])
    answers = {
        "200": _content("stored", {"$ref": "#/components/schemas/Accepted"}),
        "default": _content(
            "an RFC 9457 problem", {"$ref": "#/components/schemas/Problem"}, "application/problem+json"
        ),
    }
    paths: dict[str, Any] = {}
    for name, bound in service.commands.items():
        paths[f"/commands/{name}"] = {
            "post": {
                "operationId": name,
                "summary": _first_line(bound.shape),
                "description": f"Role: {bound.shape.ROLE}. Law: {bound.shape.ARTICLE}.",
                "security": [{"person": []}],
                "requestBody": {"required": True, **_json(references[envelopes[name]])},
                "responses": answers,
            }
        }
    for question in service.questions:
        paths[f"/{question.shape.NAME}"] = {"get": _question(question.shape, answers["default"])}
    for publication in service.publications.documents:
        paths |= _publication(publication, answers["default"])
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Grosz: {service.name}", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"person": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def asyncapi_document(services: list[Service]) -> dict[str, Any]:
    """The bus: commands and questions with their replies, and every published fact."""
    models: list[type[BaseModel]] = [Accepted, Problem, FactEnvelope]
    for service in services:
        models += [envelope_for(b.shape) for b in service.commands.values()]
        models += [b.shape for b in service.questions] + list(service.facts)
    references, schemas = _schemas(models)
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for service in services:
        for name, bound in service.commands.items():
            payload = references[envelope_for(bound.shape)]
            _request(channels, operations, f"cmd.{service.name}.{name}", payload, reply=True)
        for question in service.questions:
            _request(
                channels,
                operations,
                f"query.{service.name}.{question.shape.NAME}",
                references[question.shape],
                reply=False,
            )
        for fact in service.facts:
            _fact(channels, operations, service, fact, references[fact])
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Grosz: the bus", "version": VERSION},
        "channels": channels,
        "operations": operations,
        "components": {"schemas": schemas},
    }


def _request(
    channels: dict[str, Any], operations: dict[str, Any], subject: str, payload: dict[str, Any], *, reply: bool
) -> None:
    answer: dict[str, Any] = {"$ref": "#/components/schemas/Problem"}
    if reply:
        answer = {"oneOf": [{"$ref": "#/components/schemas/Accepted"}, answer]}
    else:
        answer = {"oneOf": [{"type": "object"}, answer]}
    channels[subject] = {"address": subject, "messages": {"request": {"payload": payload}}}
    channels[f"{subject}.reply"] = {"address": None, "messages": {"reply": {"payload": answer}}}
    operations[subject] = {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{subject}"},
        "reply": {
            "channel": {"$ref": f"#/channels/{subject}.reply"},
            "address": {"location": "$message.header#/reply"},
        },
    }


def _fact(
    channels: dict[str, Any], operations: dict[str, Any], service: Service, fact: type[Fact], payload: dict[str, Any]
) -> None:
    subject = fact.subject()
    body = {"allOf": [{"$ref": "#/components/schemas/FactEnvelope"}, {"properties": {"data": payload}}]}
    channels[subject] = {
        "address": subject,
        "description": _first_line(fact),
        "messages": {"fact": {"payload": body}},
    }
    operations[subject] = {
        "action": "send",
        "channel": {"$ref": f"#/channels/{subject}"},
        "summary": f"published by {service.name} on EV_{service.name.upper()}",
    }


def _question(shape: type[BaseModel], problem: dict[str, Any]) -> dict[str, Any]:
    schema = shape.model_json_schema(ref_template=_REF)
    required = schema.get("required", [])
    return {
        "operationId": f"ask-{shape.NAME}",  # type: ignore[attr-defined]
        "summary": _first_line(shape),
        "parameters": [
            {"name": name, "in": "query", "required": name in required, "schema": field}
            for name, field in schema.get("properties", {}).items()
        ],
        "responses": {"200": _content("the answer", {"type": "object"}), "default": problem},
    }


def _publication(publication: Publication, problem: dict[str, Any]) -> dict[str, Any]:
    """Its page and its forms; all of them without a token."""
    named: list[dict[str, Any]] = [
        {"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in publication.names
    ]
    lang: dict[str, Any] = {
        "name": "lang",
        "in": "query",
        "schema": {"type": "string", "enum": ["pl", "en"], "default": "pl"},
    }
    page: dict[str, Any] = {"description": "a page that says so", "content": {"text/html": {}}}
    forms = [(form.ending, form.media_type, named) for form in publication.forms]
    if publication.template:
        forms.insert(0, ("", "text/html", [*named, lang]))
    return {
        publication.address + ending: {
            "get": {
                "summary": publication.summary,
                "parameters": parameters,
                "security": [],
                "responses": {
                    "200": {"description": "as published", "content": {media_type: {}}},
                    "304": {"description": "what the caller has is still so"},
                    "default": problem if ending else page,
                },
            }
        }
        for ending, media_type, parameters in forms
    }


def _schemas(models: list[type[BaseModel]]) -> tuple[dict[type[BaseModel], dict[str, Any]], dict[str, Any]]:
    mapping, definitions = models_json_schema([(model, "validation") for model in models], ref_template=_REF)
    return {model: mapping[(model, "validation")] for model in models}, definitions.get("$defs", {})


def _content(description: str, schema: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _first_line(shape: type) -> str:
    return (shape.__doc__ or shape.__name__).strip().splitlines()[0]


def write(folder: Path, services: list[Service]) -> list[Path]:
    """Write asyncapi.json and openapi/<service>.json below a folder."""
    documents = {folder / "asyncapi.json": asyncapi_document(services)}
    documents |= {folder / "openapi" / f"{service.name}.json": openapi_document(service) for service in services}
    for path, document in documents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    return list(documents)


if __name__ == "__main__":
    for written in write(Path(sys.argv[1]), [importlib.import_module(f"{name}.main").SERVICE for name in sys.argv[2:]]):
        print(written)
