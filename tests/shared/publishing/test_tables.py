"""CSV for Polish spreadsheets and for standards; no cell is a formula; złoty are exact to the grosz."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.money import GROSZE_MAX
from shared.publishing.standards import pln, standard_json, without_gaps
from shared.publishing.tables import Pln, Table, polish_csv, standard_csv

TABLE = Table(("name", "amount_pln", "on", "areas"), [("Klub; A", Pln(1_234_567_89), date(2025, 1, 2), ["1", "1a"])])


def test_a_polish_spreadsheet_gets_a_mark_semicolons_and_commas():
    assert polish_csv(TABLE) == '\ufeffname;amount_pln;on;areas\r\n"Klub; A";1234567,89;2025-01-02;1 1a\r\n'.encode()


def test_a_standard_gets_commas_and_points():
    assert standard_csv(TABLE).decode().splitlines()[1] == "Klub; A,1234567.89,2025-01-02,1 1a"


def test_what_an_outsider_wrote_is_no_formula():
    wicked = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]
    (row,) = _read(polish_csv(Table(("a",) * len(wicked), [wicked])))[1:]
    assert row == [f"'{text}" for text in wicked]


def test_an_amount_below_zero_stays_a_number():
    assert polish_csv(Table(("a",), [(Pln(-3_50),)])).decode().splitlines()[1] == "-3,50"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00")), min_size=2, max_size=2))
def test_every_text_comes_back_as_it_was(texts: list[str]):
    (row,) = _read(polish_csv(Table(("a", "b"), [texts])))[1:]
    assert [cell.removeprefix("'") for cell in row] == [text.removeprefix("'") for text in texts]


@given(st.integers(-GROSZE_MAX, GROSZE_MAX))
def test_zloty_in_a_standard_are_exact(grosze: int):
    written = standard_json({"value": pln(grosze)}).decode()
    assert json.loads(written, parse_float=Decimal)["value"] * 100 == grosze


def test_standards_leave_out_what_is_not_known():
    assert without_gaps({"a": None, "b": [], "c": {"d": ""}, "e": 0, "f": [{"g": None, "h": False}]}) == {
        "e": 0,
        "f": [{"h": False}],
    }


def _read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
