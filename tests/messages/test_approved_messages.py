"""Wire shapes are promises: an example and a shape, once approved, stand for ever; a new shape is a new version."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest
from pydantic import ValidationError

from shared.hosting.service import Service
from shared.messages.envelope import envelope_for
from shared.transport.inbox import Inbox
from tests.messages.catalogue import APPROVED, SCHEMAS, command_name, shape_of, wire_papers

_HINT = "write it with: python -m tests.messages.approve"


def test_every_message_has_an_example_and_a_shape(described: Service) -> None:
    missing = [paper.path.name for paper in wire_papers(described) if not paper.path.exists()]
    assert not missing, f"not approved yet: {missing}; {_HINT}"


def test_a_command_keeps_its_shape_within_its_version(described: Service) -> None:
    for bound in described.commands.values():
        _same_shape(command_name(described.name, bound.shape), shape_of(bound.shape))


def test_a_fact_keeps_its_shape_within_its_version(described: Service) -> None:
    for fact in described.facts:
        _same_shape(fact.subject(), shape_of(fact))


def test_the_approved_command_is_understood_and_handled(described: Service) -> None:
    """The command's fields are the handler's parameters, by name."""
    for bound in described.commands.values():
        body = (APPROVED / f"{command_name(described.name, bound.shape)}.json").read_bytes()
        command = envelope_for(bound.shape).model_validate_json(body)
        inspect.signature(bound.handler).bind(None, **command.data.model_dump())


def test_the_approved_command_with_an_unknown_field_is_refused(described: Service) -> None:
    for bound in described.commands.values():
        body = _example(command_name(described.name, bound.shape))
        body["data"]["unheard_of"] = 1
        with pytest.raises(ValidationError, match="unheard_of"):
            envelope_for(bound.shape).model_validate_json(json.dumps(body))


def test_a_listener_takes_the_publishers_approved_fact(described: Service) -> None:
    """The same bytes that the publisher approved, through the listener's own inbox, down to the reaction."""
    inbox = Inbox(described.name, described.subscriptions)
    for subject, bound in described.subscriptions.items():
        body = (APPROVED / f"{subject}.json").read_bytes()
        message = inbox.work(body, publisher=bound.publisher).message
        assert message is not None
        assert message.park_because is None, f"{subject}: {message.park_because}"
        values = bound.fact.model_validate(json.loads(body)["data"]).model_dump()
        assert message.key == str(values[bound.reaction.key])
        inspect.signature(bound.reaction.handler).bind(None, **values)


def test_a_listener_takes_a_fact_that_has_grown(described: Service) -> None:
    """Facts may be read by listeners older than their publisher: what they do not know, they leave."""
    inbox = Inbox(described.name, described.subscriptions)
    for subject, bound in described.subscriptions.items():
        body = _example(subject)
        body["data"]["added_later"] = body["added_later"] = 1
        message = inbox.work(json.dumps(body).encode(), publisher=bound.publisher).message
        assert message is not None
        assert message.park_because is None, f"{subject}: {message.park_because}"


def test_a_command_whose_shape_changed_would_be_noticed(described: Service) -> None:
    """The comparison above can fail: a field more, a field less and a wider range all differ."""
    for bound in described.commands.values():
        shape = shape_of(bound.shape)
        field = next(iter(shape["properties"]))
        for changed in (
            shape | {"properties": shape["properties"] | {"unheard_of": {"type": "integer"}}},
            shape | {"properties": {name: part for name, part in shape["properties"].items() if name != field}},
            shape | {"properties": shape["properties"] | {field: {"type": "string", "maxLength": 1}}},
        ):
            with pytest.raises(pytest.fail.Exception, match="has changed within its version"):
                _same_shape(command_name(described.name, bound.shape), changed)


def _same_shape(name: str, shape: dict[str, Any]) -> None:
    path = SCHEMAS / f"{name}.json"
    if not path.exists():
        pytest.fail(f"{name} is not approved yet; {_HINT}")
    if json.loads(path.read_text()) != shape:
        pytest.fail(f"{name} has changed within its version: leave it as it was, and write a new version beside it")


def _example(name: str) -> dict[str, Any]:
    example: dict[str, Any] = json.loads((APPROVED / f"{name}.json").read_text())
    return example
