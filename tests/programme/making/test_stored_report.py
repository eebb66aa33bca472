"""Making and report on a real PostgreSQL: pages, the calendar's questions, and a report that stays what it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from programme.main import SERVICE
from programme.readmodels import execution, making, principles, registers
from shared.kernel.canonical import canonical_json
from shared.messages import grants_changes_v1, grants_v1
from shared.messages.grants_shapes import TrancheFact
from tests.support.grant_facts import CALL, YEAR, commands, tell, way_of
from tests.support.servers import Postgres
from tests.support.stored import StoredService, stored

pytestmark = pytest.mark.slow

WORDS = ("goals", "principles", "forms", "execution", "evaluation", "making_and_consultation", "commissions")
MAY = date(2026, 5, 20)


@pytest.fixture
def ours(postgres: Postgres) -> Iterator[StoredService]:
    with stored(SERVICE, postgres.fresh_database("making")) as programme:
        yield programme


def make_in_steps(ours: StoredService) -> None:
    """Until the Council has the draft; invented."""
    day = date(2024, 9, 2)
    ours.done("draft-programme", on=date(2024, 7, 1), programme_id=YEAR, planned_grosze=100)
    ours.done(
        "state-programme-contents",
        on=day,
        programme_id=YEAR,
        subject_scope=["17", "1"],
        priority_tasks=["17"],
        period_from="2025-01-01",
        period_until="2025-12-31",
        **{field: f"Tekst: {field}" for field in WORDS},
    )
    ours.done("open-consultation", on=day, programme_id=YEAR, opens_on=day, closes_on=date(2024, 9, 16))
    ours.done(
        "file-remark",
        on=day,
        programme_id=YEAR,
        remark_id="r1",
        filed_by="organisation",
        remark="Więcej na sport",
        filed_on=day,
    )
    ours.done("close-consultation", on=date(2024, 9, 17), programme_id=YEAR, remarks_count=1)
    ours.done(
        "answer-remark",
        on=date(2024, 9, 18),
        programme_id=YEAR,
        remark_id="r1",
        outcome="accepted",
        reason="Słusznie",
        answered_on=date(2024, 9, 18),
    )
    ours.done("request-council-opinion", on=date(2024, 10, 1), programme_id=YEAR, delivered_on=date(2024, 10, 1))


def adopt(ours: StoredService, on: date) -> None:
    ours.done(
        "adopt-programme", on=on, programme_id=YEAR, limit_grosze=200_000_00, resolution_number="1", adopted_on=on
    )


def test_the_page_of_the_making_shows_texts_that_lie_beside_the_events(ours: StoredService):
    make_in_steps(ours)
    page = ours.ask(making.making, programme=YEAR)
    assert page["missing_contents"] == []
    assert page["contents"]["goals"]["text"]["body"] == "Tekst: goals"
    assert page["contents"]["subject-scope"]["task_areas"] == ["1", "17"]
    assert page["remarks"]["r1"]["remark"]["body"] == "Więcej na sport"
    assert page["remarks"]["r1"]["answer"]["outcome"] == "accepted"
    assert page["opinion"]["last_on"] == "2024-10-15"
    with ours.store.connection() as connection:
        connection.execute("DELETE FROM texts")
    assert ours.ask(making.making, programme=YEAR)["remarks"]["r1"]["remark"]["body"] is None


def test_the_calendar_owes_the_councils_silence_from_the_day_after_its_term(ours: StoredService):
    make_in_steps(ours)
    assert ours.ask(making.opinions_waived, date(2024, 10, 15)) == []
    assert ours.ask(making.opinions_waived, date(2024, 10, 16)) == [{"programme_id": YEAR}]
    early = ours.give("mark-council-opinion-waived", on=date(2024, 10, 15), programme_id=YEAR)
    assert early.refused is not None
    ours.done("mark-council-opinion-waived", on=date(2024, 10, 16), programme_id=YEAR)
    assert ours.ask(making.opinions_waived, date(2024, 10, 16)) == []
    adopt(ours, date(2024, 11, 21))
    assert ours.ask(making.making, programme=YEAR)["adoption"]["warnings"] == []


def test_the_calendar_owes_30_november_and_31_may_for_a_quarter_and_only_while_nothing_came(ours: StoredService):
    make_in_steps(ours)
    assert ours.ask(making.adoptions_overdue, date(2024, 11, 30)) == []
    assert ours.ask(making.adoptions_overdue, date(2024, 12, 1)) == [{"programme_id": YEAR}]
    assert ours.ask(making.adoptions_overdue, date(2025, 12, 1)) == []
    ours.done("mark-adoption-overdue", on=date(2024, 12, 1), programme_id=YEAR)
    assert ours.ask(making.adoptions_overdue, date(2024, 12, 2)) == []
    ours.done("mark-council-opinion-waived", on=date(2024, 12, 2), programme_id=YEAR)
    adopt(ours, date(2024, 12, 12))
    page = ours.ask(making.making, programme=YEAR)
    assert page["adoption"]["warnings"] == ["after-30-november"]
    assert page["missed"] == [{"deadline": "adoption", "due_on": "2024-11-30"}]
    assert ours.ask(registers.programme, programme=YEAR)["facts"]["adopted"]["warnings"] == ["after-30-november"]
    assert ours.ask(making.reports_overdue, date(2026, 5, 31)) == []
    assert ours.ask(making.reports_overdue, date(2026, 6, 1)) == [{"programme_id": YEAR}]


def live_the_year(ours: StoredService) -> None:
    """A call, three offers of which one is rejected, and one grant up to its settlement."""
    for name, _, fields in commands():
        ours.done(name, on=date(2025, 1, 3), **fields)
    for place, offer in enumerate(("grant-1", "grant-2", "grant-3"), start=101):
        submitted = grants_v1.OfferSubmitted(
            offer_id=offer, call_id=CALL, organisation_id="club", requested_grosze=100_00
        )
        assert ours.hear(tell(submitted, offer, place)) == "done"
    rejected = grants_v1.OfferRejected(offer_id="grant-3", call_id=CALL, organisation_id="club", defect="unsigned")
    assert ours.hear(tell(rejected, "grant-3", 104)) == "done"
    for told in way_of(1)[0]:
        assert ours.hear(told) == "done"
    ours.done("map-area", on=date(2025, 1, 3), programme_id=YEAR, area="sport", task_areas=["17"])


def settled(grant: str) -> grants_v1.GrantSettled:
    return grants_v1.GrantSettled(
        grant_id=grant,
        programme_id=YEAR,
        organisation_id="club",
        accepted_grosze=70_00,
        returned_grosze=20_00,
        settled_on=date(2025, 3, 14),
    )


def test_a_published_report_is_what_the_draft_was_and_stays_so(ours: StoredService):
    make_in_steps(ours)
    live_the_year(ours)
    draft = ours.ask(execution.report, programme=YEAR)
    assert (draft["published"], draft["due_on"]) == (None, "2026-05-31")
    (sport,) = [area for area in draft["now"]["areas"] if area["area"] == "sport"]
    assert sport == {
        "area": "sport",
        "task_areas": ["17"],
        "calls_announced": 1,
        "calls_resolved": 0,
        "calls_annulled": 0,
        "offers": 3,
        "offers_rejected": 1,
        "contracts": 1,
        "grants_settled": 0,
        "planned_grosze": 100_000_00,
        "requested_grosze": 300_00,
        "contracted_grosze": 90_00,
        "disbursed_grosze": 90_00,
        "accepted_grosze": 70_00,
        "returned_grosze": 20_00,
        "lapsed_grosze": 0,
    }

    ours.done("publish-programme-report", on=MAY, programme_id=YEAR, published_on=MAY)
    frozen = ours.ask(execution.report, programme=YEAR)
    assert {name: frozen["published"][name] for name in ("total", "areas")} == draft["now"]
    assert frozen["differences"] == []

    assert ours.hear(tell(settled("grant-1"), "grant-1", 105)) == "done"
    later = ours.ask(execution.report, programme=YEAR)
    assert canonical_json(later["published"]) == canonical_json(frozen["published"])
    assert later["differences"] == [
        {"area": None, "figure": "grants_settled", "published": 0, "now": 1},
        {"area": "sport", "figure": "grants_settled", "published": 0, "now": 1},
    ]
    again = ours.give("publish-programme-report", on=date(2026, 6, 2), programme_id=YEAR, published_on=date(2026, 6, 2))
    assert again.refused is not None
    assert again.refused.code == "report-already-published"


def test_the_contracted_total_follows_annexes_and_the_end_of_a_contract(ours: StoredService):
    make_in_steps(ours)
    live_the_year(ours)
    day, sums = date(2025, 3, 20), []

    def contracted() -> int:
        return ours.ask(execution.report, programme=YEAR)["now"]["total"]["contracted_grosze"]

    tranche = TrancheFact(number=1, amount_grosze=85_00, due_on=date(2025, 3, 1))
    promised_and_signed = way_of(2)[0][5:7]
    for told in promised_and_signed:
        assert ours.hear(told) == "done"
    sums.append(contracted())
    annex = grants_changes_v1.AnnexSigned(
        grant_id="grant-2",
        programme_id=YEAR,
        annex_number="1",
        direction="down",
        amount_grosze=5_00,
        contract_amount_grosze=85_00,
        signed_on=day,
        tranches=[tranche],
    )
    assert ours.hear(tell(annex, "grant-2", 301)) == "done"
    sums.append(contracted())
    ended = grants_changes_v1.ContractTerminated(
        grant_id="grant-2",
        programme_id=YEAR,
        ground="by-agreement",
        amount_grosze=85_00,
        disbursed_total_grosze=0,
        terminated_on=day,
        document="1",
    )
    assert ours.hear(tell(ended, "grant-2", 302)) == "done"
    sums.append(contracted())
    assert sums == [180_00, 175_00, 90_00]
    ours.done("publish-programme-report", on=MAY, programme_id=YEAR, published_on=MAY)
    frozen = ours.ask(execution.report, programme=YEAR)
    assert (frozen["published"]["total"]["contracted_grosze"], frozen["differences"]) == (90_00, [])


def test_a_report_stands_beside_earlier_years_known_here(ours: StoredService):
    live = {"limit_grosze": 50, "submitted_on": "2023-11-15", "document": "1"}
    ours.done("submit-budget-draft", on=date(2023, 11, 15), programme_id="torun-2024", **live)
    ours.done("submit-budget-draft", on=date(2023, 11, 15), programme_id="lodz-2024", **live)
    ours.done("draft-programme", on=date(2024, 7, 1), programme_id=YEAR, planned_grosze=100)
    live_the_year(ours)
    (earlier,) = ours.ask(execution.report, programme=YEAR)["earlier"]
    assert (earlier["programme"], earlier["published"], earlier["total"]["planned_grosze"]) == ("torun-2024", False, 50)


def test_the_principles_are_shown_by_acts_and_by_what_is_missing(ours: StoredService):
    make_in_steps(ours)
    ours.done("mark-council-opinion-waived", on=date(2024, 10, 16), programme_id=YEAR)
    adopt(ours, date(2024, 11, 21))
    live_the_year(ours)
    for place in ("bip", "website"):
        ours.done(
            "publish-programme",
            on=date(2024, 11, 25),
            programme_id=YEAR,
            document="programme",
            place=place,
            published_on=date(2024, 11, 25),
        )
    shown = ours.ask(principles.principles, programme=YEAR)["principles"]
    assert list(shown) == [
        "subsidiarity",
        "sovereignty",
        "partnership",
        "efficiency",
        "fair competition",
        "openness",
    ]
    assert {each["act"] for each in shown["openness"]["missing"]} == {
        "programme published: notice-board",
        "draft published",
        "report published: bip",
    }
    assert {each["act"]: each.get("count") for each in shown["fair competition"]["evidence"]} == {
        "rules of the commissions stated": 1,
        "calls with one announcement for all": 1,
    }
    assert shown["fair competition"]["breaches"] == []
