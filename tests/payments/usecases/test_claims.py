"""Claims at the desk: they rest on the bank's word, are paid by its statements, and written off by another person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from payments import usecases
from payments.domain.claim import ClaimPaid, ClaimTimeBarred, ReliefGranted
from payments.domain.claim.refusals import ClaimAbovePaid, SecondPersonRequired, TrancheNotPaid
from payments.domain.statement import StatementRecorded
from payments.domain.tranche_plan import GrantUnknown, PrincipalReturned
from tests.payments.facts import DEBTOR_ACCOUNT
from tests.payments.office import Office
from tests.payments.wire import NOTED, ROW, SIGNED, line

MAR_3, SEP_3, OCT_15 = date(2025, 3, 3), date(2025, 9, 3), date(2025, 10, 15)
CLAIM: dict[str, Any] = {
    "grant_id": "grant-1",
    "claim_number": 1,
    "ground": "misused",
    "principal_grosze": 1_000_000,
    "tranches": [{"tranche_number": 1, "principal_grosze": 1_000_000}],
    "found_on": date(2025, 9, 1),
    "called_on": SEP_3,
    "use_until": None,
    "document": "K.1.2025",
}
RELIEF: dict[str, Any] = {
    "grant_id": "grant-1",
    "claim_number": 1,
    "amount_grosze": 400_000,
    "decision_number": "D.7/2026",
    "granted_on": date(2026, 2, 2),
}


@pytest.fixture
def office() -> Office:
    """The first tranche was paid on 3 March."""
    office = Office(usecases.commands(debtor_name="Gmina", debtor_account=DEBTOR_ACCOUNT), usecases.REACTIONS)
    office.fact("grants.contract-signed", on=date(2025, 1, 31), **SIGNED)
    office.command(
        "record-statement", on=MAR_3, statement_id="st-1", lines=[line("debit", 2_000_000, "grant-1/1", MAR_3)]
    )
    return office


def _claimed(office: Office) -> None:
    office.command("establish-claim", on=SEP_3, by="p-clerk", **CLAIM)


def _comes_in(office: Office, amount: int, statement: str = "st-2") -> list[object]:
    back = [line("credit", amount, "grant-1", OCT_15)]
    return office.command("record-statement", on=OCT_15, statement_id=statement, lines=back)


def _of(events: list[object], kind: type) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def test_a_claim_rests_on_what_the_bank_has_paid(office: Office) -> None:
    second = {**CLAIM, "tranches": [{"tranche_number": 2, "principal_grosze": 1_000_000}]}
    with pytest.raises(TrancheNotPaid):
        office.command("establish-claim", on=SEP_3, **second)
    more = {**CLAIM, "ground": "undue", "tranches": [], "principal_grosze": 2_000_001}
    with pytest.raises(ClaimAbovePaid):
        office.command("establish-claim", on=SEP_3, **more)
    with pytest.raises(GrantUnknown):
        office.command("establish-claim", on=SEP_3, **{**CLAIM, "grant_id": "grant-9"})
    (established,) = office.command("establish-claim", on=SEP_3, by="p-clerk", **CLAIM)
    assert (established.established_by, established.parts[0].interest_from) == ("p-clerk", MAR_3)
    assert office.command("establish-claim", on=SEP_3, by="p-other", **CLAIM) == []


def test_a_transfer_that_was_sent_back_is_no_ground_for_a_claim(office: Office) -> None:
    back = {"amount_grosze": 2_000_000, "value_on": SEP_3, "reference": "grant-1/1"}
    office.command("record-returned-transfers", on=SEP_3, statement_id="st-9", lines=[back])
    with pytest.raises(TrancheNotPaid):
        office.command("establish-claim", on=SEP_3, **CLAIM)


def test_without_a_claim_all_that_comes_back_is_principal(office: Office) -> None:
    recorded, returned = _comes_in(office, 325_097)
    assert isinstance(recorded, StatementRecorded)
    assert returned.amount_grosze == returned.returned_total_grosze == 325_097


def test_of_what_comes_in_on_a_claim_only_principal_is_told_to_the_budget(office: Office) -> None:
    _claimed(office)
    events = _comes_in(office, 325_097)
    (paid,), (returned,) = _of(events, ClaimPaid), _of(events, PrincipalReturned)
    assert (paid.principal_grosze, paid.interest_grosze) == (300_000, 25_097)
    assert returned.amount_grosze == returned.returned_total_grosze == 300_000
    assert _comes_in(office, 325_097) == []


def test_what_comes_in_beyond_the_claim_is_principal_too(office: Office) -> None:
    _claimed(office)
    events = _comes_in(office, 1_100_000)
    (paid,), (returned,) = _of(events, ClaimPaid), _of(events, PrincipalReturned)
    assert (paid.principal_grosze, paid.interest_grosze) == (1_000_000, 83_700)
    assert returned.amount_grosze == 1_100_000 - 83_700


def test_a_claim_is_written_off_by_somebody_else_in_part_and_time_bars_the_rest(office: Office) -> None:
    _claimed(office)
    _comes_in(office, 325_097)
    with pytest.raises(SecondPersonRequired):
        office.command("grant-relief", on=date(2026, 2, 2), by="p-clerk", **RELIEF)
    (relief,) = office.command("grant-relief", on=date(2026, 2, 2), by="p-approver", **RELIEF)
    assert relief == ReliefGranted(
        "grant-1", "torun-2025", 1, 400_000, "D.7/2026", date(2026, 2, 2), "p-approver", 2_000_000
    )
    assert office.command("grant-relief", on=date(2026, 2, 3), by="p-approver", **RELIEF) == []
    bar = {"grant_id": "grant-1", "claim_number": 1, "barred_on": date(2031, 1, 1), "document": "N.1.2031"}
    (barred,) = office.command("mark-claim-time-barred", on=date(2031, 1, 7), by="p-approver", **bar)
    assert isinstance(barred, ClaimTimeBarred)
    assert barred.amount_grosze == 300_000
    assert office.command("mark-claim-time-barred", on=date(2031, 1, 8), by="p-approver", **bar) == []
    assert office.effective_days()[-2:] == [
        ("ReliefGranted", date(2026, 2, 2)),
        ("ClaimTimeBarred", date(2031, 1, 1)),
    ]


def test_a_grant_of_a_register_can_be_claimed_as_a_whole(office: Office) -> None:
    office.fact("grants.grant-taken-over", on=date(2018, 3, 1), told=2, **NOTED)
    office.command("take-over-payment", on=date(2018, 4, 1), **ROW)
    whole = {**CLAIM, "grant_id": "row-1", "ground": "excess", "tranches": [], "principal_grosze": 100_000}
    (established,) = office.command("establish-claim", on=SEP_3, **whole)
    assert (established.programme_id, established.organisation_id) == ("torun-2018", "")
