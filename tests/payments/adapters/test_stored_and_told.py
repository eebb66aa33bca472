"""How payments' facts are kept, and which of them outsiders hear."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from payments.adapters.publishing import TOLD, publish
from payments.adapters.stored_events import CODEC
from shared.kernel.canonical import plain
from shared.messages import payments_v1
from tests.payments.facts import EVERY_FACT, RECORDED, UNMATCHED

KEPT_IN_THE_HOUSE = {
    *("prepared_by", "authorised_by", "established_by", "granted_by", "barred_by"),
    *("bank_account", "creditor_account", "reference", "row_digest"),
}


def test_there_is_an_example_of_every_fact_that_we_store() -> None:
    assert {type(fact) for fact in EVERY_FACT} == set(CODEC.names.values())


@pytest.mark.parametrize("fact", EVERY_FACT, ids=lambda fact: type(fact).__name__)
def test_a_fact_comes_back_from_its_stored_bytes(fact: object) -> None:
    stored = CODEC.encoded(fact)
    assert CODEC.event(CODEC.name(fact), json.loads(stored)) == fact


def test_facts_of_the_first_build_still_read_and_the_digest_of_the_banks_words_is_dropped() -> None:
    statement = {"statement_id": "st-1", "lines_count": 2, "debits_grosze": 2_000_700, "credits_grosze": 0}
    read = CODEC.event("statement.statement-recorded.v1", {**statement, "body_sha256": "a" * 64})
    assert read == replace(RECORDED, frame_sha256="")
    line = {name: value for name, value in plain(UNMATCHED).items() if name != "reason"}
    assert CODEC.event("statement.statement-line-unmatched.v1", line) == replace(UNMATCHED, reason="not-told")


def test_every_published_shape_is_told_by_exactly_one_fact() -> None:
    assert sorted(shape.TYPE for shape in TOLD.values()) == sorted(shape.TYPE for shape in payments_v1.FACTS)


@pytest.mark.parametrize("fact", EVERY_FACT, ids=lambda fact: type(fact).__name__)
def test_what_is_told_is_what_was_recorded_and_neither_people_nor_accounts(fact: object) -> None:
    told = publish(fact, key="grant-1")
    if told is None:
        assert type(fact) not in TOLD
        return
    recorded = json.loads(CODEC.encoded(fact))
    wire = told.model_dump(mode="json")
    assert wire == {field: recorded[field] for field in wire}
    assert not KEPT_IN_THE_HOUSE & set(wire)
