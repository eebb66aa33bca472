"""The tables of use cases and the wire agree, name by name and field by field."""

from __future__ import annotations

from inspect import Parameter, signature

import pytest

from payments.main import SERVICE
from shared.transport.binding import BoundCommand, BoundReaction


@pytest.mark.parametrize("bound", SERVICE.commands.values(), ids=lambda bound: bound.shape.NAME)
def test_a_handler_takes_exactly_the_fields_of_its_command(bound: BoundCommand) -> None:
    desk, *fields = signature(bound.handler).parameters.values()
    assert desk.name == "desk"
    assert {field.name for field in fields} == set(bound.shape.model_fields)
    assert {field.kind for field in fields} == {Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("bound", SERVICE.subscriptions.values(), ids=lambda bound: bound.fact.TYPE)
def test_a_reaction_takes_fields_that_its_fact_has_and_leaves_the_others(bound: BoundReaction) -> None:
    desk, *fields, others = signature(bound.reaction.handler).parameters.values()
    assert desk.name == "desk"
    assert others.kind is Parameter.VAR_KEYWORD
    assert {field.name for field in fields} < set(bound.fact.model_fields)
    assert {field.kind for field in fields} == {Parameter.KEYWORD_ONLY}
    assert bound.reaction.key in bound.fact.model_fields
