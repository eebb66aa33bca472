"""The ledger's papers, worked by hand for one small year: what a controller reads, and what is refused. Grosze."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from programme.domain.budget import BUDGET, EntryPosted
from programme.domain.budget.events import CausedBy
from programme.readmodels.accounts import AccountUnknown, statement
from programme.readmodels.budget_sheet import budget
from programme.readmodels.chart import Place, place_of, synthetic_of
from programme.readmodels.journal import JournalUnknown, journal
from programme.readmodels.turnover_sheet import turnover_sheet
from shared.kernel import hlc
from tests.programme.books import Books, instant, open_books, stamp
from tests.programme.makers import LINE, P, adopted, allocate, open_call, paid, reserve, signed
from tests.support.servers import Postgres

pytestmark = pytest.mark.slow
CALL = f"line/{LINE}/call/c1"
CAUSE = "00000000-0000-0000-0000-00000000000a"
YEAR = (adopted(1000), allocate(600), open_call(400), reserve(90), signed(80), paid(50))


def entries() -> list[EntryPosted]:
    """One entry per step; what grants and payments said bears its cause."""
    state, made = BUDGET.initial, []
    for step in YEAR:
        decided = list(step(state))
        state = BUDGET.fold(decided, state)
        made += decided
    cause = CausedBy(CAUSE, "payments", 7, hlc.text_of(stamp(40)))
    return [*made[:-1], replace(made[-1], caused_by=cause, document="WB 12")]


@pytest.fixture(scope="module")
def books(postgres: Postgres) -> Iterator[Books]:
    """Entry n was recorded n × 10 milliseconds after the beginning."""
    with open_books(postgres.fresh_database("papers")) as opened:
        opened.write(P, [(stamp(10 * number), entry) for number, entry in enumerate(entries(), start=1)])
        opened.project()
        opened.all_have_passed()
        yield opened


def told(books: Books, account: str, **fields: Any) -> dict[str, Any]:
    asked = {"programme": P, "from_on": None, "to_on": None, "known_at": instant(100), "after": None, "limit": 100}
    return books.ask(statement, **{**asked, **fields}, account=account)


def test_a_statement_opens_lists_each_posting_with_its_other_side_and_closes(books: Books) -> None:
    answer = told(books, CALL, from_on=date(2025, 2, 1))
    assert (answer["opening_grosze"], answer["debit_grosze"], answer["credit_grosze"]) == (400, 90, 10)
    assert answer["closing_grosze"] == 320
    assert [(p["number"], p["fact"], p["amount_grosze"], p["balance_grosze"]) for p in answer["postings"]] == [
        (4, "FundsReserved", -90, 310),
        (5, "ContractSigned", 10, 320),
    ]
    assert {p["counter_account"] for p in answer["postings"]} == {f"{CALL}/grant/g1/reserved"}


def test_a_posting_names_its_fact_its_cause_its_paper_and_its_person(books: Books) -> None:
    posting = told(books, f"{CALL}/grant/g1/disbursed")["postings"][0]
    assert (posting["fact"], posting["document"], posting["actor"]) == ("FundsDisbursed", "WB 12", "anna")
    assert (posting["caused_by"], posting["cause_service"]) == (CAUSE, "payments")


def test_a_statement_knows_no_more_than_was_recorded_by_then(books: Books) -> None:
    assert told(books, CALL, known_at=instant(35))["closing_grosze"] == 400
    assert told(books, CALL, known_at=instant(40))["closing_grosze"] == 310


def test_a_statement_of_an_account_that_was_never_touched_is_refused(books: Books) -> None:
    for name in (f"{CALL}/grant/g9/reserved", f"{CALL}/grant/*/lapsed", "line", "nowhere"):
        with pytest.raises(AccountUnknown):
            told(books, name)


def test_a_sheet_of_a_month_has_its_opening_its_turnovers_and_its_closing(books: Books) -> None:
    answer = books.ask(
        turnover_sheet,
        programme=P,
        from_on=date(2025, 3, 1),
        to_on=date(2025, 3, 31),
        known_at=instant(100),
        by="balance",
    )
    rows = {row.pop("group"): list(row.values()) for row in answer["rows"]}
    assert rows == {  # opening, debit, credit, debit to date, credit to date, closing
        "limit": [-1000, 0, 0, 1000, 0, -1000],
        "free": [400, 0, 0, 600, 1000, 400],
        "allocated": [200, 0, 0, 400, 600, 200],
        "opened": [310, 0, 10, 90, 410, 320],
        "reserved": [90, 90, 0, 90, 90, 0],
        "contracted": [0, 50, 80, 50, 80, 30],
        "disbursed": [0, 0, 50, 0, 50, 50],
    }
    assert answer["journal"] == {"entries": 2, "turnover_grosze": 140, "turnover_to_date_grosze": 2230}
    assert answer["sums"] == {
        "opening_debit_grosze": 1000,
        "opening_credit_grosze": 1000,
        "debit_grosze": 140,
        "credit_grosze": 140,
        "debit_to_date_grosze": 2230,
        "credit_to_date_grosze": 2230,
        "closing_debit_grosze": 1000,
        "closing_credit_grosze": 1000,
    }


def test_an_entry_without_the_one_before_it_stops_the_journal(postgres: Postgres) -> None:
    with open_books(postgres.fresh_database("gap")) as books:
        numbered = [(stamp(number), entry) for number, entry in enumerate(entries(), start=1)]
        books.write(P, numbered[:1])
        books.write(P, numbered[2:], first=3)
        with pytest.raises(Exception, match="running_turnover_grosze"):
            books.project()


def test_the_journal_counts_its_turnover_through_and_is_filtered(books: Books) -> None:
    def numbers(**fields: Any) -> list[int]:
        answer = books.ask(journal, programme=P, after=0, limit=100, **fields)
        return [entry["number"] for entry in answer["entries"]]

    answer = books.ask(journal, programme=P, after=0, limit=100)
    assert [entry["running_turnover_grosze"] for entry in answer["entries"]] == [1000, 1600, 2000, 2090, 2180, 2230]
    assert answer["entries"][4]["accounts"] == {
        f"{CALL}/grant/g1/reserved": -90,
        f"{CALL}/grant/g1/contracted": 80,
        CALL: 10,
    }
    assert numbers(grant="g1") == [4, 5, 6]
    assert numbers(call="c1", fact="CallOpened") == [3]
    assert numbers(from_on=date(2025, 1, 1), to_on=date(2025, 2, 28)) == [3, 4]
    assert numbers(line=LINE, known_at=instant(29)) == [2]
    assert numbers(to_on=date(2024, 1, 1)) == []
    with pytest.raises(JournalUnknown):
        books.ask(journal, programme="torun-1999", after=0, limit=100)


def test_figures_by_grant_and_what_is_in_none_make_the_total(books: Books) -> None:
    answer = books.ask(budget, programme=P, as_of=None, known_at=instant(100), by="grant")
    assert {name: (f["contracted"], f["disbursed"]) for name, f in answer["groups"].items()} == {"g1": (30, 50)}
    assert answer["elsewhere"]["limit"] + answer["groups"]["g1"]["limit"] == answer["limit"] == 1000
    assert "areas" not in answer


def test_an_account_is_read_from_its_name() -> None:
    whole = place_of(f"{CALL}/grant/g1/reserved")
    assert whole == Place(
        f"{CALL}/grant/*/reserved",
        "budget",
        "reserved",
        LINE,
        "sport",
        "wsir",
        "926-92605-2360",
        "926",
        "92605",
        "2360",
        "c1",
        "g1",
    )
    assert place_of("free/blocked") == Place("free/blocked", "budget", "blocked")
    assert place_of("limit") == Place("limit", "budget", "limit")
    assert place_of("wpf/2027/grant/g1") == Place("wpf/2027/grant/g1", "wpf", "wpf", grant="g1")


def test_a_call_or_a_grant_may_be_called_as_it_likes() -> None:
    named = place_of(f"line/{LINE}/call/grant/grant/call/reserved")
    assert (named.call, named.grant, named.account) == ("grant", "call", f"line/{LINE}/call/grant/grant/*/reserved")
    assert place_of(f"line/{LINE}/call/grant/blocked").grant is None
    assert synthetic_of("suspense/grant/g1") == "suspense/grant/g1"
    assert synthetic_of(f"line/{LINE}/pool") == f"line/{LINE}/pool"
