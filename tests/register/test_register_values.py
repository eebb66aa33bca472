"""Amounts, days and periods as they are written in registers."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grosz.register.mapping import Amounts, Payments
from grosz.register.values import Period, Told, read_amount, read_day, read_payment_cell, read_share
from shared.kernel.money import GROSZE_MAX

POINT = Amounts(currency="PLN", decimal_mark=".", group_marks=[" ", "\u00a0"])
COMMA = Amounts(currency="PLN", decimal_mark=",", group_marks=["."])
FORM = Payments(
    paid_on="paid",
    formats=["%Y-%m-%d", "%d/%m/%Y"],
    list_separators=["\n", " / "],
    period_separators=["/", "_"],
    open_ends=["fin"],
    ignore=[r"\(.*?\)"],
    dated_amounts=r"(?P<amount>\d+) zł : (?P<day>\d{4}-\d{2}-\d{2})",
)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31))


@pytest.mark.parametrize(
    ("text", "form", "grosze"),
    [
        ("7", POINT, 700),
        ("24000.0", POINT, 2_400_000),
        ("27346.88", POINT, 2_734_688),
        ("78796.20", POINT, 7_879_620),
        ("78796.200", POINT, 7_879_620),
        (" 1 234\u00a0567.8 ", POINT, 123_456_780),
        ("+5", POINT, 500),
        ("-5.01", POINT, -501),
        ("0", POINT, 0),
        ("1.234,5", COMMA, 123_450),
        ("90071992547409.91", POINT, GROSZE_MAX),
    ],
)
def test_an_amount_with_no_one_or_two_decimals_is_read_to_the_grosz(text, form, grosze) -> None:
    assert read_amount(text, form) == grosze


@pytest.mark.parametrize(
    "text",
    ["", "NA", "1.005", "1,5", "1.", ".5", "1e3", "0x1", "1_000", "--1", "١٢", "inf", "90071992547409.92", "9" * 5000],
)
def test_what_is_not_an_amount_is_refused(text) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_amount(text, POINT)


@given(st.integers(min_value=0, max_value=GROSZE_MAX), st.booleans())
def test_every_amount_comes_back_as_it_was_written(grosze: int, grouped: bool) -> None:
    zloty, rest = divmod(grosze, 100)
    whole = f"{zloty:,}".replace(",", " ") if grouped else str(zloty)
    assert read_amount(f"{whole}.{rest:02d}", POINT) == grosze
    assert read_amount(f"-{whole}.{rest:02d}", POINT) == -grosze


@given(st.text())
def test_any_text_is_an_amount_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert abs(read_amount(text, POINT)) <= GROSZE_MAX


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y"]))
def test_every_day_comes_back_in_each_form(day: date, form: str) -> None:
    assert read_day(f" {day.strftime(form)}\r\n", FORM.formats) == day


@given(st.text())
def test_any_text_is_a_payment_cell_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(read_payment_cell(text, FORM, POINT, no_value=frozenset({""})), Told)


@given(DAYS, st.integers(min_value=0, max_value=4000), st.sampled_from(["/", "_", " /", "_ "]))
def test_every_period_comes_back(first: date, days: int, separator: str) -> None:
    last = min(first + timedelta(days=days), date(2999, 12, 31))
    assert cell(f"{first.isoformat()}{separator}{last.isoformat()}") == Told(periods=(Period(first, last),))


@pytest.mark.parametrize("text", ["2018-0619", "30/02/2018", "2018", "2018-06-19T10:00", "17-06-2018", "2018-00-01"])
def test_a_day_in_no_known_form_is_refused(text) -> None:
    with pytest.raises(ValueError, match="not a day"):
        read_day(text, FORM.formats)


def cell(text: str) -> Told:
    return read_payment_cell(text, FORM, POINT, no_value=frozenset({"", "NA", "NC"}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("NA", Told()),
        ("2018-01-31", Told(days=(date(2018, 1, 31),))),
        ("31/01/2018", Told(days=(date(2018, 1, 31),))),
        ("2018-01-31 \r\n", Told(days=(date(2018, 1, 31),))),
        ("2018-01-31 (the rest)", Told(days=(date(2018, 1, 31),))),
        (
            "2018-01-31\r\n2019-01-31\r\n2020-01-31",
            Told(days=(date(2018, 1, 31), date(2019, 1, 31), date(2020, 1, 31))),
        ),
        ("2018-01-31 / 2018-02-28", Told(days=(date(2018, 1, 31), date(2018, 2, 28)))),
        ("2018-01-31/fin", Told(periods=(Period(date(2018, 1, 31), None),))),
        ("NC/2018-01-31", Told(periods=(Period(None, date(2018, 1, 31)),))),
        (
            "2 zł : 2018-05-30 et 1 zł : 2018-06-30",
            Told(dated_amounts=((date(2018, 5, 30), 200), (date(2018, 6, 30), 100))),
        ),
    ],
)
def test_a_payment_cell_tells_days_periods_or_days_with_amounts(text, told) -> None:
    assert cell(text) == told


@pytest.mark.parametrize(
    "text", ["2018-01-31/2018-01-30", "2018-01-31/soon", "2018-01-31/2018-02-01/2018-03-01", "fin"]
)
def test_a_payment_cell_that_cannot_be_read_is_refused(text) -> None:
    with pytest.raises(ValueError, match=r"."):
        cell(text)


@pytest.mark.parametrize("text", ["0", "1.01", "97.38", "-0.5", "half", "1/2", ""])
def test_a_share_lies_above_0_and_is_at_most_1(text) -> None:
    with pytest.raises(ValueError, match="share"):
        read_share(text)
