"""From a signed contract to an order: what may be asked in which order, and who may ask it."""

from __future__ import annotations

from datetime import date

import pytest

from payments import usecases
from payments.domain.payment import FourEyesRequired, PaymentNotAuthorised, PaymentNotPrepared
from payments.domain.payment_order import PaymentOrderDiffers, PaymentOrderIssued, PaymentTwiceInOrder
from payments.domain.register_row import RegisterRowDiffers
from payments.domain.tranche_plan import GrantUnknown, PaymentsExceedGrant, TranchesPlannedOtherwise, TrancheUnknown
from shared.kernel.refusal import Refusal
from tests.payments.facts import AUTHORISED, DEBTOR_ACCOUNT, ORDER_LINE, ORDERED, PLANNED, PREPARED, ROW, TAKEN_OVER
from tests.payments.office import Office
from tests.payments.wire import FIRST, NOTED, SECOND, SIGNED
from tests.payments.wire import ROW as ROW_TOLD

MAR_3, MAR_4 = date(2025, 3, 3), date(2025, 3, 4)


@pytest.fixture
def office() -> Office:
    return Office(usecases.commands(debtor_name="Gmina", debtor_account=DEBTOR_ACCOUNT), usecases.REACTIONS)


@pytest.fixture
def signed(office: Office) -> Office:
    office.fact("grants.contract-signed", on=date(2025, 1, 31), **SIGNED)
    return office


def _authorised(office: Office, *places: dict[str, object]) -> Office:
    for place in places:
        office.command("prepare-payment", on=MAR_3, by="p-clerk", **place)
        office.command("authorise-payment", on=MAR_3, by="p-approver", **place)
    return office


def test_a_signed_contract_gives_a_plan_that_takes_effect_on_its_day(office: Office) -> None:
    assert office.fact("grants.contract-signed", on=date(2025, 2, 3), **SIGNED) == [PLANNED]
    assert office.fact("grants.contract-signed", on=date(2025, 2, 3), told=2, **SIGNED) == []
    assert office.effective_days() == [("TranchesPlanned", date(2025, 1, 31))]


def test_a_second_contract_of_the_same_grant_is_not_swallowed(signed: Office) -> None:
    with pytest.raises(TranchesPlannedOtherwise):
        signed.fact("grants.contract-signed", on=MAR_3, **(SIGNED | {"amount_grosze": 1}))


def test_a_tranche_passes_two_people_and_leaves_in_an_order(signed: Office) -> None:
    assert signed.command("prepare-payment", on=MAR_3, by="p-clerk", **FIRST) == [PREPARED]
    assert signed.command("authorise-payment", on=MAR_3, by="p-approver", **FIRST) == [AUTHORISED]
    order = {"order_id": "order-1", "execute_on": MAR_4, "payments": [FIRST]}
    ordered, issued = signed.command("issue-payment-order", on=MAR_3, by="p-clerk", **order)
    assert ordered == ORDERED
    assert isinstance(issued, PaymentOrderIssued)
    assert (issued.payments, issued.debtor_account, issued.total_grosze) == ((ORDER_LINE,), DEBTOR_ACCOUNT, 2_000_000)
    assert signed.command("issue-payment-order", on=MAR_4, by="p-other", **order) == []


@pytest.mark.parametrize("command", ["prepare-payment", "authorise-payment"])
def test_a_grant_that_may_be_on_its_way_is_worth_another_try(office: Office, command: str) -> None:
    with pytest.raises(GrantUnknown):
        office.command(command, on=MAR_3, **FIRST)


def test_an_order_for_an_unknown_grant_or_tranche_is_refused_as_unknown(signed: Office) -> None:
    wishes: list[tuple[dict[str, object], type[Refusal]]] = [
        ({"grant_id": "nobody", "tranche_number": 1}, GrantUnknown),
        ({"grant_id": "grant-1", "tranche_number": 3}, TrancheUnknown),
        (FIRST, PaymentNotAuthorised),
    ]
    for place, kind in wishes:
        with pytest.raises(kind):
            signed.command("issue-payment-order", on=MAR_3, order_id="order-1", execute_on=MAR_4, payments=[place])


def test_commands_out_of_order_are_refused(signed: Office) -> None:
    with pytest.raises(PaymentNotPrepared):
        signed.command("authorise-payment", on=MAR_3, **FIRST)


def test_the_same_person_cannot_be_both_pairs_of_eyes(signed: Office) -> None:
    signed.command("prepare-payment", on=MAR_3, by="p-clerk", **FIRST)
    with pytest.raises(FourEyesRequired):
        signed.command("authorise-payment", on=MAR_3, by="p-clerk", **FIRST)


def test_an_order_leaves_whole_or_not_at_all(signed: Office) -> None:
    _authorised(signed, FIRST)
    before = len(signed.recorded)
    with pytest.raises(PaymentNotAuthorised):
        signed.command("issue-payment-order", on=MAR_3, order_id="o", execute_on=MAR_4, payments=[FIRST, SECOND])
    with pytest.raises(PaymentTwiceInOrder):
        signed.command("issue-payment-order", on=MAR_3, order_id="o", execute_on=MAR_4, payments=[FIRST, FIRST])
    assert len(signed.recorded) == before


def test_an_order_id_with_other_payments_is_refused(signed: Office) -> None:
    _authorised(signed, FIRST, SECOND)
    signed.command("issue-payment-order", on=MAR_3, order_id="o", execute_on=MAR_4, payments=[FIRST])
    with pytest.raises(PaymentOrderDiffers):
        signed.command("issue-payment-order", on=MAR_3, order_id="o", execute_on=MAR_4, payments=[FIRST, SECOND])


def test_a_register_payment_is_taken_once_and_takes_effect_on_its_value_day(office: Office) -> None:
    office.fact("grants.grant-taken-over", on=date(2018, 3, 1), **NOTED)
    assert office.command("take-over-payment", on=MAR_3, **ROW_TOLD) == [ROW, TAKEN_OVER]
    assert office.command("take-over-payment", on=MAR_4, **ROW_TOLD) == []
    assert {day for name, day in office.effective_days() if name != "GrantNotedFromRegister"} == {date(2018, 4, 1)}


def test_a_register_payment_waits_for_its_grant_and_leaves_no_trace_meanwhile(office: Office) -> None:
    with pytest.raises(GrantUnknown):
        office.command("take-over-payment", on=MAR_3, **ROW_TOLD)
    office.fact("grants.grant-taken-over", on=date(2018, 3, 1), **NOTED)
    assert office.command("take-over-payment", on=MAR_3, **ROW_TOLD) == [ROW, TAKEN_OVER]


def test_one_payment_id_is_one_row_even_under_another_grant(office: Office) -> None:
    office.fact("grants.grant-taken-over", on=MAR_3, **NOTED)
    office.fact("grants.grant-taken-over", on=MAR_3, told=2, **(NOTED | {"grant_id": "row-2"}))
    office.command("take-over-payment", on=MAR_3, **ROW_TOLD)
    with pytest.raises(RegisterRowDiffers):
        office.command("take-over-payment", on=MAR_3, **(ROW_TOLD | {"grant_id": "row-2"}))


def test_a_row_beyond_its_grant_is_not_taken_at_all(office: Office) -> None:
    office.fact("grants.grant-taken-over", on=MAR_3, **NOTED)
    with pytest.raises(PaymentsExceedGrant):
        office.command("take-over-payment", on=MAR_3, **(ROW_TOLD | {"amount_grosze": 250_001}))
    assert office.streams() == ["tranche-plan/row-1"]
    assert len(office.command("take-over-payment", on=MAR_3, **(ROW_TOLD | {"amount_grosze": 250_000}))) == 2
