"""What programme does when grants or payments say that something has happened: answer, or post in the journal."""

from datetime import date
from typing import Any

from programme.domain.budget import BUDGET, EntryPosted, witnessing
from programme.domain.budget import decisions as budgets
from programme.domain.budget.events import CausedBy
from programme.domain.budget.witnessing import GrantFact
from programme.domain.reservation import RESERVATION, FundsRefused, FundsReserved, reservation_key
from programme.usecases.executing import note_contract
from shared.eventstore.desk import Desk
from shared.kernel import hlc
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
            caused_by=_caused_by(desk),
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
    fact = _fact(desk, programme_id, grant_id, declined_on)
    entries = witnessing.post_decline(
        _budget(desk, programme_id), fact, decision_no=decision_no, amount_grosze=amount_grosze
    )
    _post(desk, programme_id, entries)


def when_contract_is_signed_then_post(
    desk: Desk, *, grant_id: str, programme_id: str, contract_number: str, amount_grosze: int, signed_on: date, **_: Any
) -> None:
    fact = _fact(desk, programme_id, grant_id, signed_on, contract_number)
    _post(desk, programme_id, witnessing.post_contract(_budget(desk, programme_id), fact, amount_grosze=amount_grosze))
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
    fact = _fact(desk, programme_id, grant_id, accepted_on)
    entries = witnessing.post_acceptance(
        _budget(desk, programme_id), fact, amount_grosze=amount_grosze, paid_total_grosze=disbursed_total_grosze
    )
    _post(desk, programme_id, entries)


def when_grant_is_taken_over_then_post(
    desk: Desk, *, grant_id: str, programme_id: str, line_id: str, amount_grosze: int, signed_on: date, evidence: str
) -> None:
    fact = _fact(desk, programme_id, grant_id, signed_on, evidence)
    entries = witnessing.post_taken_over_grant(
        _budget(desk, programme_id), fact, line_id=line_id, amount_grosze=amount_grosze
    )
    _post(desk, programme_id, entries)
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
    fact = _fact(desk, programme_id, grant_id, value_on, statement_id)
    entries = witnessing.post_disbursement(
        _budget(desk, programme_id),
        fact,
        row="FundsDisbursed",
        amount_grosze=amount_grosze,
        paid_total_grosze=disbursed_total_grosze,
    )
    _post(desk, programme_id, entries)


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
    fact = _fact(desk, programme_id, grant_id, value_on, evidence)
    entries = witnessing.post_disbursement(
        _budget(desk, programme_id),
        fact,
        row="PaymentTakenOver",
        amount_grosze=amount_grosze,
        paid_total_grosze=disbursed_total_grosze,
    )
    _post(desk, programme_id, entries)


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
    fact = _fact(desk, programme_id, grant_id, value_on, statement_id)
    entries = witnessing.post_return(
        _budget(desk, programme_id), fact, amount_grosze=amount_grosze, paid_total_grosze=disbursed_total_grosze
    )
    _post(desk, programme_id, entries)


def when_statements_are_complete_then_note_it(desk: Desk, *, programme_id: str, through_on: date) -> None:
    entries = witnessing.note_statements(
        _budget(desk, programme_id), programme_id=programme_id, through_on=through_on, caused_by=_caused_by(desk)
    )
    _post(desk, programme_id, entries)


def _budget(desk: Desk, programme_id: str) -> Any:
    return desk.state(BUDGET, programme_id)


def _fact(desk: Desk, programme_id: str, grant_id: str, on: date, document: str | None = None) -> GrantFact:
    return GrantFact(programme_id, grant_id, on, _caused_by(desk), document)


def _caused_by(desk: Desk) -> CausedBy | None:
    cause = desk.act.cause
    return CausedBy(str(cause.event_id), cause.service, cause.position, hlc.text_of(cause.hlc)) if cause else None


def _post(desk: Desk, programme_id: str, entries: list[EntryPosted]) -> None:
    """Each entry bears its own effective day: the first that can bear it."""
    for entry in entries:
        desk.record(BUDGET, programme_id, [entry], effective_on=entry.effective_on)
