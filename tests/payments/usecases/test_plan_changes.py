"""Annexes, cancelled tranches, contracts that ended, and transfers that another bank sent back."""

from __future__ import annotations

from datetime import date

import pytest

from payments import usecases
from payments.domain.payment import FourEyesRequired, PaymentReversed, PreparedOtherwise
from payments.domain.statement import StatementDiffers
from payments.domain.tranche_plan import (
    CancelledInTheFuture,
    ContractHasEnded,
    DisbursementReversed,
    GrantHasNoContract,
    GrantUnknown,
    PaidTrancheNotCancelled,
    PlanEnded,
    TrancheCancelled,
    TrancheDisbursed,
    TrancheOnItsWay,
    TrancheUnknown,
)
from shared.kernel.refusal import NotYet
from tests.payments.facts import DEBTOR_ACCOUNT
from tests.payments.office import Office
from tests.payments.wire import FIRST, NOTED, SECOND, SIGNED, line

MAR_3, MAR_4, MAR_6, APR_1 = date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 6), date(2025, 4, 1)
ANNEX = {
    "grant_id": "grant-1",
    "programme_id": "torun-2025",
    "annex_number": "WSiR.17-1/2025",
    "direction": "down",
    "amount_grosze": 500_000,
    "contract_amount_grosze": 2_500_000,
    "signed_on": date(2025, 4, 1),
    "tranches": [
        {"number": 1, "amount_grosze": 2_000_000, "due_on": date(2025, 2, 28)},
        {"number": 2, "amount_grosze": 500_000, "due_on": date(2025, 6, 30)},
    ],
}
END = {"grant_id": "grant-1", "terminated_on": date(2025, 4, 20)}


@pytest.fixture
def office() -> Office:
    office = Office(usecases.commands(debtor_name="Gmina", debtor_account=DEBTOR_ACCOUNT), usecases.REACTIONS)
    office.fact("grants.contract-signed", on=date(2025, 1, 31), **SIGNED)
    return office


def _pay_first(office: Office) -> None:
    office.command("record-statement", on=MAR_4, statement_id="st-1", lines=[line("debit", 2_000_000, "grant-1/1")])


def _sent_back(office: Office, amount: int = 2_000_000, reference: str = "grant-1/1", on: date = MAR_6) -> list:
    back = {"amount_grosze": amount, "value_on": on, "reference": reference}
    return office.command("record-returned-transfers", on=MAR_6, statement_id="st-9", lines=[back])


def test_an_annex_changes_what_may_be_prepared_and_its_repeat_does_nothing(office: Office) -> None:
    office.fact("grants.annex-signed", on=APR_1, told=2, **ANNEX)
    assert office.fact("grants.annex-signed", on=APR_1, told=3, **ANNEX) == []
    (prepared,) = office.command("prepare-payment", on=APR_1, by="p-clerk", **SECOND)
    assert prepared.amount_grosze == 500_000


def test_what_was_prepared_before_an_annex_is_prepared_anew_and_authorised_anew(office: Office) -> None:
    office.command("prepare-payment", on=MAR_3, by="p-clerk", **SECOND)
    office.command("authorise-payment", on=MAR_3, by="p-approver", **SECOND)
    office.fact("grants.annex-signed", on=APR_1, told=2, **ANNEX)
    order = {"order_id": "order-1", "execute_on": APR_1, "payments": [SECOND]}
    with pytest.raises(PreparedOtherwise):
        office.command("issue-payment-order", on=APR_1, by="p-clerk", **order)
    office.command("prepare-payment", on=APR_1, by="p-clerk", **SECOND)
    with pytest.raises(FourEyesRequired):
        office.command("authorise-payment", on=APR_1, by="p-clerk", **SECOND)
    office.command("authorise-payment", on=APR_1, by="p-approver", **SECOND)
    *_, issued = office.command("issue-payment-order", on=APR_1, by="p-clerk", **order)
    assert issued.total_grosze == 500_000


def test_an_annex_that_overtakes_its_contract_waits(office: Office) -> None:
    with pytest.raises(NotYet):
        office.fact("grants.annex-signed", on=APR_1, told=2, **(ANNEX | {"grant_id": "grant-9"}))


def test_nothing_more_is_paid_on_a_contract_that_has_ended_but_the_bank_is_believed(office: Office) -> None:
    assert office.fact("grants.contract-terminated", on=APR_1, told=2, **END) == [
        PlanEnded("grant-1", date(2025, 4, 20))
    ]
    assert office.fact("grants.contract-terminated", on=APR_1, told=3, **END) == []
    with pytest.raises(ContractHasEnded):
        office.command("prepare-payment", on=APR_1, by="p-clerk", **FIRST)
    _, paid, *_ = office.command(
        "record-statement", on=APR_1, statement_id="st-2", lines=[line("debit", 2_000_000, "grant-1/1")]
    )
    assert isinstance(paid, TrancheDisbursed)


def test_a_tranche_is_cancelled_once_unless_it_is_paid_or_on_its_way(office: Office) -> None:
    wish = {**SECOND, "cancelled_on": APR_1, "document": "S.4/2025"}
    (cancelled,) = office.command("cancel-tranche", on=APR_1, by="p-treasurer", **wish)
    assert isinstance(cancelled, TrancheCancelled)
    assert cancelled.amount_grosze == 1_000_000
    assert office.command("cancel-tranche", on=APR_1, by="p-treasurer", **wish) == []
    with pytest.raises(ContractHasEnded):
        office.command("prepare-payment", on=APR_1, by="p-clerk", **SECOND)
    first = {**FIRST, "cancelled_on": APR_1, "document": "S.4/2025"}
    with pytest.raises(CancelledInTheFuture):
        office.command("cancel-tranche", on=MAR_3, by="p-treasurer", **first)
    office.command("prepare-payment", on=MAR_3, by="p-clerk", **FIRST)
    office.command("authorise-payment", on=MAR_3, by="p-approver", **FIRST)
    order = {"order_id": "order-1", "execute_on": MAR_4, "payments": [FIRST]}
    office.command("issue-payment-order", on=MAR_3, by="p-clerk", **order)
    with pytest.raises(TrancheOnItsWay):
        office.command("cancel-tranche", on=APR_1, by="p-treasurer", **first)
    _pay_first(office)
    with pytest.raises(PaidTrancheNotCancelled):
        office.command("cancel-tranche", on=APR_1, by="p-treasurer", **first)


@pytest.mark.parametrize(
    ("which", "refusal"),
    [
        ({"grant_id": "grant-1", "tranche_number": 9}, TrancheUnknown),
        ({"grant_id": "nobody", "tranche_number": 1}, GrantUnknown),
        ({"grant_id": "row-1", "tranche_number": 1}, GrantHasNoContract),
    ],
)
def test_only_a_planned_tranche_is_cancelled(office: Office, which: dict, refusal: type) -> None:
    office.fact("grants.grant-taken-over", on=date(2018, 3, 1), told=3, **NOTED)
    with pytest.raises(refusal):
        office.command("cancel-tranche", on=APR_1, by="p-treasurer", **which, cancelled_on=APR_1, document="S.4")


def test_a_transfer_that_was_sent_back_is_prepared_ordered_and_paid_again(office: Office) -> None:
    _pay_first(office)
    _, reversal, anew = _sent_back(office)
    assert isinstance(reversal, DisbursementReversed)
    assert (reversal.disbursed_total_grosze, reversal.reversed_total_grosze) == (2_000_000, 2_000_000)
    assert anew == PaymentReversed("grant-1", 1, MAR_6, "st-9")
    assert _sent_back(office) == []
    office.command("prepare-payment", on=APR_1, by="p-clerk", **FIRST)
    with pytest.raises(FourEyesRequired):
        office.command("authorise-payment", on=APR_1, by="p-clerk", **FIRST)
    office.command("authorise-payment", on=APR_1, by="p-approver", **FIRST)
    order = {"order_id": "order-2", "execute_on": APR_1, "payments": [FIRST]}
    office.command("issue-payment-order", on=APR_1, by="p-clerk", **order)
    again = [line("debit", 2_000_000, "grant-1/1", on=APR_1)]
    _, paid, _ = office.command("record-statement", on=APR_1, statement_id="st-10", lines=again)
    assert (paid.ordered, paid.disbursed_total_grosze) == (True, 4_000_000)


@pytest.mark.parametrize(
    ("amount", "reference", "on", "reason"),
    [
        (2_000_000, "grant-1/2", MAR_6, "tranche-not-paid"),
        (1_999_999, "grant-1/1", MAR_6, "not-what-was-debited"),
        (2_000_000, "nobody/1", MAR_6, "grant-unknown"),
        (2_000_000, "grant-1", MAR_6, "reference-names-no-tranche"),
        (2_000_000, "Jan Zmyslony", MAR_6, "reference-names-nothing"),
        (2_000_000, "grant-1/1", APR_1, "value-day-ahead"),
    ],
)
def test_what_reverses_no_debit_of_ours_stays_unmatched_with_its_reason(
    office: Office, amount: int, reference: str, on: date, reason: str
) -> None:
    _pay_first(office)
    _, unmatched = _sent_back(office, amount, reference, on)
    assert unmatched.reason == reason
    assert _sent_back(office, amount, reference, on) == []


def test_a_statement_of_returned_transfers_is_no_other_statement(office: Office) -> None:
    _pay_first(office)
    _sent_back(office)
    as_return = [line("credit", 2_000_000, "grant-1/1", on=MAR_6)]
    with pytest.raises(StatementDiffers):
        office.command("record-statement", on=MAR_6, statement_id="st-9", lines=as_return)
