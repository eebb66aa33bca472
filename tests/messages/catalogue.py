"""What tests/messages keeps on paper: where each file lies, and what it holds when it is first written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from shared.eventstore.codec import Codec
from shared.eventstore.desk import Noted
from shared.eventstore.envelope import envelope_of, with_place
from shared.eventstore.records import Act, Cause
from shared.hosting.service import Service
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from shared.kernel.ids import event_id
from shared.messages.envelope import envelope_for
from shared.messages.fields import Command, Fact
from tests.messages import samples

HERE = Path(__file__).parent
APPROVED = HERE / "approved"
SCHEMAS = APPROVED / "schemas"
CORPUS = HERE / "corpus"
CHECKSUMS = "CHECKSUMS"

_PROSE = {"description", "title", "examples"}
_STAMP = 1_740_736_800_000 << hlc.COUNTER_BITS
_ACT = Act(
    actor="person-0011",
    authority="torun",
    acted_at=datetime(2025, 2, 28, 10, 0, tzinfo=UTC),
    acted_on=date(2025, 2, 28),
    correlation_id="journey-0007",
    command_id="command-0007",
    cause=Cause(UUID("5b0c1c5e-6a51-5a0e-9d43-0f6f6f1f2a10"), "grants", 12, _STAMP),
)


@dataclass(frozen=True)
class Paper:
    """A file that is written once: where, and with which bytes."""

    path: Path
    body: bytes


def command_name(service: str, shape: type[Command]) -> str:
    """ "grants.submit-offer.v1": the version of a command is that of the module that holds it."""
    return f"{service}.{shape.NAME}.v{shape.__module__.rsplit('_v', 1)[1]}"


def wire_papers(service: Service) -> list[Paper]:
    """The example and the schema of each command and each fact."""
    papers = []
    for bound in service.commands.values():
        name = command_name(service.name, bound.shape)
        papers += [_paper(APPROVED, name, command_example(bound.shape)), _paper(SCHEMAS, name, shape_of(bound.shape))]
    for fact in service.facts:
        papers += [
            _paper(APPROVED, fact.subject(), fact_example(fact)),
            _paper(SCHEMAS, fact.subject(), shape_of(fact)),
        ]
    return papers


def corpus_papers(service: Service) -> list[Paper]:
    """The stored bytes of each event, exactly as the store keeps them."""
    papers = []
    for name, cls in service.codec.names.items():
        for number, (variant, given) in enumerate(samples.variants(name).items(), start=1):
            values = samples.event_values(cls, variant=given)
            file_name = f"{name}.{variant}.json" if variant else f"{name}.json"
            papers.append(Paper(CORPUS / service.name / file_name, stored_bytes(service.codec, name, values, number)))
    return papers


def stored_name(path: Path) -> str:
    """ "budget.entry-posted.v1" of "budget.entry-posted.v1.call-opened.json"."""
    return ".".join(path.name.split(".")[:3])


def command_example(shape: type[Command]) -> dict[str, Any]:
    """A command as a caller sends it."""
    body = {
        "command_id": "command-0007",
        "correlation_id": "journey-0007",
        "acted_at": datetime(2025, 2, 28, 10, 0, tzinfo=UTC),
        "data": samples.wire_values(shape),
    }
    envelope_for(shape).model_validate_json(canonical_json(body))
    return body


def fact_example(fact: type[Fact]) -> dict[str, Any]:
    """A fact as the bus carries it."""
    data = canonical_json(samples.wire_values(fact))
    stream = f"example/{samples.GRANT}"
    noted = _noted(stream, samples.GRANT, 1)
    envelope = _enveloped(noted, data, fact.TYPE, fact.VERSION)
    placed: dict[str, Any] = json.loads(with_place(envelope, position=41, stamp=_STAMP + 1))
    return placed


def stored_bytes(codec: Codec, name: str, values: dict[str, Any], version: int) -> bytes:
    """The bytes of one event's row in the store."""
    event = codec.event(name, values)
    stored_type, _, type_version = name.rpartition(".v")
    key = samples.key_of(name, values)
    noted = _noted(f"{name.split('.', 1)[0]}/{key}", key, version)
    return _enveloped(noted, codec.encoded(event), stored_type, int(type_version))


def _enveloped(noted: Noted, data: bytes, type_name: str, type_version: int) -> bytes:
    identity = event_id(_ACT.authority, noted.stream, noted.version)
    return envelope_of(_ACT, noted, identity=identity, data=data, type_name=type_name, type_version=type_version)


def shape_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema without its prose: a better sentence about a field does not change the shape."""
    schema: dict[str, Any] = _without_prose(model.model_json_schema())
    return schema


def pretty(value: Any) -> bytes:
    """JSON for people: sorted, indented, with a newline at the end."""
    plain = json.loads(canonical_json(value))
    return (json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def digests(folder: Path) -> dict[str, str]:
    """File to SHA-256, as the folder's CHECKSUMS states them (the form of sha256sum)."""
    book = folder / CHECKSUMS
    if not book.exists():
        return {}
    lines = [line.split("  ", 1) for line in book.read_text().splitlines()]
    return {name: digest for digest, name in lines}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kept_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


def _paper(folder: Path, name: str, value: Any) -> Paper:
    return Paper(folder / f"{name}.json", pretty(value))


def _noted(stream: str, key: str, version: int) -> Noted:
    return Noted(stream, key, version, None, date(2025, 2, 28))


def _without_prose(schema: Any) -> Any:
    """Properties may bear any name, so only keys of the schema itself are prose."""
    if isinstance(schema, list):
        return [_without_prose(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    shape = {}
    for key, part in schema.items():
        if key in {"properties", "$defs"}:
            shape[key] = {name: _without_prose(inner) for name, inner in part.items()}
        elif key not in _PROSE:
            shape[key] = _without_prose(part)
    return shape
