"""Checks and reconciliation as commands: from three sources the same bytes, with exit codes, each a recorded use."""

from __future__ import annotations

import json
from contextlib import closing

import psycopg
import pytest

from audit.commands.desk import DONE, FAILED, USAGE
from audit.sources.bundle import Bundle
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from tests.audit.history import P
from tests.audit.lawful import lawful
from tests.audit.test_as_of import Audit, audit, sources_of, uses
from tests.audit.three_sources import ThreeSources
from tests.support.tampering import tampering

pytestmark = pytest.mark.slow
__all__ = ["audit"]
MINUTE = 60_000 << hlc.COUNTER_BITS


@pytest.fixture
def told(three: ThreeSources) -> ThreeSources:
    """The lawful story in databases, on the bus, and ready for bundles; every clock stands a minute after it."""
    events = lawful()
    three.write(events, passed=events[-1].stamp + MINUTE)
    return three


def spoil(three: ThreeSources, name: str, **data: object) -> str:
    """Change a stored fact, as somebody with rights on the database could. Gives its place."""
    service = "payments" if name.startswith(("payment", "tranche-plan")) else "grants"
    with tampering(three.dsns[service]) as connection:
        position, state = connection.execute(
            "SELECT notification_id, state FROM events WHERE topic LIKE %s ORDER BY 1 LIMIT 1", (f"{name}.v_",)
        ).fetchone()
        envelope = json.loads(state)
        envelope["data"].update(data)
        connection.execute(
            "UPDATE events SET state = %s WHERE notification_id = %s", (canonical_json(envelope), position)
        )
    return f"{service}:{position}"


@pytest.mark.parametrize("words", [("check",), ("reconcile", "--facts-only"), ("recount",)])
def test_three_sources_give_the_same_bytes(told: ThreeSources, audit: Audit, words: tuple[str, ...]):
    results = [audit(*words, "--json", "--from", source) for source in sources_of(told)]
    assert [result.exit_code for result in results] == [DONE] * 3, results[0].stderr
    assert len({result.stdout_bytes for result in results}) == 1
    assert json.loads(results[0].stdout)["complete"]


def test_a_breach_is_exit_code_one_and_names_article_fact_and_both_people(told: ThreeSources, audit: Audit):
    place = spoil(told, "payment.payment-authorised", authorised_by="clerk")
    result = audit("check", "--rule", "four-eyes", "--json")
    assert result.exit_code == FAILED
    (rule,) = json.loads(result.stdout)["rules"]
    (broken,) = rule["broken"]
    assert (rule["article"], rule["checked"], rule["held"]) == ("UFP art. 53, 54", 4, 3)
    assert broken["facts"][0]["place"] == place
    assert broken["said"]["prepared_by"] == ["clerk"]
    shown = audit("check", "--rule", "four-eyes", "--lang", "pl")
    assert "Wypłatę przygotowuje i zatwierdza dwoje różnych ludzi." in shown.stdout
    assert place in shown.stdout


def test_a_rule_that_does_not_exist_is_wrong_usage_and_names_those_that_do(told: ThreeSources, audit: Audit):
    result = audit("check", "--rule", "five-eyes")
    assert result.exit_code == USAGE
    assert "four-eyes" in result.stderr


def test_a_check_as_of_an_earlier_moment_knows_nothing_of_what_came_later(told: ThreeSources, audit: Audit):
    """Before the contracts were recorded there was nothing to say of them."""
    with psycopg.connect(told.dsns["grants"]) as connection:
        row = connection.execute("SELECT min(hlc) FROM events WHERE topic = 'contract.signed.v1'").fetchone()
    assert row
    before = hlc.instant_of(row[0] - MINUTE // 60).isoformat()
    answer = json.loads(audit("check", "--known-at", before, "--json").stdout)
    cases = {rule["code"]: rule["checked"] for rule in answer["rules"]}
    assert cases["contract-within-award"] == 0
    assert cases["promise-before-award"] == 3


def test_differences_are_exit_code_one_with_the_facts_behind_them(told: ThreeSources, audit: Audit):
    place = spoil(told, "tranche-plan.tranche-disbursed", amount_grosze=399_999)
    result = audit("reconcile", "--facts-only", "--json")
    assert result.exit_code == FAILED
    found = json.loads(result.stdout)["differences"]
    assert {one["where"] for one in found} == {"journal", "bank"}
    assert all(any(place in fact for fact in one["facts"]) for one in found if one["where"] == "bank")
    assert "399 999" not in audit("reconcile", "--facts-only").stdout  # money is shown in złoty
    assert "3 999,99" in audit("reconcile", "--facts-only").stdout


def test_registers_of_silent_services_are_read_from_their_tables_or_said_not_to_be_compared(
    told: ThreeSources, audit: Audit
):
    """These stores have no read models: nobody's words are there, and the answer says so."""
    answer = json.loads(audit("reconcile", "--json").stdout)
    assert [one for one in answer["not_compared"] if one.startswith("words of")] == [
        f"words of {service}: it does not answer, and its tables cannot be read"
        for service in ("grants", "payments", "programme")
    ]


def test_each_use_is_recorded_with_its_cut(told: ThreeSources, audit: Audit):
    audit("check", "--rule", "four-eyes")
    audit("reconcile", "--facts-only", "--programme", P)
    last = uses(told)[-2:]
    assert [use["command"] for use in last] == ["check", "reconcile"]
    assert all(use["cut"]["services"]["grants"]["position"] > 0 for use in last)


def test_a_bundle_is_enough(told: ThreeSources, audit: Audit):
    with closing(told.open("bundle")) as bundle:
        assert isinstance(bundle, Bundle)
        result = audit("reconcile", "--from", str(bundle.folder))
    assert result.exit_code == DONE
    assert "a bundle holds facts" in " ".join(result.stdout.split())
