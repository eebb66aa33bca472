"""How our facts are kept, and which of them outsiders hear."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grants.adapters.publishing import TOLD, publish
from grants.adapters.stored_events import CODEC
from grants.domain.award import GrantAwarded
from grants.domain.known_call import CallNoted
from grants.domain.known_year import YearNoted
from shared.messages import grants_v1
from tests.grants.facts import CALL_NOTED, CHANGES, DRAFT_NOTED, EVERY_FACT, YEAR_NOTED, grant_awarded


def test_the_example_grant_has_every_fact_that_we_store() -> None:
    assert {type(fact) for fact in (*EVERY_FACT, *CHANGES)} == set(CODEC.names.values())


@pytest.mark.parametrize("fact", [*EVERY_FACT, *CHANGES], ids=lambda fact: type(fact).__name__)
def test_a_fact_comes_back_from_its_stored_bytes(fact: object) -> None:
    stored = CODEC.encoded(fact)
    assert CODEC.event(CODEC.name(fact), json.loads(stored)) == fact


def test_bytes_stored_by_any_earlier_build_still_read() -> None:
    """The corpus only grows: a line is never changed, a new shape adds a new one."""
    read = [CODEC.event(line["name"], line["data"]) for line in _corpus()]
    assert read[: len(EVERY_FACT)] == [_as_first_kept(fact) for fact in EVERY_FACT]
    assert read[len(EVERY_FACT) :] == [DRAFT_NOTED, YEAR_NOTED, grant_awarded(), CALL_NOTED, *CHANGES]


def _as_first_kept(fact: Any) -> object:
    """The first builds kept neither the day of an award nor that of the budget's adoption, nor who said a call when."""
    match fact:
        case GrantAwarded():
            return replace(fact, awarded_on=None)
        case YearNoted():
            return replace(fact, adopted_on=None)
        case CallNoted():
            return replace(fact, said_at=0)
    return fact


def test_the_corpus_has_every_stored_name() -> None:
    assert {line["name"] for line in _corpus()} == {*CODEC.names, *CODEC.upcasters}


def _corpus() -> list[dict[str, Any]]:
    lines = Path(__file__).with_name("stored_events.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_published_shape_is_told_by_exactly_one_fact() -> None:
    assert sorted(shape.TYPE for shape in TOLD.values()) == sorted(shape.TYPE for shape in grants_v1.FACTS)


@pytest.mark.parametrize("fact", [*EVERY_FACT, *CHANGES], ids=lambda fact: type(fact).__name__)
def test_what_is_told_holds_what_was_recorded_and_no_text(fact: object) -> None:
    told = publish(fact, key="grant-1")
    if told is None:
        assert type(fact) not in TOLD
        return
    recorded = json.loads(CODEC.encoded(fact))
    wire = told.model_dump(mode="json")
    assert wire == {field: recorded[field] for field in wire}
    assert not {"title", "organisation_name", "purpose", "name"} & set(wire)
