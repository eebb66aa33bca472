"""Bytes to rows: encodings, text encoded twice, line numbers, and files that cannot be read at all."""

import hashlib
import json

import pytest

from grosz.register.mending import mended
from grosz.register.reading import Misshapen, RegisterUnreadable, Row, read_register


def twice(text: str, times: int = 1) -> str:
    """Text whose UTF-8 was read as Windows-1252, so many times."""
    for _ in range(times):
        text = text.encode("utf-8").decode("cp1252")
    return text


def test_a_row_bears_the_line_on_which_it_begins_even_after_cells_with_line_breaks(csv_file, mapping) -> None:
    path = csv_file({"purpose": "one\r\ntwo\nthree"}, {"terms": "a\r\n\r\nb"}, {})
    rows = read_register(path, mapping().file, needed=set()).rows
    assert [row.line for row in rows] == [2, 5, 8]
    lines = path.read_bytes().split(b"\n")
    assert all(lines[row.line - 1].startswith('"Powiat Zmyślony"'.encode()) for row in rows)


def test_empty_lines_are_no_rows_but_count_as_lines(csv_file, mapping) -> None:
    path = csv_file({})
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r\n\r\n"))
    assert [row.line for row in read_register(path, mapping().file, needed=set()).rows] == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_first_encoding_that_reads_every_byte_is_used(csv_file, mapping, encoding) -> None:
    path = csv_file({"grantor": "Préfecture", "name": "Œuvre"}, encoding=encoding)
    register = read_register(path, mapping().file, needed=set())
    assert register.encoding == ("cp1252" if encoding == "cp1252" else "utf-8-sig")
    assert isinstance(register.rows[0], Row)
    assert register.columns[0] == "grantor"
    assert register.rows[0].cells["name"] == "Œuvre"


def test_a_file_that_no_encoding_reads_is_refused(csv_file, mapping) -> None:
    path = csv_file({"name": "ł"}, encoding="utf-8")
    path.write_bytes(path.read_bytes() + b"\x81\xff")
    with pytest.raises(RegisterUnreadable, match=r"utf-8-sig, cp1252"):
        read_register(path, mapping().file, needed=set())


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest_of_the_file(csv_file, mapping) -> None:
    path = csv_file({}, {})
    path.write_bytes(path.read_bytes() + b'"open;1\r\nx;y\r\n')
    with pytest.raises(RegisterUnreadable, match="line 4"):
        read_register(path, mapping().file, needed=set())


def test_a_file_without_a_column_of_the_mapping_is_refused(csv_file, mapping) -> None:
    with pytest.raises(RegisterUnreadable, match="no column nothing"):
        read_register(csv_file({}), mapping().file, needed={"grantor", "nothing"})


def test_a_file_with_two_columns_of_one_name_is_refused(csv_file, mapping) -> None:
    path = csv_file({})
    path.write_bytes(path.read_bytes().replace(b'"balance"', b'"paid"'))
    with pytest.raises(RegisterUnreadable, match="two columns paid"):
        read_register(path, mapping().file, needed={"paid"})


def test_a_missing_or_empty_file_is_refused(tmp_path, mapping) -> None:
    with pytest.raises(RegisterUnreadable):
        read_register(tmp_path / "none.csv", mapping().file, needed={"grantor"})
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(RegisterUnreadable):
        read_register(tmp_path / "empty.csv", mapping().file, needed={"grantor"})


def test_a_row_of_another_width_is_kept_as_such(csv_file, mapping) -> None:
    path = csv_file({})
    path.write_bytes(path.read_bytes() + b"a;b\r\n")
    assert read_register(path, mapping().file, needed=set()).rows[1] == Misshapen(3, 2, 12)


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("text", ["CŒUR", "soutien à l'enseignement", "Théâtre", "l’Île", "5 €", "«É»"])
def test_text_encoded_several_times_is_mended(text, times) -> None:
    assert mended(twice(text, times), encoding="cp1252") == text


@pytest.mark.parametrize(
    "text", ["SOCIÉTÉ»", "«\u00a0à\u00a0»", "Ça", "Â", "naïve – œuvre", "50 % à la signature", "żółć"]
)
def test_honest_text_is_left_alone(text) -> None:
    assert mended(text, encoding="cp1252") == text


def test_damaged_and_honest_characters_may_stand_in_one_cell(take_over) -> None:
    grant = take_over({"name": f"Société {twice('Théâtre')}"}).grants[0]
    assert grant.organisation_name == "Société Théâtre"
    assert "text-mended" in grant.remarks


def test_the_mapping_may_name_further_damage(take_over) -> None:
    grant = take_over({"name": "Franà§ais"}, file={"replace": {"à§": "ç"}}).grants[0]
    assert grant.organisation_name == "Français"


def test_blanks_and_line_breaks_in_texts_become_single_spaces(take_over) -> None:
    grant = take_over({"name": " Klub \r\n  Sportowy\u00a0X "}).grants[0]
    assert grant.organisation_name == "Klub Sportowy X"
    assert "text-mended" not in grant.remarks


def test_the_digest_of_a_row_is_made_of_what_the_ledger_keeps_of_it(take_over) -> None:
    (grant,) = take_over({"terms": "once", "paid": "2018-04-01"}).grants
    kept = [grant.grant_id, grant.amount_grosze, grant.signed_on.isoformat(), [["2018-04-01", grant.amount_grosze]]]
    body = json.dumps(kept, separators=(",", ":"))
    assert grant.row_digest == hashlib.sha256(body.encode()).hexdigest()
