"""When a register tells a payment, and when nothing is known of one."""

from datetime import date

import pytest


def payments(result):
    (grant,) = result.grants
    return [(payment.value_on, payment.amount_grosze) for payment in grant.payments]


def test_one_payment_on_one_day_is_taken_whole(take_over) -> None:
    result = take_over({"terms": "once", "paid": "2018-04-01"})
    assert payments(result) == [(date(2018, 4, 1), 100_000)]


def test_the_same_day_told_twice_is_one_payment(take_over) -> None:
    assert len(payments(take_over({"terms": "once", "paid": "2018-04-01", "balance": "2018-04-01"}))) == 1


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"terms": "once"},
        {"terms": "once", "paid": "2018-04-01/2018-05-01"},
        {"terms": "once", "paid": "2018-04-01", "balance": "2018-05-01"},
        {"terms": "once", "paid": "2018-04-01", "balance": "2018-05-01/2018-06-01"},
        {"terms": "once", "paid": "2018-04-01\n2018-05-01"},
        {"terms": "once", "balance": "2018-05-01"},
        {"terms": "some day", "paid": "2018-04-01"},
        {"terms": "in parts", "paid": "2018-04-01"},
        {"terms": "once, the rest later", "paid": "2018-04-01"},
        {"terms": "80/20", "paid": "2018-04-01"},
        {"terms": "80/20", "paid": "2018-04-01", "balance": "2018-05-01\n2018-06-01"},
    ],
)
def test_what_cannot_be_known_is_not_made_into_a_payment(take_over, row) -> None:
    result = take_over(row, payments={"single": ["^once"]})
    assert payments(result) == []
    assert "payment-unknown" in result.grants[0].remarks


def test_shares_of_the_mapping_are_paid_on_as_many_days_and_add_up(take_over) -> None:
    result = take_over({"amount": "0.99", "terms": "80/20", "paid": "2018-04-01", "balance": "2018-05-01"})
    assert payments(result) == [(date(2018, 4, 1), 79), (date(2018, 5, 1), 20)]


def test_days_with_amounts_that_add_up_are_payments(take_over) -> None:
    result = take_over({"paid": "600 on 2018-05-30, 400 on 2018-04-30"})
    assert payments(result) == [(date(2018, 4, 30), 40_000), (date(2018, 5, 30), 60_000)]
    assert [payment.payment_id[-3:] for payment in result.grants[0].payments] == ["-p1", "-p2"]


def test_a_grant_that_the_mapping_calls_multi_year_may_be_paid_later(take_over) -> None:
    row = {"terms": "80/20 over years", "paid": "2018-04-01", "balance": "2019-05-01"}
    shares = [{"terms": "^80/20", "percent": [80, 20]}]
    result = take_over(row, multi_year={"terms": ["over years"]}, payments={"shares": shares})
    assert payments(result) == [(date(2018, 4, 1), 80_000), (date(2019, 5, 1), 20_000)]
    assert result.grants[0].programme_id == "powiat-zmyslony-2018"
    assert "multi-year" in result.grants[0].remarks


def test_the_mapping_may_call_every_staggered_grant_multi_year(take_over) -> None:
    row = {"terms": "in parts", "paid": "2018-04-01", "balance": "2019-05-01"}
    assert take_over(row).rejects != []
    assert take_over(row, multi_year={"staggered": True}).rejects == []


@pytest.mark.parametrize("period", ["2018-12-01/2019-01-01", "2018-12-01/end of the task", "NA/2019-01-01"])
def test_an_open_period_tells_no_payment_in_a_later_year_when_the_mapping_says_so(take_over, period) -> None:
    assert [one.code for one in take_over({"paid": period}).rejects] == ["payment-in-later-year"]
    assert take_over({"paid": period}, multi_year={"open_periods": True}).rejects == []


def test_a_period_wholly_in_a_later_year_is_a_payment_there_whatever_the_mapping_says_of_open_ones(take_over) -> None:
    result = take_over({"paid": "2019-01-01/2019-12-31"}, multi_year={"open_periods": True})
    assert [one.code for one in result.rejects] == ["payment-in-later-year"]


def test_a_mapping_without_payments_takes_grants_only(take_over) -> None:
    result = take_over({"terms": "once", "paid": "2018-04-01"}, payments=None)
    assert payments(result) == []


def test_a_payment_before_the_decision_is_taken_as_written_and_remarked(take_over) -> None:
    result = take_over({"terms": "once", "paid": "2018-01-13"})
    assert payments(result) == [(date(2018, 1, 13), 100_000)]
    assert "paid-before-decision" in result.grants[0].remarks
    same_day = take_over({"terms": "once", "paid": "2018-03-22"})
    assert "paid-before-decision" not in same_day.grants[0].remarks


def test_day_and_month_that_may_be_exchanged_are_taken_as_written_and_remarked(take_over) -> None:
    grant = take_over({"decided": "2018-10-06", "paid": "2018-06-10/2018-12-31"}).grants[0]
    assert grant.signed_on == date(2018, 10, 6)
    assert "day-and-month-perhaps-exchanged" in grant.remarks
    assert "day-and-month-perhaps-exchanged" not in take_over({"decided": "2018-10-06", "paid": ""}).grants[0].remarks
