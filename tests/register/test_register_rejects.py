"""Which rows are not taken, and what is said of them."""

from pathlib import Path

import pytest

from grosz.register.rejects import SENTENCES, SERVICE_CODES, Reject, write_rejects

CASES = [
    # the row                                              column      code                          value handed back
    ({"grantor": " "}, "grantor", "grantor-missing", " "),
    ({"name": "NA"}, "name", "beneficiary-missing", "NA"),
    ({"purpose": ""}, "purpose", "purpose-missing", ""),
    ({"purpose": "a" * 2001}, "purpose", "text-too-long", "a" * 2001),
    ({"decided": ""}, "decided", "decision-date-missing", ""),
    ({"decided": "NA"}, "decided", "decision-date-missing", "NA"),
    ({"decided": "2018"}, "decided", "decision-date-unreadable", "2018"),
    ({"decided": "2018-02-30"}, "decided", "decision-date-unreadable", "2018-02-30"),
    ({"decided": "1999-12-31"}, "decided", "decision-year-out-of-range", "1999-12-31"),
    ({"decided": "2031-01-01"}, "decided", "decision-year-out-of-range", "2031-01-01"),
    ({"amount": ""}, "amount", "amount-unreadable", ""),
    ({"amount": "1000,00"}, "amount", "amount-unreadable", "1000,00"),
    ({"amount": "10.005"}, "amount", "amount-unreadable", "10.005"),
    ({"amount": "1e3"}, "amount", "amount-unreadable", "1e3"),
    ({"amount": "90071992547410"}, "amount", "amount-unreadable", "90071992547410"),
    ({"amount": "0"}, "amount", "amount-not-positive", "0"),
    ({"amount": "0.00"}, "amount", "amount-not-positive", "0.00"),
    ({"amount": "-5"}, "amount", "amount-not-positive", "-5"),
    ({"kind": "Goods"}, "kind", "not-money", "Goods"),
    ({"paid": "soon"}, "paid", "payment-date-unreadable", "soon"),
    ({"paid": "2018-0619_2018-06-20"}, "paid", "payment-date-unreadable", "2018-0619_2018-06-20"),
    ({"paid": "2018-06-20/2018-06-19"}, "paid", "payment-date-unreadable", "2018-06-20/2018-06-19"),
    ({"balance": "2018-13-01"}, "balance", "payment-date-unreadable", "2018-13-01"),
    ({"paid": "700 on 2018-05-30, 400 on 2018-06-30"}, "paid", "payment-amounts-disagree", ""),
    ({"terms": "once", "paid": "2019-01-01"}, "paid", "payment-in-later-year", "2019-01-01"),
    ({"terms": "in parts", "balance": "2019-01-01"}, "balance", "payment-in-later-year", "2019-01-01"),
    ({"paid": "2019-01-01/2019-02-01"}, "paid", "payment-in-later-year", "2019-01-01/2019-02-01"),
    ({"paid": "2018-12-01/2019-01-01"}, "paid", "payment-in-later-year", "2018-12-01/2019-01-01"),
    ({"paid": "2018-12-01/end of the task"}, "paid", "payment-in-later-year", "2018-12-01/end of the task"),
    ({"paid": "1000 on 2019-01-01"}, "paid", "payment-in-later-year", "1000 on 2019-01-01"),
]


@pytest.mark.parametrize(("row", "column", "code", "value"), CASES)
def test_a_row_that_cannot_be_taken_is_handed_back_with_line_column_and_value(
    take_over, row, column, code, value
) -> None:
    result = take_over({"name": "the row before"}, row)
    assert [(one.line, one.column, one.code, one.value) for one in result.rejects] == [(3, column, code, value)]
    assert [grant.line for grant in result.grants] == [2]


def test_a_share_of_the_amount_that_is_no_share_is_rejected(take_over) -> None:
    rows = [{"balance": "97.38"}, {"balance": "0"}, {"balance": "0.333"}]
    result = take_over(*rows, amount={"share": "balance"}, payments=None)
    assert {one.code for one in result.rejects} == {"amount-share-unreadable"}
    assert [one.line for one in result.rejects] == [2, 3]
    assert [grant.amount_grosze for grant in result.grants] == [33_300]


@pytest.mark.parametrize("amount", ["0.01", "0.03"])
def test_a_share_that_gives_no_whole_grosze_is_rejected(take_over, amount) -> None:
    result = take_over({"amount": amount, "balance": "0.5"}, amount={"share": "balance"}, payments=None)
    assert [one.code for one in result.rejects] == ["amount-share-unreadable"]


def test_a_row_with_a_cell_too_few_or_too_many_is_rejected(take_over, csv_file, mapping) -> None:
    from grosz.register.gathering import gather
    from grosz.register.reading import read_register

    path = csv_file({})
    path.write_bytes(path.read_bytes() + b'"one";"two"\r\n' + b";".join([b"x"] * 13) + b"\r\n")
    register = read_register(path, mapping().file, needed=mapping().named_columns())
    result = gather(register.rows, mapping())
    assert [(one.line, one.code, one.detail) for one in result.rejects] == [
        (3, "row-misshapen", "2 instead of 12"),
        (4, "row-misshapen", "13 instead of 12"),
    ]


def test_another_body_under_the_same_key_is_rejected_and_the_first_stands(take_over) -> None:
    result = take_over({}, {"amount": "2000.00"})
    assert [grant.amount_grosze for grant in result.grants] == [100_000]
    assert [(one.line, one.column, one.code) for one in result.rejects] == [(3, "amount", "other-body-under-same-key")]
    assert "line 2 differs in amount" in result.rejects[0].reason


def test_a_body_that_differs_only_in_a_column_we_do_not_use_is_still_another_body(take_over) -> None:
    result = take_over({}, {"kind": "cash"})
    assert [one.code for one in result.rejects] == ["other-body-under-same-key"]


def test_an_exact_duplicate_is_counted_as_repeated_and_not_rejected(take_over) -> None:
    result = take_over({}, {}, {})
    assert (len(result.grants), result.repeated_lines, result.rejects) == (1, [3, 4], [])


def test_a_duplicate_of_a_rejected_row_is_rejected_too(take_over) -> None:
    result = take_over({"amount": "0"}, {"amount": "0"})
    assert [one.line for one in result.rejects] == [2, 3]


def test_two_names_that_would_share_a_programme_are_not_taken_for_one_grantor(take_over) -> None:
    result = take_over({"grantor": "Gmina Ąę"}, {"grantor": "Gmina Ae"})
    assert [(one.line, one.code) for one in result.rejects] == [(3, "grantor-ambiguous")]


def test_the_mapping_may_say_that_two_names_are_one_grantor(take_over) -> None:
    result = take_over({"grantor": "Gmina Ąę"}, {"grantor": "Gmina Ae", "name": "B"}, grantors={"Gmina Ae": "gmina-ae"})
    assert {grant.programme_id for grant in result.grants} == {"gmina-ae-2018"}
    assert result.rejects == []


def test_a_programme_beyond_what_the_ledger_holds_is_rejected_whole(take_over) -> None:
    most = "90071992547409.91"
    result = take_over({"amount": most}, {"amount": "0.01", "name": "B"}, {"decided": "2019-01-01", "name": "C"})
    assert [(one.line, one.code) for one in result.rejects] == [
        (2, "programme-above-int53"),
        (3, "programme-above-int53"),
    ]
    assert [programme.programme_id for programme in result.programmes] == ["powiat-zmyslony-2019"]


def test_every_row_is_taken_repeated_or_rejected(take_over) -> None:
    result = take_over({}, {}, {"amount": "1"}, {"amount": "x"}, {"name": "B"})
    assert result.rows_read == len(result.grants) + len(result.repeated_lines) + len(result.rejects) == 5


def test_every_code_of_reading_is_shown_by_a_case() -> None:
    elsewhere = {
        "row-misshapen",
        "grantor-ambiguous",
        "amount-share-unreadable",
        "other-body-under-same-key",
        "programme-above-int53",
    }
    assert {code for _, _, code, _ in CASES} | elsewhere == set(SENTENCES) - SERVICE_CODES


def test_the_rejects_file_is_in_the_order_of_lines_and_keeps_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    write_rejects(path, [Reject(9, "b", "purpose-missing"), Reject(2, "a", "amount-unreadable", "one\ntwo", "why")])
    assert path.read_text(encoding="utf-8").splitlines() == [
        "line,column,code,reason,value",
        '2,a,amount-unreadable,the amount cannot be read: why,"one',
        'two"',
        "9,b,purpose-missing,the grant has no purpose,",
    ]
    assert list(tmp_path.iterdir()) == [path]
