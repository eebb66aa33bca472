"""The tables of use cases and the wire agree, name by name and field by field."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, signature
from pathlib import Path

import pytest

from grants import usecases
from grants.main import SERVICE
from shared.kernel.refusal import Refusal
from shared.messages.fields import Command, Fact

SERVICE_CARD = Path(__file__).parents[3] / "services" / "grants" / "README.md"


def _fields_taken(handler: Callable[..., None]) -> set[str]:
    desk, *fields = signature(handler).parameters.values()
    assert desk.name == "desk"
    named = [field for field in fields if field.kind is not Parameter.VAR_KEYWORD]
    assert {field.kind for field in named} == {Parameter.KEYWORD_ONLY}
    assert all(field.default is Parameter.empty for field in named)
    return {field.name for field in named}


def _takes_others(handler: Callable[..., None]) -> bool:
    return any(field.kind is Parameter.VAR_KEYWORD for field in signature(handler).parameters.values())


@pytest.mark.parametrize("shape", [bound.shape for bound in SERVICE.commands.values()], ids=lambda shape: shape.NAME)
def test_a_handler_takes_exactly_the_fields_of_its_command(shape: type[Command]) -> None:
    handler = usecases.COMMANDS[shape.NAME]
    assert _fields_taken(handler) == set(shape.model_fields)
    assert not _takes_others(handler)


@pytest.mark.parametrize("fact", [bound.fact for bound in SERVICE.subscriptions.values()], ids=lambda fact: fact.TYPE)
def test_a_reaction_takes_fields_that_its_fact_has_and_leaves_the_others(fact: type[Fact]) -> None:
    reaction = usecases.REACTIONS[fact.TYPE]
    taken = _fields_taken(reaction.handler)
    assert taken <= set(fact.model_fields)
    assert taken == set(fact.model_fields) or _takes_others(reaction.handler)
    assert reaction.key in fact.model_fields


def test_the_service_card_names_every_command_question_and_fact() -> None:
    card = SERVICE_CARD.read_text(encoding="utf-8")
    names = [*SERVICE.commands, *(bound.fact.TYPE for bound in SERVICE.subscriptions.values())]
    names += [fact.TYPE.removeprefix("grants.") for fact in SERVICE.facts]
    assert [name for name in names if f"`{name}`" not in card] == []
    assert [bound.shape.NAME for bound in SERVICE.questions if f"`{bound.shape.NAME}?" not in card] == []


def test_every_refusal_tells_its_rule_as_a_sentence_and_has_a_code_of_its_own() -> None:
    ours = [kind for kind in Refusal.__subclasses__() if kind.__module__.startswith("grants.")]
    assert len(ours) > 40
    assert [kind for kind in ours if not (kind.rule[0].isupper() and kind.rule.endswith("."))] == []
    assert {kind.status for kind in ours} == {404, 409}
    codes = [kind("").code for kind in ours]
    assert len(set(codes)) == len(codes)
