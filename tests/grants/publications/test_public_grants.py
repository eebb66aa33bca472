"""Results of calls and open data of grants: on a real PostgreSQL, by HTTP; their sums are the register's."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from grants.main import SERVICE
from grants.readmodels import grant_register
from shared.messages import payments_v1, programme_v1
from shared.messages.payments_changes_v1 import DisbursementReversed
from shared.messages.programme_call_v1 import CallAnnounced
from tests.grants import journey
from tests.grants.publications.standards import faults_of_giving, faults_of_release_package
from tests.support.grant_facts import tell
from tests.support.servers import Postgres
from tests.support.stored import StoredService, stored
from tests.support.webpage import barriers, page_of

pytestmark = pytest.mark.slow

YEAR, CALL = "torun-2025", "call-1"
WICKED = '=HYPERLINK("http://x")<img src=x onerror=alert(1)>'
RESULTS, GRANTS = f"/publications/calls/{CALL}/results", f"/publications/programmes/{YEAR}/grants"
GIVING, OCDS = f"/publications/programmes/{YEAR}/360giving", f"/publications/programmes/{YEAR}/ocds.json"


def _hear(ours: StoredService, fact: type[Any], subject: str, position: int, **fields: Any) -> None:
    assert ours.hear(tell(fact(**fields), subject, position)) == "done"


def _offer(ours: StoredService, number: int, *, title: str) -> str:
    offer = f"grant-{number}"
    ours.done("submit-offer", on=date(2024, 12, 1), **journey.OFFER | {"offer_id": offer, "title": title})
    ours.done("check-offer", on=date(2024, 12, 13), offer_id=offer, passed=True)
    ours.done("score-offer", on=date(2024, 12, 16), offer_id=offer, points=72)
    return offer


def _award(ours: StoredService, grant: str, position: int) -> None:
    ours.done("propose-award", on=date(2024, 12, 18), **journey.PROPOSAL | {"grant_id": grant})
    _hear(ours, programme_v1.FundsReserved, grant, position, **journey.RESERVED | {"grant_id": grant})


def _open(ours: StoredService) -> None:
    ours.done("register-organisation", on=date(2024, 11, 1), **journey.ORGANISATION)
    _hear(ours, programme_v1.CallOpened, CALL, 1, **journey.CALL)
    _hear(ours, programme_v1.BudgetAdopted, YEAR, 2, **journey.BUDGET)


def _play(ours: StoredService) -> None:
    """Three offers in one call: one paid and in part given back, one declined, one without an award."""
    _open(ours)
    paid, declined, _ = (_offer(ours, number, title=title) for number, title in enumerate((WICKED, "Bieg", "Rajd"), 1))
    _award(ours, paid, 3)
    _award(ours, declined, 4)
    ours.done("decline-award", on=date(2025, 3, 20), grant_id=declined, declined_on=date(2025, 3, 20))
    resolved = {"call_id": CALL, "programme_id": YEAR, "unused_grosze": 47_000_000, "resolved_on": date(2024, 12, 20)}
    _hear(ours, programme_v1.CallResolved, CALL, 5, **resolved)
    tranches = [{**tranche, "due_on": date(2025, 4, 15)} for tranche in journey.CONTRACT["tranches"]]
    signed = {"signed_on": date(2025, 3, 21), "tranches": tranches}
    ours.done("sign-contract", on=date(2025, 3, 21), **journey.CONTRACT | signed)
    first = journey.PAID | {"tranche_number": 1, "amount_grosze": 2_000_050, "disbursed_total_grosze": 2_000_050}
    _hear(ours, payments_v1.FundsDisbursed, "first", 1, **first)
    _hear(ours, payments_v1.FundsDisbursed, "second", 2, **journey.PAID | {"amount_grosze": 999_950})
    sent_back = {"disbursed_total_grosze": 3_000_000, "reversed_total_grosze": 999_950, "statement_id": "st-3"}
    second = {"grant_id": paid, "programme_id": YEAR, "tranche_number": 2, "amount_grosze": 999_950}
    _hear(ours, DisbursementReversed, paid, 3, **second, **sent_back, value_on=date(2025, 5, 16))
    again = journey.PAID | {"amount_grosze": 999_950, "disbursed_total_grosze": 3_999_950}
    _hear(ours, payments_v1.FundsDisbursed, "again", 4, **again)
    _hear(ours, payments_v1.FundsReturned, paid, 5, **journey.RETURNED)


@pytest.fixture(scope="module")
def ours(postgres: Postgres) -> Iterator[StoredService]:
    with stored(SERVICE, postgres.fresh_database("results")) as grants:
        _play(grants)
        yield grants


@pytest.mark.parametrize("query", ["", "?lang=en"])
@pytest.mark.parametrize("path", [RESULTS, GRANTS, "/publications/calls/nobody/results"])
def test_no_page_has_a_barrier_in_either_language(ours: StoredService, path: str, query: str) -> None:
    assert barriers(page_of(ours.visit(path + query).text)) == []


def test_results_name_offeror_task_and_amount_of_the_chosen_and_nobody_else(ours: StoredService) -> None:
    page = page_of(ours.visit(RESULTS).text)
    rows = [row.text for row in page.all("tr")][1:]
    assert len(rows) == 3
    assert rows[0].startswith(f"Klub Sportowy {WICKED}")
    assert rows[0].endswith("30 000,00 zł")
    assert rows[1].endswith("rezygnacja 20 marca 2025 r.")
    assert rows[2] == "Razem 30 000,00 zł"
    assert "Rajd" not in page.text
    assert "https://dotacje.example/publications/calls/call-1" in [link.attributes["href"] for link in page.all("a")]


def test_no_account_of_anybody_is_published(ours: StoredService) -> None:
    for path in (f"{RESULTS}.json", f"{GRANTS}.json", f"{GIVING}.json", OCDS, f"{GIVING}.csv", f"{GRANTS}.csv"):
        assert journey.ORGANISATION["bank_account"] not in ours.visit(path).text


def test_published_sums_are_those_of_the_register(ours: StoredService) -> None:
    register = ours.ask(grant_register.grants, programme=YEAR, after="", limit=100)["grants"]
    totals = ours.visit(f"{GRANTS}.json").json()["totals"]
    for name, total in totals.items():
        assert total == sum(row[name] for row in register), name
    giving = json.loads(ours.visit(f"{GIVING}.json").content, parse_float=Decimal)["grants"]
    moved = [move["value"] for grant in giving for move in grant["disbursementTransaction"]]
    second = Decimal("9999.50")
    assert moved == [Decimal("20000.50"), second, -second, second, Decimal("-1000.00")]
    back = totals["reversed_grosze"] + totals["returned_grosze"]
    assert sum(moved) * 100 == totals["disbursed_grosze"] - back == 2_900_000
    assert sum(grant["amountDisbursed"] for grant in giving) == sum(moved)
    assert sum(grant["amountAwarded"] for grant in giving) * 100 == totals["contracted_grosze"]


def test_open_contracting_data_tell_the_same_with_returns_from_the_recipient(ours: StoredService) -> None:
    (release,) = json.loads(ours.visit(OCDS).content, parse_float=Decimal)["releases"]
    assert [(award["id"], award["status"]) for award in release["awards"]] == [
        ("grant-1", "active"),
        ("grant-2", "cancelled"),
    ]
    (contract,) = release["contracts"]
    moves = contract["implementation"]["transactions"]
    paid = sum(move["value"]["amount"] for move in moves if move["payer"]["id"] == "torun")
    back = sum(move["value"]["amount"] for move in moves if move["payee"]["id"] == "torun")
    assert (paid, back) == (Decimal("39999.50"), Decimal("10999.50"))
    assert contract["implementation"]["transactions"][0]["payee"]["id"] == "PL-KRS-0000123456"


def test_open_data_have_what_their_standards_ask_for(ours: StoredService) -> None:
    assert faults_of_giving(ours.visit(f"{GIVING}.json").json()) == []
    assert faults_of_release_package(ours.visit(OCDS).json()) == []


def test_the_check_of_standards_finds_what_is_missing(ours: StoredService) -> None:
    giving, releases = ours.visit(f"{GIVING}.json").json(), ours.visit(OCDS).json()
    del giving["grants"][0]["awardDate"]
    giving["grants"][0]["amountAwarded"] = "1"
    del releases["releases"][0]["ocid"]
    releases["releases"][0]["awards"][0]["status"] = "given"
    assert len(faults_of_giving(giving)) == 2
    assert len(faults_of_release_package(releases)) == 2


def test_a_spreadsheet_runs_nothing_that_an_applicant_wrote(ours: StoredService) -> None:
    for path, separator in ((f"{RESULTS}.csv", ";"), (f"{GRANTS}.csv", ";"), (f"{GIVING}.csv", ",")):
        rows = list(csv.reader(io.StringIO(ours.visit(path).content.decode("utf-8-sig")), delimiter=separator))
        assert f"'{WICKED}" in rows[1]


def test_an_erased_name_is_shown_as_removed_everywhere(postgres: Postgres) -> None:
    with stored(SERVICE, postgres.fresh_database("erased")) as ours:
        _play(ours)
        ours.erase("Klub Sportowy")
        assert "[nazwę usunięto]" in ours.visit(RESULTS).text
        assert ours.visit(f"{RESULTS}.json").json()["results"][0]["organisation_name"] is None
        assert ours.visit(f"{GIVING}.json").json()["grants"][0]["recipientOrganization"][0]["name"] == "[usunięto]"
        assert faults_of_giving(ours.visit(f"{GIVING}.json").json()) == []
        assert faults_of_release_package(ours.visit(OCDS).json()) == []


def test_an_award_is_not_public_before_its_call_has_ended(postgres: Postgres) -> None:
    """Of a call whose offers are chosen after its deadline; a rolling call shows awards as they come."""
    with stored(SERVICE, postgres.fresh_database("early")) as ours:
        ours.done("register-organisation", on=date(2024, 11, 1), **journey.ORGANISATION)
        announced = {
            name: journey.CALL[name]
            for name in ("call_id", "programme_id", "line_id", "number", "pool_grosze", "opens_on", "offers_until")
        }
        terms = {
            "min_grant_grosze": 100_000,
            "max_grant_grosze": 10_000_000,
            "max_share_percent": 80,
            "pass_mark_points": 60,
            "unit": "wsir",
            "legal_basis": "udpp-open-call",
            "mode": "supporting",
            "line_shift_percent": 15,
            "criteria": [],
            "task_from": date(2025, 1, 1),
            "task_until": date(2025, 12, 31),
            "choice_on": date(2024, 12, 18),
            "rolling": False,
            "legal_until": None,
        }
        _hear(ours, CallAnnounced, CALL, 1, **announced, **terms)
        _award(ours, _offer(ours, 1, title="Bieg"), 3)
        for path in (f"{RESULTS}.json", f"{GRANTS}.json", f"{GIVING}.json", OCDS):
            assert ours.visit(path).status_code == 404, path
        resolved = {"call_id": CALL, "programme_id": YEAR, "unused_grosze": 0, "resolved_on": date(2024, 12, 20)}
        _hear(ours, programme_v1.CallResolved, CALL, 5, **resolved)
        (result,) = ours.visit(f"{RESULTS}.json").json()["results"]
        assert (result["awarded_grosze"], result["title"]) == (3_000_000, "Bieg")


def test_a_grant_taken_over_from_a_register_is_open_data_without_a_call(postgres: Postgres) -> None:
    with stored(SERVICE, postgres.fresh_database("register")) as ours:
        _hear(ours, payments_v1.PaymentTakenOver, "row-1", 1, **journey.PAYMENT_TAKEN_OVER)
        ours.done("take-over-grant", on=date(2026, 1, 1), **journey.ROW)
        path = "/publications/programmes/dept-2018/360giving.json"
        package = ours.visit(path).json()
        assert faults_of_giving(package) == []
        (grant,) = package["grants"]
        assert (grant["amountAwarded"], grant["amountDisbursed"], grant["awardDate"]) == (2500, 2500, "2018-04-03")
        assert "fromOpenCall" not in grant
        assert ours.visit("/publications/programmes/dept-2018/ocds.json").status_code == 404
