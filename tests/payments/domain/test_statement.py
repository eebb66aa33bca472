"""When a statement is new, what its lines name, and what becomes of a line that fits nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from payments.domain import statement as statements
from payments.domain.statement import STATEMENT, Line, StatementDiffers, StatementRecorded, grant_named, tranche_named
from shared.kernel.texts import TextRef
from tests.payments.facts import RECORDED, UNMATCHED
from tests.support.scenario import Scenario

MAR_4 = date(2025, 3, 4)
PAID = Line("debit", 2_000_000, MAR_4, "grant-1/1")
BACK = Line("credit", 700, MAR_4, "grant-1")
Decide = Callable[[Any], Sequence[object]]


def record(*lines: Line) -> Decide:
    return lambda state: statements.record_statement(state, statement_id="st-1", lines=lines)


def leave(number: int) -> Decide:
    line = Line("debit", 700, MAR_4, "who knows")
    return lambda state: statements.leave_unmatched(
        state,
        statement_id="st-1",
        line_number=number,
        line=line,
        reference=TextRef("text-1", "b" * 64),
        reason="grant-unknown",
    )


def test_a_statement_is_recorded_once_and_adds_up() -> None:
    digest = statements.frame_of([PAID, BACK])
    Scenario(STATEMENT).when(record(PAID, BACK)).then(StatementRecorded("st-1", digest, 2, 2_000_000, 700))


@pytest.mark.parametrize(
    "lines",
    [
        [PAID],
        [BACK, PAID],
        [PAID, Line("credit", 701, MAR_4, "grant-1")],
        [PAID, Line("credit", 700, date(2025, 3, 5), "grant-1")],
        [PAID, Line("debit", 700, MAR_4, "grant-1")],
    ],
)
def test_a_statement_id_names_one_statement(lines: list[Line]) -> None:
    (first,) = Scenario(STATEMENT).when(record(PAID, BACK)).decided()
    refusal = Scenario(STATEMENT).given(first).when(record(*lines)).refused(StatementDiffers)
    assert refusal.field == "statement_id"


def test_of_a_statement_kept_by_an_earlier_build_the_sums_are_compared() -> None:
    of_old = StatementRecorded("st-1", "", 2, 2_000_000, 700)
    Scenario(STATEMENT).given(of_old).when(record(PAID, BACK)).nothing_happens()
    other = Line("credit", 701, MAR_4, "grant-1")
    Scenario(STATEMENT).given(of_old).when(record(PAID, other)).refused(StatementDiffers)


def test_a_line_without_a_place_is_noted_once() -> None:
    Scenario(STATEMENT).given(RECORDED).when(leave(2)).then(UNMATCHED)


def test_each_line_without_a_place_is_noted() -> None:
    (fact,) = Scenario(STATEMENT).given(RECORDED, UNMATCHED).when(leave(3)).decided()
    assert fact.line_number == 3


@pytest.mark.parametrize(
    ("reference", "named"),
    [
        ("grant-1/1", ("grant-1", 1)),
        (" grant-1/100 ", ("grant-1", 100)),
        ("grant-1", None),
        ("grant-1/", None),
        ("grant-1/0", None),
        ("grant-1/01", None),
        ("grant-1/1/1", None),
        ("grant-1/x", None),
        ("GRANT-1/1", None),
        ("-grant/1", None),
        ("grant 1/1", None),
        ("grant-1/1000", None),
        ("", None),
    ],
)
def test_a_debit_names_a_tranche_only_as_our_orders_write_it(reference: str, named: tuple[str, int] | None) -> None:
    assert tranche_named(reference) == named


@pytest.mark.parametrize(
    ("reference", "named"),
    [
        ("grant-1", "grant-1"),
        (" grant-1 ", "grant-1"),
        ("grant-1/1", "grant-1"),
        ("grant-1/the rest", "grant-1"),
        ("grant-1/", "grant-1"),
        ("Grant-1", None),
        ("return of grant-1", None),
        ("/1", None),
        ("", None),
    ],
)
def test_a_credit_names_a_grant_and_may_say_more(reference: str, named: str | None) -> None:
    assert grant_named(reference) == named
