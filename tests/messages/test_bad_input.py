"""Every command refuses, field by field, what does not fit its shape, and names the field."""

import importlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from shared.messages.envelope import envelope_for
from shared.messages.fields import Command
from shared.transport.problems import malformed
from tests.messages.catalogue import APPROVED

SERVICES = ("programme", "grants", "payments")
WRONG_FOR_ALL = (None, [], {"a": 1})
WRONG_AMOUNTS = (-1, 5.0, 5.5, "5", True, 2**53, 2**63, 10**30)
WRONG_DAYS = ("2025-02-29", "2025-13-01", "31.12.2025", 20250101, "2025-01-01T10:00:00")


def approved(service: str, shape: type[Command]) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads((APPROVED / f"{service}.{shape.NAME}.v1.json").read_text())
    return envelope


def commands() -> Iterator[tuple[str, type[Command]]]:
    for service in SERVICES:
        for bound in importlib.import_module(f"{service}.main").SERVICE.commands.values():
            yield service, bound.shape


def wrong_values(field: str, value: Any) -> tuple[Any, ...]:
    match value:
        case int() if field.endswith("_change_grosze"):
            return tuple(wrong for wrong in WRONG_AMOUNTS if wrong != -1)
        case bool():
            return ("true", 1, "yes")
        case int():
            return WRONG_AMOUNTS
        case str() if len(value) == 10 and value[4] == value[7] == "-":
            return WRONG_DAYS
        case str():
            return ("", 7, True, "\x00", "x" * 30_000)
        case _:
            return ("text", 7)


def mistakes() -> Iterator[Any]:
    """Each field of each command, with each wrong value; `null` is wrong only where the shape does not allow it."""
    for service, shape in commands():
        example = approved(service, shape)
        for field, value in example["data"].items():
            optional = not shape.model_fields[field].is_required()
            for wrong in (*wrong_values(field, value), *(() if optional else WRONG_FOR_ALL)):
                shown = repr(wrong)[:24]
                yield pytest.param(service, shape, field, wrong, id=f"{shape.NAME}-{field}-{shown}")


@pytest.mark.parametrize(("service", "shape"), [pytest.param(*c, id=c[1].NAME) for c in commands()])
def test_the_approved_example_is_taken(service: str, shape: type[Command]):
    envelope_for(shape).model_validate_json(json.dumps(approved(service, shape)))


@pytest.mark.parametrize(("service", "shape", "field", "wrong"), list(mistakes()))
def test_a_wrong_value_is_refused_by_the_name_of_its_field(service: str, shape: type[Command], field: str, wrong: Any):
    example = approved(service, shape)
    example["data"][field] = wrong
    with pytest.raises(ValidationError) as refused:
        envelope_for(shape).model_validate_json(json.dumps(example))
    problem = malformed(refused.value)
    assert problem.status == 422
    assert (problem.field or "").startswith(f"data.{field}")


@pytest.mark.parametrize(("service", "shape"), [pytest.param(*c, id=c[1].NAME) for c in commands()])
def test_an_unknown_field_is_refused_by_name(service: str, shape: type[Command]):
    example = approved(service, shape)
    example["data"]["surprise"] = 1
    with pytest.raises(ValidationError) as refused:
        envelope_for(shape).model_validate_json(json.dumps(example))
    assert malformed(refused.value).field == "data.surprise"


@pytest.mark.parametrize(("service", "shape"), [pytest.param(*c, id=c[1].NAME) for c in commands()])
def test_every_required_field_is_missed_by_name(service: str, shape: type[Command]):
    for field in (name for name, info in shape.model_fields.items() if info.is_required()):
        example = approved(service, shape)
        del example["data"][field]
        with pytest.raises(ValidationError) as refused:
            envelope_for(shape).model_validate_json(json.dumps(example))
        assert malformed(refused.value).field == f"data.{field}"


def test_only_fields_named_as_such_may_be_zero():
    """An amount of zero is no amount; a report may say that nothing was spent or accepted, and a meeting
    that nobody came."""
    zero_allowed = {"spent_grosze", "accepted_grosze", "remarks_count", "participants_count"}
    for service, shape in commands():
        example = approved(service, shape)
        for field in [name for name, value in example["data"].items() if name.endswith(("_grosze", "_count"))]:
            changed = {**example, "data": {**example["data"], field: 0}}
            fits = True
            try:
                envelope_for(shape).model_validate_json(json.dumps(changed))
            except ValidationError:
                fits = False
            ends = {("set-small-grant-pool", "pool_grosze"), ("set-commitment-limit", "limit_grosze")}
            expected = field in zero_allowed or (shape.NAME, field) in ends
            assert fits is expected, (shape.NAME, field)
