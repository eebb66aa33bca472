"""The grants service on a real PostgreSQL and a real NATS: facts twice and out of order, kill -9, late answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grosz.servers import NatsServer
from tests.grants.journey import (
    ACCEPTANCE,
    BUDGET,
    CALL,
    CONTRACT,
    OFFER,
    ORGANISATION,
    PAID,
    PAYMENT_TAKEN_OVER,
    PROPOSAL,
    REPORT,
    RESERVED,
    RETURNED,
    ROW,
)
from tests.grants.running import RunningGrants
from tests.support.servers import Postgres

pytestmark = pytest.mark.slow


@pytest.fixture
def grants(postgres: Postgres, own_nats_server: NatsServer, tmp_path: Path) -> Iterator[RunningGrants]:
    service = RunningGrants(
        database_url=postgres.fresh_database("grants"), nats_url=own_nats_server.url, folder=tmp_path
    )
    service.start()
    yield service
    service.stop()


def _carried_out(answer: dict[str, Any]) -> bool:
    assert answer["ok"], answer
    return not answer["repeated"]


def _proposed(grants: RunningGrants) -> None:
    """Register, offer, check, score, propose; HTTP and the bus by turns; the call is told twice."""
    assert _carried_out(grants.command("register-organisation", ORGANISATION, on="2024-11-01"))
    early = grants.command("submit-offer", OFFER, on="2024-12-01")
    assert (early["code"], early["retryable"], early["field"]) == ("call-unknown", True, "call_id")
    grants.tell("programme.call-opened", CALL, on="2024-11-20", times=2)
    grants.wait_until(lambda: grants.command("submit-offer", OFFER, on="2024-12-01")["ok"], "the offer in")
    check = {"offer_id": "grant-1", "passed": True}
    assert _carried_out(grants.command("check-offer", check, on="2024-12-13", by_bus=True))
    assert _carried_out(grants.command("score-offer", {"offer_id": "grant-1", "points": 72}, on="2024-12-16"))
    assert _carried_out(grants.command("propose-award", PROPOSAL, on="2024-12-18", by_bus=True))
    assert not _carried_out(grants.command("propose-award", PROPOSAL, on="2024-12-18"))


def test_a_grant_goes_its_whole_way_though_the_service_is_killed_and_facts_come_twice(grants: RunningGrants) -> None:
    _proposed(grants)
    grants.kill()
    grants.tell("programme.funds-reserved", RESERVED, on="2024-12-18", times=2)
    grants.tell("programme.budget-adopted", BUDGET, on="2024-12-19")
    grants.start()
    grants.wait_for_stage("grant-1", "awarded")
    grants.wait_until(lambda: grants.command("sign-contract", CONTRACT, on="2025-01-31")["ok"], "signed")
    marked = grants.wait_for_stage("grant-1", "report-due")
    assert marked["report_due_on"] == "2025-07-30"
    assert not grants.command("submit-report", REPORT, on="2025-07-20")["ok"]
    grants.tell("payments.funds-returned", RETURNED, on="2025-08-20")
    grants.tell("payments.funds-disbursed", PAID, on="2025-05-15", times=2)
    grants.wait_until(lambda: grants.command("submit-report", REPORT, on="2025-07-20")["ok"], "reported")
    assert _carried_out(grants.command("accept-report", ACCEPTANCE, on="2025-08-10", by_bus=True))
    settled = grants.wait_for_stage("grant-1", "settled")
    figures = ("requested", "awarded", "contracted", "disbursed", "returned", "spent", "accepted")
    assert [settled[f"{figure}_grosze"] for figure in figures] == [
        4_000_000,
        3_000_000,
        3_000_000,
        3_000_000,
        100_000,
        2_900_000,
        2_900_000,
    ]
    assert settled["settled_on"] == "2025-08-20"
    assert grants.request("query.grants.grant", b'{"grant_id":"grant-1"}') == settled
    listed = grants.request("query.grants.grants", b'{"programme":"torun-2025"}')
    assert listed == {"programme": "torun-2025", "grants": [settled], "next": None}
    told = grants.published()
    assert [(fact["type"].removeprefix("grants."), fact["effective_on"]) for fact in told] == [
        ("offer-submitted", "2024-12-01"),
        ("award-proposed", "2024-12-18"),
        ("grant-awarded", "2024-12-18"),
        ("contract-signed", "2025-01-31"),
        ("report-fallen-due", "2025-07-01"),
        ("expenditure-accepted", "2025-08-10"),
        ("grant-settled", "2025-08-20"),
    ]
    assert len({fact["event_id"] for fact in told}) == len(told)
    assert "Zajęcia" not in str(told)


def test_a_refused_award_is_proposed_again_with_the_next_number(grants: RunningGrants) -> None:
    _proposed(grants)
    refused = RESERVED | {"reason": "call-pool-exhausted", "free_grosze": 7}
    grants.tell("programme.funds-refused", refused, on="2024-12-18", times=2)
    row = grants.wait_for_stage("grant-1", "award-refused")
    assert row["refusal_reason"] == "call-pool-exhausted"
    again = PROPOSAL | {"amount_grosze": 2_000_000}
    assert _carried_out(grants.command("propose-award", again, on="2025-01-05"))
    grants.tell("programme.funds-reserved", RESERVED | {"decision_no": 2, "amount_grosze": 2_000_000}, on="2025-01-05")
    row = grants.wait_for_stage("grant-1", "awarded")
    assert (row["decision_no"], row["awarded_grosze"]) == (2, 2_000_000)


def test_a_register_is_taken_over_once_and_a_changed_row_is_refused(grants: RunningGrants) -> None:
    grants.tell("payments.payment-taken-over", PAYMENT_TAKEN_OVER, on="2018-06-01", times=2)
    grants.wait_for_stage("row-1", "payment-noted")
    assert _carried_out(grants.command("take-over-grant", ROW, on="2026-01-01"))
    assert not _carried_out(grants.command("take-over-grant", ROW, on="2026-01-01"))
    row = grants.wait_for_stage("row-1", "taken-over")
    assert (row["contracted_grosze"], row["disbursed_grosze"]) == (250_000, 250_000)
    changed = grants.command("take-over-grant", ROW | {"amount_grosze": 250_001}, on="2026-01-01")
    assert changed["code"] == "another-body-under-the-same-id"
    assert [fact["type"] for fact in grants.published()] == ["grants.grant-taken-over"]
    unknown = grants.grant("nobody")
    assert (unknown["status"], unknown["code"]) == (404, "grant-unknown")
