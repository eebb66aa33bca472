"""What programme does when grants or payments say that something has happened: answer, or post in the journal."""

from datetime import date
from typing import Any

from programme.domain.budget import BUDGET, witnessing
from programme.domain.budget import decisions as budgets
from programme.domain.reservation import RESERVATION, FundsRefused, FundsReserved, reservation_key
from programme.usecases.executing import note_contract
from programme.usecases.journaling import budget_of, cause_of, grant_fact, record_entries
from shared.eventstore.desk import Desk
from shared.kernel.refusal import Refusal


def when_award_is_proposed_then_answer(
    desk: Desk,
    *,
    grant_id: str,
    decision_no: int,
    programme_id: str,
    call_id: str,
    organisation_id: str,
    amount_grosze: int,
) -> None:
    """Yes or no, once per decision number; grants waits for either."""
    key = reservation_key(grant_id, decision_no, programme_id)
    if desk.state(RESERVATION, key).answer:
        return
    on = desk.act.acted_on
    budget = desk.state(BUDGET, programme_id)
    answer: FundsReserved | FundsRefused
    try:
        entries = budgets.reserve_funds(
            budget,
            programme_id=programme_id,
            call_id=call_id,
            grant_id=grant_id,
            decision_no=decision_no,
            amount_grosze=amount_grosze,
            on=on,
            caused_by=cause_of(desk),
        )
    except Refusal as refusal:
        free = budgets.free_in_call(budget, call_id, on)
        answer = FundsRefused(grant_id, decision_no, programme_id, call_id, amount_grosze, refusal.code, free)
    else:
        answer = FundsReserved(grant_id, decision_no, programme_id, call_id, amount_grosze)
        desk.record(BUDGET, programme_id, entries)
    desk.record(RESERVATION, key, [answer])


def when_award_is_declined_then_release(
    desk: Desk,
    *,
    grant_id: str,
    decision_no: int,
    programme_id: str,
    amount_grosze: int,
    declined_on: date,
    **_: Any,
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, declined_on)
    entries = witnessing.post_release(
        budget_of(desk, programme_id), fact, row="AwardDeclined", decision_no=decision_no, amount_grosze=amount_grosze
    )
    record_entries(desk, entries)


def when_contract_is_signed_then_post(
    desk: Desk, *, grant_id: str, programme_id: str, contract_number: str, amount_grosze: int, signed_on: date, **_: Any
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, signed_on, contract_number)
    record_entries(desk, witnessing.post_contract(budget_of(desk, programme_id), fact, amount_grosze=amount_grosze))
    note_contract(desk, programme_id=programme_id, grant_id=grant_id, amount_grosze=amount_grosze)


def when_expenditure_is_accepted_then_post(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    accepted_on: date,
    disbursed_total_grosze: int,
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, accepted_on)
    entries = witnessing.post_acceptance(
        budget_of(desk, programme_id), fact, amount_grosze=amount_grosze, paid_total_grosze=disbursed_total_grosze
    )
    record_entries(desk, entries)


def when_grant_is_taken_over_then_post(
    desk: Desk, *, grant_id: str, programme_id: str, line_id: str, amount_grosze: int, signed_on: date, evidence: str
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, signed_on, evidence)
    entries = witnessing.post_taken_over_grant(
        budget_of(desk, programme_id), fact, line_id=line_id, amount_grosze=amount_grosze
    )
    record_entries(desk, entries)
    note_contract(desk, programme_id=programme_id, grant_id=grant_id, amount_grosze=amount_grosze)


def when_funds_are_disbursed_then_post(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    value_on: date,
    disbursed_total_grosze: int,
    statement_id: str,
    **_: Any,
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, value_on, statement_id)
    entries = witnessing.post_disbursement(
        budget_of(desk, programme_id),
        fact,
        row="FundsDisbursed",
        amount_grosze=amount_grosze,
        paid_total_grosze=disbursed_total_grosze,
    )
    record_entries(desk, entries)


def when_payment_is_taken_over_then_post(
    desk: Desk,
    *,
    payment_id: str,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    value_on: date,
    disbursed_total_grosze: int,
    evidence: str,
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, value_on, evidence)
    entries = witnessing.post_disbursement(
        budget_of(desk, programme_id),
        fact,
        row="PaymentTakenOver",
        amount_grosze=amount_grosze,
        paid_total_grosze=disbursed_total_grosze,
    )
    record_entries(desk, entries)


def when_funds_are_returned_then_post(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    value_on: date,
    disbursed_total_grosze: int,
    statement_id: str,
    **_: Any,
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, value_on, statement_id)
    entries = witnessing.post_return(
        budget_of(desk, programme_id), fact, amount_grosze=amount_grosze, paid_total_grosze=disbursed_total_grosze
    )
    record_entries(desk, entries)


def when_statements_are_complete_then_note_it(desk: Desk, *, programme_id: str, through_on: date) -> None:
    entries = witnessing.note_statements(
        budget_of(desk, programme_id), programme_id=programme_id, through_on=through_on, caused_by=cause_of(desk)
    )
    record_entries(desk, entries)
