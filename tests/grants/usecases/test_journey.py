"""One grant from the register of organisations to its settlement, at the desk of grants; every step is given twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from grants.domain.award import (
    AwardAfterResolution,
    AwardAwaitsAnswer,
    AwardDeclined,
    AwardRefused,
    AwardUnknown,
    GrantAwarded,
)
from grants.domain.contract import (
    AnotherBodyUnderTheSameId,
    ContractSigned,
    ContractUnknown,
    SignedBeforeAdoption,
    SignedBeforeAward,
    YearNotInForce,
)
from grants.domain.known_call import CallUnknown
from grants.domain.offer import CallAlreadyResolved, GrantIdTakenOver, OfferUnknown
from grants.domain.organisation import OrganisationUnknown
from grants.domain.settlement import GrantSettled, PaymentNoted, SpentAboveDisbursed
from shared.kernel.refusal import Refusal
from tests.grants.facts import CONTRACT_SIGNED, GRANT_SETTLED
from tests.grants.journey import (
    ACCEPTANCE,
    BUDGET,
    CALL,
    CONTRACT,
    OFFER,
    ORGANISATION,
    PAID,
    PAYMENT_TAKEN_OVER,
    PROPOSAL,
    REPORT,
    RESERVED,
    RETURNED,
    ROW,
)
from tests.grants.office import Office

STEPS: list[tuple[str, date, dict[str, Any]]] = [
    ("register-organisation", date(2024, 11, 1), ORGANISATION),
    ("programme.budget-draft-submitted", date(2024, 11, 15), {"programme_id": "torun-2025", "limit_grosze": 1}),
    ("programme.call-opened", date(2024, 11, 20), CALL),
    ("submit-offer", date(2024, 12, 1), OFFER),
    ("check-offer", date(2024, 12, 13), {"offer_id": "grant-1", "passed": True, "defect": None}),
    ("score-offer", date(2024, 12, 16), {"offer_id": "grant-1", "points": 72}),
    ("propose-award", date(2024, 12, 18), PROPOSAL),
    ("programme.funds-reserved", date(2024, 12, 18), RESERVED),
    ("programme.budget-adopted", date(2024, 12, 19), BUDGET),
    ("sign-contract", date(2025, 1, 31), CONTRACT),
    ("payments.funds-disbursed", date(2025, 5, 15), PAID),
    ("mark-report-due", date(2025, 7, 1), {"grant_id": "grant-1"}),
    ("submit-report", date(2025, 7, 20), REPORT),
    ("accept-report", date(2025, 8, 10), ACCEPTANCE),
    ("payments.funds-returned", date(2025, 8, 20), RETURNED),
]


def _give(office: Office, step: tuple[str, date, dict[str, Any]], *, position: int) -> list[object]:
    name, on, fields = step
    if "." in name:
        return office.fact(name, on=on, position=position, **fields)
    return office.command(name, on=on, **fields)


def _journey(*, until: str) -> Office:
    """The journey up to and with a step."""
    office = Office()
    for position, step in enumerate(STEPS, start=1):
        _give(office, step, position=position)
        if step[0] == until:
            return office
    raise AssertionError(f"{until} is no step")


def test_a_grant_goes_its_whole_way_and_every_step_given_twice_happens_once() -> None:
    office = Office()
    for position, step in enumerate(STEPS, start=1):
        assert _give(office, step, position=position), f"{step[0]} recorded nothing"
        assert _give(office, step, position=position) == [], f"{step[0]} happened twice"
    events = [noted.event for noted in office.recorded]
    assert CONTRACT_SIGNED in events
    assert events[-1] == GRANT_SETTLED


def test_facts_take_effect_on_the_day_of_their_deed_not_of_their_entry() -> None:
    office = _journey(until="programme.budget-adopted")
    office.command("sign-contract", on=date(2025, 2, 3), **CONTRACT)
    office.fact("payments.funds-disbursed", on=date(2025, 5, 16), **PAID)
    office.command("mark-report-due", on=date(2025, 9, 1), grant_id="grant-1")
    office.command("submit-report", on=date(2025, 9, 1), **REPORT)
    office.fact("payments.funds-returned", on=date(2025, 8, 21), **RETURNED)
    office.command("accept-report", on=date(2025, 9, 2), **ACCEPTANCE)
    days = office.effective_days()
    assert days["ContractSigned"] == date(2025, 1, 31)
    assert days["PaymentNoted"] == date(2025, 5, 15)
    assert days["ReportFallenDue"] == date(2025, 7, 1)
    assert days["ReportSubmitted"] == date(2025, 7, 20)
    assert days["ExpenditureAccepted"] == date(2025, 8, 10)
    assert days["GrantSettled"] == date(2025, 8, 20)


@pytest.mark.parametrize(
    ("until", "name", "fields", "refused"),
    [
        ("register-organisation", "submit-offer", OFFER, CallUnknown),
        ("programme.call-opened", "submit-offer", OFFER | {"organisation_id": "nobody"}, OrganisationUnknown),
        ("programme.call-opened", "propose-award", PROPOSAL, OfferUnknown),
        ("programme.call-opened", "sign-contract", CONTRACT, AwardUnknown),
        ("programme.call-opened", "submit-report", REPORT, ContractUnknown),
        ("programme.call-opened", "mark-report-due", {"grant_id": "grant-1"}, ContractUnknown),
        ("propose-award", "sign-contract", CONTRACT, AwardAwaitsAnswer),
        ("programme.funds-reserved", "sign-contract", CONTRACT, YearNotInForce),
        ("programme.budget-adopted", "sign-contract", CONTRACT | {"signed_on": date(1999, 1, 1)}, SignedBeforeAdoption),
        ("sign-contract", "submit-report", REPORT, SpentAboveDisbursed),
        ("submit-offer", "take-over-grant", ROW | {"grant_id": "grant-1"}, AnotherBodyUnderTheSameId),
    ],
)
def test_a_step_out_of_order_is_refused(until: str, name: str, fields: dict[str, Any], refused: type[Refusal]) -> None:
    day = date(2024, 12, 10) if name == "submit-offer" else date(2025, 8, 1)
    with pytest.raises(refused):
        _journey(until=until).command(name, on=day, **fields)


def test_a_deed_is_dated_neither_before_the_adoption_nor_before_the_award() -> None:
    """UDPP art. 13(5): that the gate is open today does not date a deed back to when it was shut."""
    office = _journey(until="programme.budget-adopted")
    with pytest.raises(SignedBeforeAdoption):
        office.command("sign-contract", on=date(2025, 1, 31), **CONTRACT | {"signed_on": date(2024, 12, 18)})
    late = _journey(until="propose-award")
    late.fact("programme.budget-adopted", on=date(2024, 12, 19), position=90, **BUDGET)
    late.fact("programme.funds-reserved", on=date(2025, 1, 20), position=91, **RESERVED)
    with pytest.raises(SignedBeforeAward):
        late.command("sign-contract", on=date(2025, 1, 31), **CONTRACT | {"signed_on": date(2025, 1, 19)})
    assert late.command("sign-contract", on=date(2025, 1, 31), **CONTRACT | {"signed_on": date(2025, 1, 20)})


def test_a_refused_award_is_proposed_again_and_awarded() -> None:
    office = _journey(until="propose-award")
    refused = office.fact("programme.funds-refused", reason="call-pool-exhausted", free_grosze=7, **RESERVED)
    assert [type(event) for event in refused] == [AwardRefused]
    office.command("propose-award", on=date(2025, 1, 5), **PROPOSAL)
    assert office.fact("programme.funds-refused", reason="call-pool-exhausted", free_grosze=7, **RESERVED) == []
    awarded = office.fact("programme.funds-reserved", **RESERVED | {"decision_no": 2})
    assert [type(event) for event in awarded] == [GrantAwarded]


def test_a_declined_award_gives_the_money_back_and_is_not_signed() -> None:
    office = _journey(until="programme.budget-adopted")
    declined = office.command("decline-award", on=date(2025, 1, 20), grant_id="grant-1", declined_on=date(2025, 1, 20))
    assert [type(event) for event in declined] == [AwardDeclined]
    with pytest.raises(Refusal) as caught:
        office.command("sign-contract", on=date(2025, 1, 31), **CONTRACT)
    assert caught.value.code == "no-award-stands"


def test_a_resolved_call_takes_no_offer_and_makes_no_award() -> None:
    resolution: dict[str, Any] = {
        "call_id": "call-1",
        "programme_id": "torun-2025",
        "unused_grosze": 1,
        "resolved_on": date(2025, 1, 10),
    }
    office = _journey(until="score-offer")
    assert office.fact("programme.call-resolved", **resolution)
    with pytest.raises(AwardAfterResolution):
        office.command("propose-award", on=date(2025, 1, 11), **PROPOSAL)
    with pytest.raises(CallAlreadyResolved):
        office.command("submit-offer", on=date(2024, 12, 1), **OFFER | {"offer_id": "grant-2"})


def test_a_payment_that_makes_the_figures_balance_settles_the_grant() -> None:
    office = _journey(until="accept-report")
    office.fact("payments.funds-returned", **RETURNED | {"returned_total_grosze": 200_000})
    paid_more = office.fact("payments.funds-disbursed", **PAID | {"disbursed_total_grosze": 3_100_000})
    assert [type(event) for event in paid_more] == [PaymentNoted, GrantSettled]


def test_a_return_heard_before_its_payment_settles_the_same_grant() -> None:
    office = _journey(until="sign-contract")
    office.fact("payments.funds-returned", on=date(2025, 8, 20), **RETURNED)
    assert office.fact("payments.funds-disbursed", on=date(2025, 5, 15), **PAID) == []
    office.command("submit-report", on=date(2025, 9, 1), **REPORT)
    settled = office.command("accept-report", on=date(2025, 9, 1), **ACCEPTANCE)[-1]
    assert settled == GRANT_SETTLED


def test_a_grant_taken_over_takes_payments_in_any_order_and_no_offer() -> None:
    office = Office()
    assert office.fact("payments.payment-taken-over", **PAYMENT_TAKEN_OVER)
    assert office.command("take-over-grant", on=date(2026, 1, 1), **ROW)
    assert office.command("take-over-grant", on=date(2026, 1, 1), **ROW) == []
    assert office.fact("payments.payment-taken-over", **PAYMENT_TAKEN_OVER) == []
    assert office.effective_days()["GrantTakenOver"] == date(2018, 4, 3)
    office.command("register-organisation", on=date(2026, 1, 1), **ORGANISATION)
    office.fact("programme.call-opened", **CALL)
    with pytest.raises(GrantIdTakenOver):
        office.command("submit-offer", on=date(2024, 12, 1), **OFFER | {"offer_id": "row-1"})
    assert not any(isinstance(noted.event, ContractSigned | GrantSettled) for noted in office.recorded)
