"""What everybody may read of programmes, calls and reports: on a real PostgreSQL, by HTTP, without a token."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from programme.domain.call.bases import CONTENTS, FROM_TERMS
from programme.domain.programme.contents import ANNUAL
from programme.entrypoints.words import WORDS
from programme.main import SERVICE
from programme.readmodels import budget_sheet, execution
from shared.kernel.task_areas import TASK_AREAS
from tests.support.servers import Postgres
from tests.support.stored import StoredService, stored
from tests.support.webpage import barriers, page_of

pytestmark = pytest.mark.slow

YEAR, LINE, CALL = "torun-2025", "sport.wsir.926-92605-2360", "sport-19"
WICKED = "<script>alert('ogłoszenie')</script>"
SECRET = "Jan Zmyślony prosi o więcej na sport"
IN_WORDS = ("goals", "principles", "forms", "execution", "evaluation", "making_and_consultation", "commissions")
LANGUAGES = ("", "?lang=en")
TERMS: dict[str, Any] = {
    "min_grant_grosze": 200_000,
    "max_grant_grosze": 2_000_000,
    "max_share_percent": 70,
    "line_shift_percent": 15,
    "criteria": [
        {"code": "feasibility", "weight_percent": 60, "scale_points": 10},
        {"code": "own-share", "weight_percent": 40, "scale_points": 20},
    ],
    "task_from": "2025-01-02",
    "task_until": "2025-12-31",
    "choice_on": "2025-01-20",
}


@pytest.fixture(scope="module")
def ours(postgres: Postgres) -> Iterator[StoredService]:
    """A call with a correction, one that was annulled, and a draft that nobody may see; all invented."""
    with stored(SERVICE, postgres.fresh_database("pages")) as programme:
        _budget(programme)
        _make(programme)
        _announce(programme, CALL, "19.1/2025", until="2024-12-24T00:00")
        _correct(programme)
        _announce(programme, "sport-20", "20/2025", until="2024-12-24T00:00")
        programme.done(
            "annul-call",
            on=date(2024, 12, 27),
            call_id="sport-20",
            ground="no-offer-submitted",
            annulled_on=date(2024, 12, 27),
        )
        _draft(programme, "sport-21", "21/2025")
        yield programme


def _make(ours: StoredService) -> None:
    day = date(2024, 9, 2)
    ours.done("draft-programme", on=date(2024, 7, 1), programme_id=YEAR, planned_grosze=100_000_000)
    ours.done(
        "state-programme-contents",
        on=day,
        programme_id=YEAR,
        subject_scope=["1", "17"],
        priority_tasks=["17"],
        period_from="2025-01-01",
        period_until="2025-12-31",
        **{field: f"Treść: {field}" for field in IN_WORDS},
    )
    ours.done("open-consultation", on=day, programme_id=YEAR, opens_on=day, closes_on=date(2024, 9, 16))
    remark = {"programme_id": YEAR, "remark_id": "r1"}
    ours.done("file-remark", on=day, **remark, filed_by="resident", remark=SECRET, filed_on=day)
    ours.done("close-consultation", on=date(2024, 9, 17), programme_id=YEAR, remarks_count=1)
    answered = {"outcome": "accepted", "reason": f"Odpowiedź: {SECRET}", "answered_on": date(2024, 9, 18)}
    ours.done("answer-remark", on=date(2024, 9, 18), **remark, **answered)
    ours.done("request-council-opinion", on=date(2024, 10, 1), programme_id=YEAR, delivered_on=date(2024, 10, 1))
    opinion = {"verdict": "positive", "opinion": f"Opinia: {SECRET}", "given_on": date(2024, 10, 2)}
    ours.done("give-council-opinion", on=date(2024, 10, 2), programme_id=YEAR, **opinion)
    adopted = {"limit_grosze": 90_000_000, "resolution_number": "85/24", "adopted_on": date(2024, 12, 5)}
    ours.done("adopt-programme", on=date(2024, 12, 5), programme_id=YEAR, **adopted)
    published = {"document": "programme", "place": "bip", "published_on": date(2024, 12, 6)}
    ours.done("publish-programme", on=date(2024, 12, 6), programme_id=YEAR, **published)
    amended = {"resolution_number": "99/25", "adopted_on": date(2025, 2, 20), "goals": "Nowe cele"}
    raised = {"limit_grosze": 95_000_000, "resolution_number": "98/25", "adopted_on": date(2025, 1, 30)}
    ours.done("amend-programme", on=date(2025, 1, 30), programme_id=YEAR, **raised)
    ours.done("amend-programme-contents", on=date(2025, 2, 20), programme_id=YEAR, **amended)


def _budget(ours: StoredService) -> None:
    day = date(2024, 11, 14)
    ours.done("submit-budget-draft", on=day, programme_id=YEAR, limit_grosze=90_000_000, submitted_on=day, document="1")
    ours.done("allocate-area", on=day, programme_id=YEAR, line_id=LINE, amount_grosze=80_000_000, document="1")


def _draft(ours: StoredService, call_id: str, number: str) -> None:
    ours.done(
        "draft-call",
        on=date(2024, 11, 20),
        call_id=call_id,
        programme_id=YEAR,
        line_id=LINE,
        unit="wsir",
        number=number,
        mode="supporting",
        pool_grosze=20_000_050,
        **TERMS,
    )


def _announce(ours: StoredService, call_id: str, number: str, *, until: str) -> None:
    _draft(ours, call_id, number)
    for content in CONTENTS:
        if content not in FROM_TERMS:
            body = WICKED if content == "task-type" else f"Treść ogłoszenia: {content}"
            ours.done("write-call-content", on=date(2024, 11, 21), call_id=call_id, content=content, body=body)
    approved = {"pool_grosze": 20_000_050, "approved_on": date(2024, 11, 29), "document": "PMT 411/24"}
    ours.done("approve-call", on=date(2024, 11, 29), call_id=call_id, **approved)
    planned = {"appears_on": date(2024, 12, 2), "offers_until_local": until}
    ours.done("plan-call-announcement", on=date(2024, 11, 29), call_id=call_id, **planned)
    for place in ("bip", "board", "website"):
        shown = {"matter": "announcement", "place": place, "published_on": date(2024, 12, 2)}
        ours.done("record-call-publication", on=date(2024, 12, 2), call_id=call_id, **shown)


def _correct(ours: StoredService) -> None:
    ours.done(
        "correct-call",
        on=date(2024, 12, 4),
        call_id=CALL,
        **TERMS | {"max_grant_grosze": 2_500_000},
        offers_until_local="2024-12-31T00:00",
        material=True,
        corrected_on=date(2024, 12, 4),
        document="PMT 431/24",
    )


PAGES = [
    "/publications/programmes",
    f"/publications/programmes/{YEAR}",
    f"/publications/programmes/{YEAR}/calls",
    f"/publications/calls/{CALL}",
    "/publications/calls/sport-20",
    "/publications/calls/nobody",
]


@pytest.mark.parametrize("query", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_barrier_in_either_language(ours: StoredService, path: str, query: str) -> None:
    answer = ours.visit(path + query)
    page = page_of(answer.text)
    assert barriers(page) == []
    assert next(page.all("html")).attributes["lang"] == answer.headers["content-language"] == ("en" if query else "pl")


def test_a_programme_shows_its_eleven_contents_its_resolution_and_its_amendment(ours: StoredService) -> None:
    page = page_of(ours.visit(PAGES[1]).text)
    headings = [each.text for each in page.all("h3")]
    for number, content in enumerate(ANNUAL, 1):
        assert f"{number}. {WORDS[content][0]}" in headings
    assert "nie zapisano" not in page.text.lower()
    for words in (
        "uchwała nr 85/24",
        "5 grudnia 2024 r.",
        "1 000 000,00 zł",
        "Nowe cele",
        "Uchwała nr 99/25",
        "98/25, 30 stycznia 2025 r.: zmiana kwoty",
    ):
        assert words in page.text
    assert WORDS["after-30-november"][0] in page.text


def test_what_people_wrote_in_a_consultation_is_not_published(ours: StoredService) -> None:
    for path in (PAGES[1], f"{PAGES[1]}.json"):
        answer = ours.visit(path).text
        assert SECRET not in answer
        assert "accepted" in answer or "uwzględniona" in answer
    assert "anna" not in ours.visit(f"{PAGES[1]}.json").text


def test_an_announcement_shows_its_seven_contents_and_both_deadlines(ours: StoredService) -> None:
    page = page_of(ours.visit(PAGES[3]).text)
    headings = [each.text for each in page.all("h3")]
    for number, content in enumerate(CONTENTS, 1):
        assert f"{number}. {WORDS[content][0]}" in headings
    for words in (
        WICKED,
        "200 000,50 zł",
        "30 grudnia 2024 r. do końca dnia (godz. 24.00)",
        "27 grudnia 2024 r. do końca dnia (godz. 24.00)",
        "PMT 411/24, 29 listopada 2024 r.",
        "możliwość realizacji zadania 60 % 10",
        "Treść ogłoszenia: earlier-tasks",
        "tablica ogłoszeń w siedzibie urzędu 2 grudnia 2024 r.",
    ):
        assert words in page.text, words


def test_a_correction_is_marked_with_what_stood_before(ours: StoredService) -> None:
    page = page_of(ours.visit(PAGES[3]).text)
    assert sorted(each.text for each in page.all("del")) == [
        "20 000,00 zł",
        "23 grudnia 2024 r. do końca dnia (godz. 24.00)",
    ]
    assert sorted(each.text for each in page.all("ins")) == [
        "25 000,00 zł",
        "30 grudnia 2024 r. do końca dnia (godz. 24.00)",
    ]
    assert "#corrections" in [link.attributes["href"] for link in page.all("a")]


def test_an_annulment_says_its_day_and_its_ground(ours: StoredService) -> None:
    text = page_of(ours.visit(PAGES[4]).text).text
    assert "Konkurs unieważniono" in text
    assert "27 grudnia 2024 r. Przyczyna (art. 18a ustawy): nie złożono żadnej oferty" in text


def test_a_draft_is_shown_to_nobody_and_the_list_does_not_name_it(ours: StoredService) -> None:
    assert ours.visit("/publications/calls/sport-21").status_code == 404
    listed = ours.visit(f"/publications/programmes/{YEAR}/calls.json").json()["calls"]
    assert [call["number"] for call in listed] == ["19.1/2025", "20/2025"]


@pytest.mark.parametrize("path", ["/publications/calls/nobody", f"/publications/programmes/{YEAR}/report"])
def test_what_is_not_public_is_a_problem_for_programs_and_a_page_for_people(ours: StoredService, path: str) -> None:
    page, data = ours.visit(path), ours.visit(f"{path}.json")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert (data.status_code, data.headers["content-type"]) == (404, "application/problem+json")
    assert data.json()["ok"] is False


def test_who_has_the_latest_is_told_so_and_an_erased_text_makes_a_new_edition(postgres: Postgres) -> None:
    with stored(SERVICE, postgres.fresh_database("erased")) as ours:
        _budget(ours)
        _make(ours)
        first = ours.visit(PAGES[1])
        assert first.headers["etag"].strip('"').split("-")[0] in page_of(first.text).text
        assert first.headers["last-modified"].endswith("GMT")
        assert first.headers["cache-control"] == "public, max-age=60"
        again = ours.visit(PAGES[1], If_None_Match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
        ours.erase("Nowe cele")
        erased = ours.visit(PAGES[1], If_None_Match=first.headers["etag"])
        assert erased.status_code == 200
        assert "[treść usunięto]" in erased.text


def test_nothing_is_loaded_from_elsewhere(ours: StoredService) -> None:
    for path in PAGES:
        answer = ours.visit(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_table_of_calls_adds_up_to_the_money_that_the_ledger_holds_in_calls(ours: StoredService) -> None:
    text = ours.visit(f"/publications/programmes/{YEAR}/calls.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    pools = {row["call_id"]: int(row["pool_pln"].replace(",", "")) for row in rows if row["stage"] == "announced"}
    ledger = ours.ask(budget_sheet.budget, programme=YEAR, as_of=None, known_at=None)
    assert pools == {CALL: 20_000_050}
    assert ledger["opened"] == sum(pools.values())


def test_the_published_report_is_the_frozen_one_in_every_form(postgres: Postgres) -> None:
    with stored(SERVICE, postgres.fresh_database("report")) as ours:
        _budget(ours)
        _make(ours)
        path = f"/publications/programmes/{YEAR}/report"
        assert ours.visit(path).status_code == 404
        day = date(2026, 6, 2)
        ours.done("publish-programme-report", on=day, programme_id=YEAR, published_on=day)
        frozen = ours.ask(execution.report, programme=YEAR)["published"]
        ours.done("allocate-area", on=day, programme_id=YEAR, line_id=LINE, amount_grosze=1, document="2")
        shown = ours.visit(f"{path}.json").json()
        assert shown == {**frozen, "earlier": []}
        text = ours.visit(f"{path}.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        assert sum(int(row["planned_pln"].replace(",", "")) for row in rows) == frozen["total"]["planned_grosze"]
        for query in LANGUAGES:
            page = page_of(ours.visit(path + query).text)
            assert barriers(page) == []
        assert WORDS["after-31-may"][1] in page.text
        assert "900 000,00 zł" in page.text


def test_every_code_of_the_act_has_words() -> None:
    codes = {*ANNUAL, *CONTENTS, *(f"task-{area.code}" for area in TASK_AREAS)}
    assert codes <= WORDS.keys()
