"""A statement over several grants, decided whole: each line sees what the ones before it have moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments import usecases
from payments.domain.payment import TrancheAlreadyPaid
from payments.domain.statement import StatementDiffers, StatementLineUnmatched, StatementRecorded
from payments.domain.tranche_plan import PrincipalReturned, TrancheDisbursed
from shared.kernel.money import GROSZE_MAX
from shared.kernel.texts import TextRef
from tests.payments.facts import DEBTOR_ACCOUNT
from tests.payments.office import Office
from tests.payments.wire import FIRST, NOTED, SECOND, SIGNED, line

MAR_3, MAR_4, MAR_5 = date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 5)
TEXT = TextRef("t", "0" * 64)
IN_THE_HOUSE = {"StatementRecorded", "PaymentDisbursed"}


def _office() -> Office:
    office = Office(usecases.commands(debtor_name="Gmina", debtor_account=DEBTOR_ACCOUNT), usecases.REACTIONS)
    office.fact("grants.contract-signed", on=date(2025, 1, 31), **SIGNED)
    office.fact("grants.contract-signed", on=date(2025, 1, 31), told=2, **(SIGNED | {"grant_id": "grant-2"}))
    office.fact("grants.grant-taken-over", on=date(2018, 3, 1), told=3, **NOTED)
    office.recorded.clear()
    return office


@pytest.fixture
def office() -> Office:
    return _office()


def _told(facts: list[Any]) -> list[tuple[Any, ...]]:
    """Kind, grant or line, and amount of what outsiders hear of."""
    return [
        (type(fact).__name__, getattr(fact, "grant_id", None) or fact.line_number, fact.amount_grosze)
        for fact in facts
        if type(fact).__name__ not in IN_THE_HOUSE
    ]


def test_every_line_finds_its_place_in_order(office: Office) -> None:
    lines = [
        line("debit", 2_000_000, "grant-1/1"),
        line("debit", 1_999_999, "grant-2/1"),
        line("debit", 2_000_000, "grant-1/1"),
        line("debit", 5, "grant-1/9"),
        line("debit", 6, "nobody/1"),
        line("debit", 7, "grant-1"),
        line("debit", 8, "row-1/1"),
        line("credit", 9, "grant-1"),
        line("credit", 10, "grant-1/2 unused"),
        line("credit", 11, "row-1"),
        line("credit", 12, "nobody"),
        line("credit", 13, "Jan Zmyślony, grant-1"),
    ]
    facts = office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines)
    assert _told(facts) == [
        ("TrancheDisbursed", "grant-1", 2_000_000),
        ("TrancheDisbursed", "grant-2", 1_999_999),
        ("StatementLineUnmatched", 3, 2_000_000),
        ("StatementLineUnmatched", 4, 5),
        ("StatementLineUnmatched", 5, 6),
        ("StatementLineUnmatched", 6, 7),
        ("StatementLineUnmatched", 7, 8),
        ("PrincipalReturned", "grant-1", 9),
        ("PrincipalReturned", "grant-1", 10),
        ("PrincipalReturned", "row-1", 11),
        ("StatementLineUnmatched", 11, 12),
        ("StatementLineUnmatched", 12, 13),
    ]
    returns = [fact.returned_total_grosze for fact in facts if isinstance(fact, PrincipalReturned)]
    assert returns == [9, 19, 11]


def test_what_the_bank_wrote_stays_outside_the_facts(office: Office) -> None:
    lines = [line("credit", 13, "Jan Zmyślony"), line("debit", 2_000_000, "grant-1/1")]
    facts = office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines)
    assert "Zmyślony" not in str(facts)
    (kept,) = office.texts
    (unmatched,) = [fact for fact in facts if isinstance(fact, StatementLineUnmatched)]
    assert (kept.body, unmatched.reference.ref) == ("Jan Zmyślony", kept.ref)


def test_money_takes_effect_on_the_banks_value_day(office: Office) -> None:
    lines = [line("debit", 1, "grant-1/1", MAR_3), line("credit", 1, "grant-1", MAR_4), line("debit", 1, "x", MAR_4)]
    office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines)
    assert office.effective_days() == [
        ("StatementRecorded", MAR_5),
        ("TrancheDisbursed", MAR_3),
        ("PaymentDisbursed", MAR_3),
        ("PrincipalReturned", MAR_4),
        ("StatementLineUnmatched", MAR_4),
    ]


def test_it_is_noted_whether_a_payment_was_ordered(office: Office) -> None:
    for place in (FIRST, SECOND):
        office.command("prepare-payment", on=MAR_3, by="p-clerk", **place)
        office.command("authorise-payment", on=MAR_3, by="p-approver", **place)
    office.command("issue-payment-order", on=MAR_3, order_id="o", execute_on=MAR_4, payments=[FIRST])
    lines = [line("debit", 2_000_000, "grant-1/1"), line("debit", 1_000_000, "grant-1/2")]
    facts = office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines)
    ordered = [(type(fact).__name__, fact.ordered) for fact in facts if hasattr(fact, "ordered")]
    assert ordered == [
        ("TrancheDisbursed", True),
        ("PaymentDisbursed", True),
        ("TrancheDisbursed", False),
        ("PaymentDisbursed", False),
    ]


def test_what_the_bank_has_paid_unasked_is_not_ordered_after_it(office: Office) -> None:
    office.command("record-statement", on=MAR_5, statement_id="st-1", lines=[line("debit", 1, "grant-1/1")])
    with pytest.raises(TrancheAlreadyPaid):
        office.command("prepare-payment", on=MAR_5, **FIRST)


def test_the_same_statement_again_is_quiet_and_another_under_its_id_is_refused(office: Office) -> None:
    lines = [line("credit", 9, "grant-1"), line("debit", 5, "what")]
    assert len(office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines)) == 3
    assert office.command("record-statement", on=MAR_5, by="p-2", statement_id="st-1", lines=lines) == []
    with pytest.raises(StatementDiffers):
        office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines[::-1])
    assert len(office.texts) == 1


def _why(facts: list[Any]) -> dict[int, str]:
    return {fact.line_number: fact.reason for fact in facts if isinstance(fact, StatementLineUnmatched)}


def test_a_line_without_a_place_says_why(office: Office) -> None:
    lines = [
        line("debit", 2_000_000, "grant-1/1"),
        line("debit", 2_000_000, "grant-1/1"),
        line("debit", 5, "grant-1/9"),
        line("debit", 6, "nobody/1"),
        line("debit", 7, "grant-1"),
        line("credit", 12, "nobody"),
        line("credit", 13, "Jan Zmyślony, grant-1"),
    ]
    assert _why(office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines)) == {
        2: "tranche-already-paid",
        3: "tranche-not-planned",
        4: "grant-unknown",
        5: "reference-names-nothing",
        6: "grant-unknown",
        7: "reference-names-nothing",
    }


def test_no_money_is_booked_as_of_a_day_that_is_still_to_come(office: Office) -> None:
    ahead = date(2098, 12, 31)
    lines = [
        line("debit", 1, "grant-1/1", ahead),
        line("credit", 1, "grant-1", date(2025, 3, 6)),
        line("debit", 1, "grant-2/1", MAR_5),
    ]
    facts = office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines)
    assert _told(facts) == [
        ("StatementLineUnmatched", 1, 1),
        ("StatementLineUnmatched", 2, 1),
        ("TrancheDisbursed", "grant-2", 1),
    ]
    assert _why(facts) == {1: "value-day-ahead", 2: "value-day-ahead"}
    assert max(day for _, day in office.effective_days()) == MAR_5
    assert next(fact for fact in facts if isinstance(fact, StatementLineUnmatched)).value_on == ahead


def test_a_total_that_the_ledger_cannot_hold_is_not_booked(office: Office) -> None:
    lines = [
        line("credit", GROSZE_MAX - 9, "grant-1"),
        line("credit", 10, "grant-1"),
        line("credit", 9, "grant-1"),
        line("credit", 1, "grant-1"),
        line("debit", GROSZE_MAX, "grant-1/1"),
        line("debit", 1, "grant-1/2"),
    ]
    facts = office.command("record-statement", on=MAR_5, statement_id="st-1", lines=lines)
    assert _why(facts) == dict.fromkeys([2, 4, 6], "total-beyond-the-ledger")
    assert [fact.returned_total_grosze for fact in facts if isinstance(fact, PrincipalReturned)] == [
        GROSZE_MAX - 9,
        GROSZE_MAX,
    ]


LINES = [
    line("debit", 2_000_000, "grant-1/1"),
    line("credit", 9, "grant-1/reszta, Jan Zmyślony"),
    line("debit", 5, "Jan Zmyślony"),
    line("credit", 7, "nobody"),
]


def test_no_hash_in_a_fact_changes_with_what_the_bank_wrote() -> None:
    """Names are few and hashes are quick: whatever is a function of the text alone tells the text."""
    said = []
    for text in ("Jan Zmyślony", "Anna Wymyślona"):
        office = _office()
        told = [{**one, "reference": one["reference"].replace("Jan Zmyślony", text)} for one in LINES]
        facts = office.command("record-statement", on=MAR_5, statement_id="st-1", lines=told)
        said.append([replace(f, reference=TEXT) if isinstance(f, StatementLineUnmatched) else f for f in facts])
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (1, {"reference": "grant-1/2"}),
        (1, {"reference": "grant-2/1"}),
        (1, {"reference": "something else"}),
        (2, {"reference": "grant-2"}),
        (3, {"reference": "grant-2/1"}),
        (4, {"reference": "Jan Zmyślony"}),
        (4, {"amount_grosze": 8}),
        (4, {"value_on": MAR_3}),
        (4, {"direction": "debit"}),
    ],
)
def test_a_statement_that_comes_again_is_the_same_line_by_line(
    office: Office, number: int, change: dict[str, Any]
) -> None:
    office.command("record-statement", on=MAR_5, statement_id="st-1", lines=LINES)
    assert office.command("record-statement", on=date(2025, 4, 1), statement_id="st-1", lines=LINES) == []
    told = [one | change if at == number else one for at, one in enumerate(LINES, start=1)]
    with pytest.raises(StatementDiffers):
        office.command("record-statement", on=MAR_5, statement_id="st-1", lines=told)


def test_a_statement_is_still_the_same_after_its_grant_has_become_known() -> None:
    office = Office(usecases.commands(debtor_name="Gmina", debtor_account=DEBTOR_ACCOUNT), usecases.REACTIONS)
    office.command("record-statement", on=MAR_5, statement_id="st-1", lines=LINES)
    office.fact("grants.contract-signed", on=date(2025, 1, 31), **SIGNED)
    assert office.command("record-statement", on=MAR_5, statement_id="st-1", lines=LINES) == []


lines = st.builds(
    line,
    st.sampled_from(["debit", "credit"]),
    st.integers(1, 10**12),
    st.sampled_from(
        ["grant-1/1", "grant-1/2", "grant-2/1", "grant-2", "row-1", "row-1/1", "nobody/1", "?", "grant-1/x"]
    ),
)


@given(st.lists(st.lists(lines, min_size=1, max_size=12), max_size=4))
def test_every_grosz_of_every_statement_is_told_once(statements: list[list[dict[str, Any]]]) -> None:
    office = _office()
    for number, told in enumerate(statements):
        statement, *facts = office.command("record-statement", on=MAR_5, statement_id=f"st-{number}", lines=told)
        assert isinstance(statement, StatementRecorded)
        unmatched = [fact for fact in facts if isinstance(fact, StatementLineUnmatched)]
        paid = [fact.amount_grosze for fact in facts if isinstance(fact, TrancheDisbursed)]
        back = [fact.amount_grosze for fact in facts if isinstance(fact, PrincipalReturned)]
        left = {way: [one.amount_grosze for one in unmatched if one.direction == way] for way in ("debit", "credit")}
        assert statement.debits_grosze == sum(paid) + sum(left["debit"])
        assert statement.credits_grosze == sum(back) + sum(left["credit"])
        assert statement.lines_count == len(told) == len(paid) + len(back) + len(unmatched)
