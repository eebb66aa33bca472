"""The books on paper: sums that carry over, numbers that follow one another, texts that no spreadsheet carries out."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from typer.testing import CliRunner

from audit.bundle.manifest import digest
from audit.bundle.writing import export
from audit.commands import app
from audit.papers import words
from audit.papers.books import MONEY, TEXT, Asked, Book, journal, sheet
from audit.papers.cells import as_text
from audit.papers.csv_files import write_csv
from audit.papers.workbook import write_workbook
from audit.papers.writing import FORMS, Order, write_books
from audit.replay import Replay
from audit.sources import SERVICES
from audit.sources.bundle import Bundle
from audit.turnovers import turnovers
from shared.kernel.money import format_pln
from shared.kernel.postings import POSTINGS
from tests.audit.clocks import Remembered
from tests.audit.history import BEGAN_MS, History, P
from tests.audit.test_bundle import source_of
from tests.audit.year import Year

DAY = date(2025, 3, 1)
PASSED = (BEGAN_MS + 86_400_000) << 16
UNIT = "Gmina Miasta Toruń"
PRINTED = datetime(2026, 11, 26, 1, 20, tzinfo=UTC)


def a_year(grants: int = 40) -> History:
    year = Year().begin(523_000_000, 60_000_000, 40_000_000, DAY)
    for number in range(grants):
        on, grant = DAY + timedelta(days=number), f"sport-2025-01-{number:03}"
        year.reserve(grant, 300_000 + number * 137, on)
        year.sign(grant, 290_000 + number, on)
        year.pay(grant, 350_000 if number == 5 else 250_000, on)
        year.arrive_all()
    return year.history


def source(history: History) -> Remembered:
    return Remembered(source_of(history).stored, dict.fromkeys(SERVICES, PASSED))


def written(folder: Path, history: History, **order) -> dict:
    replay = Replay.known_at(source(history), None)
    asked = Order(P, UNIT, **{"forms": FORMS, **order})
    return write_books(replay, asked, folder, printed_at=PRINTED, notes=lambda service: [f"note of {service}"])


def entries_of(history: History) -> list[dict]:
    return [event.data for event in history.events if event.name == "budget.entry-posted.v1"]


def test_every_page_of_the_journal_bears_what_a_printed_book_has_to_bear(tmp_path: Path):
    written(tmp_path / "books", a_year())
    pages = [page.extract_text() for page in PdfReader(tmp_path / "books" / "dziennik.pdf").pages]
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert f"Jednostka: {UNIT}" in text
        assert words.BOOK_NAME in text
        assert "Okres zapisów: od początku roku do 2025-10-10" in text
        assert "Data wydruku: 2026-11-26 02:20" in text
        assert re.search(r"Program księgowy: grosz-audit \d+\.\d+", text)
        assert f"Strona {number} z {len(pages)}" in text


def test_sums_are_carried_from_page_to_page_and_end_at_the_turnover_of_the_year(tmp_path: Path):
    history = a_year()
    said = written(tmp_path / "books", history)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "books" / "dziennik.pdf").pages]
    money = r"\s*\n?\s*([\d  ]+,\d\d)"
    carried = [re.search(f"Z przeniesienia{money}", text)[1] for text in pages]
    onward = [re.search(f"Do przeniesienia{money}", text)[1] for text in pages[:-1]]
    assert carried[0] == "0,00"
    assert carried[1:] == onward
    turnover = sum(
        move["amount_grosze"] for data in entries_of(history) for move in (*data["transfers"], *data["suspense"])
    )
    assert re.search(f"Razem obroty od początku roku{money}", pages[-1])[1] == format_pln(turnover)
    assert said["journal"]["turnover_grosze"] == turnover


def test_numbers_of_the_printed_journal_follow_one_another_over_all_pages(tmp_path: Path):
    said = written(tmp_path / "books", a_year())
    pages = [page.extract_text() for page in PdfReader(tmp_path / "books" / "dziennik.pdf").pages]
    spans = [tuple(map(int, re.search(r"Pozycje (\d+)–(\d+)", text).groups())) for text in pages]
    assert spans[0][0] == 1
    assert all(later[0] - earlier[1] in (0, 1) for earlier, later in pairwise(spans))
    assert spans[-1][1] == said["journal"]["last_number"] == len(entries_of(a_year()))
    assert said["journal"]["numbers_after_a_gap"] == []


def test_a_journal_that_begins_later_carries_over_what_came_before(tmp_path: Path):
    history = a_year()
    since = datetime.fromtimestamp((BEGAN_MS + 60_000) / 1000, UTC)
    said = written(tmp_path / "books", history, since=since, forms=["pdf", "csv"])
    whole = written(tmp_path / "whole", history, forms=["csv"])
    first, *_ = [page.extract_text() for page in PdfReader(tmp_path / "books" / "dziennik.pdf").pages]
    before = whole["journal"]["turnover_grosze"] - said["journal"]["turnover_grosze"]
    assert before > 0
    assert f"Z przeniesienia\n{format_pln(before)}" in first
    assert said["journal"]["turnover_to_date_grosze"] == whole["journal"]["turnover_grosze"]
    assert said["journal"]["first_number"] > 1
    assert said["journal"]["numbers_after_a_gap"] == []


def test_a_gap_in_the_numbers_is_told(tmp_path: Path):
    history = a_year(3)
    lost = next(event for event in history.events if event.name == "budget.entry-posted.v1" and event.version == 5)
    history.events.remove(lost)
    assert written(tmp_path / "books", history, forms=["csv"])["journal"]["numbers_after_a_gap"] == [6]


def test_csv_is_what_polish_excel_expects(tmp_path: Path):
    history = a_year(3)
    written(tmp_path / "books", history, forms=["csv"])
    content = (tmp_path / "books" / "dziennik.csv").read_bytes()
    assert content.startswith("\ufeffNr pozycji;Data zapisu;".encode())
    assert content.count(b"\r\n") == content.count(b"\n")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1][4:] == ["Projekt budżetu", "uchwala", "anna", "limit", "free", "5230000,00", "5230000,00"]


def test_the_workbook_holds_numbers_as_numbers_and_days_as_days(tmp_path: Path):
    written(tmp_path / "books", a_year(3), forms=["xlsx"])
    workbook = openpyxl.load_workbook(tmp_path / "books" / "ksiegi.xlsx")
    assert workbook.sheetnames == [words.JOURNAL, words.SHEET, words.FACTS_LIST]
    row = [cell.value for cell in workbook[words.JOURNAL][2]]
    assert row[0] == 1
    assert row[2] == datetime(2025, 3, 1)  # noqa: DTZ001  a spreadsheet knows no time zones
    assert row[9:] == [5230000.00, 5230000.00]
    assert workbook[words.JOURNAL]["J2"].number_format == "#,##0.00"


@pytest.mark.parametrize("text", ["=1+1", "+48 56", "-2", "@SUM(A1)", "\t=1", " =1", '=HYPERLINK("http://x")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path, text: str):
    book = Book("b", "Wykaz", [("Dokument", TEXT), ("Kwota", MONEY)], lambda: iter([(text, -5)]))
    write_workbook([book], tmp_path / "b.xlsx", made=PRINTED)
    cell = openpyxl.load_workbook(tmp_path / "b.xlsx")["Wykaz"]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    write_csv(book, tmp_path / "b.csv")
    with (tmp_path / "b.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1] == [f"'{text}", "-0,05"]


@given(st.integers(-(10**15), 10**15))
def test_money_keeps_every_grosz_in_csv(grosze: int):
    assert int(as_text(grosze, MONEY).replace(",", "")) == grosze


@settings(max_examples=25, deadline=None)
@given(first=st.integers(-1, 45), length=st.integers(-1, 45), until=st.integers(0, 170))
def test_turnovers_of_any_period_are_the_same_from_entries_and_from_columns(
    tmp_path_factory: pytest.TempPathFactory, first: int, length: int, until: int
):
    folder = tmp_path_factory.getbasetemp() / "taken-for-turnovers"
    history = a_year()
    if not folder.exists():
        export(source(history), folder)
    begins = DAY + timedelta(days=first)
    ends, stamp = begins + timedelta(days=length), (BEGAN_MS + until * 2000) << 16
    found = {"last": ends, "first": begins, "until": stamp}
    by_entries = turnovers(source(history), P, **found)
    assert turnovers(Bundle(folder), P, **found) == by_entries
    naive: dict[str, int] = {}
    for event in history.events:
        if event.name == "budget.entry-posted.v1" and event.stamp <= stamp:
            data = event.data
            if data["effective_on"] <= ends.isoformat():
                for move in (*data["transfers"], *data["suspense"]):
                    naive[move["debit"]] = naive.get(move["debit"], 0) - move["amount_grosze"]
                    naive[move["credit"]] = naive.get(move["credit"], 0) + move["amount_grosze"]
    assert {account: one.closing for account, one in by_entries.items()} == naive


def test_sheet_and_journal_have_the_same_turnover():
    asked = Asked(source(a_year()), P, until=PASSED)
    debited, credited = (sum(row[at] for row in sheet(asked).rows()) for at in (3, 4))
    assert debited == credited == list(journal(asked).rows())[-1][-1]


def test_the_manifest_states_digests_numbers_sums_cut_and_checkpoints(tmp_path: Path):
    written(tmp_path / "books", a_year(3))
    said = json.loads((tmp_path / "books" / "manifest.json").read_bytes())
    assert said["files"] == {
        path.name: digest(path) for path in (tmp_path / "books").iterdir() if path.name != "manifest.json"
    }
    assert said["sheet"]["closing_debit_grosze"] == said["sheet"]["closing_credit_grosze"] > 0
    assert said["cut"]["services"]["programme"]["position"] == sum(
        1 for event in a_year(3).events if event.service == "programme"
    )
    assert said["checkpoints"]["grants"] == "note of grants"
    assert said["query"]["programme"] == P


def test_the_same_books_are_written_from_a_bundle_and_from_the_stores(tmp_path: Path):
    history = a_year(6)
    export(source(history), tmp_path / "taken")
    ours = written(tmp_path / "stores", history, forms=["csv"])
    replay = Replay.known_at(Bundle(tmp_path / "taken"), None)
    theirs = write_books(
        replay, Order(P, UNIT, ["csv"]), tmp_path / "bundle", printed_at=PRINTED, notes=lambda s: [f"note of {s}"]
    )
    assert ours == theirs


def test_the_command_writes_from_a_bundle_and_refuses_what_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROSZ_AUDIT_HOME", str(tmp_path / "home"))
    export(source(a_year(3)), tmp_path / "taken")

    def run(*more: str):
        words_ = ["books", "out", "--unit", UNIT, "--from", "taken", "--reason", "control", *more]
        return CliRunner().invoke(app, words_)

    assert run("--programme", "elsewhere-2025").exit_code == 1
    assert not (tmp_path / "out").exists()
    result = run("--programme", P, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["journal"]["entries"] == len(entries_of(a_year(3)))
    assert run("--programme", P).exit_code == 1


def test_every_fact_of_the_posting_table_has_a_polish_name():
    assert {row.fact for row in POSTINGS} <= set(words.FACTS)
