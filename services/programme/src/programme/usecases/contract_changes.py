"""What programme does when an award or a contract changes, or a bank takes a payment back."""

from datetime import date
from typing import Any

from programme.domain.budget import annexes, witnessing
from programme.domain.reservation import RESERVATION, FundsRefused, FundsReserved, reservation_key
from programme.usecases.executing import note_contract_change
from programme.usecases.journaling import budget_of, cause_of, grant_fact, record_entries
from shared.eventstore.desk import Desk
from shared.kernel.refusal import Refusal


def when_award_has_lapsed_then_release(desk: Desk, *, lapsed_on: date, **award: Any) -> None:
    _release(desk, "AwardLapsed", on=lapsed_on, **award)


def when_award_is_revoked_then_release(desk: Desk, *, revoked_on: date, **award: Any) -> None:
    _release(desk, "AwardRevoked", on=revoked_on, **award)


def when_increase_is_dropped_then_release(desk: Desk, *, dropped_on: date, **increase: Any) -> None:
    _release(desk, "IncreaseDropped", on=dropped_on, **increase)


def _release(
    desk: Desk, row: str, *, programme_id: str, grant_id: str, decision_no: int, amount_grosze: int, on: date, **_: Any
) -> None:
    entries = witnessing.post_release(
        budget_of(desk, programme_id),
        grant_fact(desk, programme_id, grant_id, on),
        row=row,
        decision_no=decision_no,
        amount_grosze=amount_grosze,
    )
    record_entries(desk, entries)


def when_increase_is_proposed_then_answer(
    desk: Desk, *, grant_id: str, decision_no: int, programme_id: str, call_id: str, amount_grosze: int, **_: Any
) -> None:
    """Yes or no, once per decision number, as for an award; the numbers of a grant go on counting."""
    key = reservation_key(grant_id, decision_no, programme_id)
    if desk.state(RESERVATION, key).answer:
        return
    on, budget = desk.act.acted_on, budget_of(desk, programme_id)
    answer: FundsReserved | FundsRefused
    try:
        entries = annexes.reserve_increase(
            budget,
            programme_id=programme_id,
            grant_id=grant_id,
            decision_no=decision_no,
            amount_grosze=amount_grosze,
            on=on,
            caused_by=cause_of(desk),
        )
    except Refusal as refusal:
        free = annexes.free_for_increase(budget, grant_id, on)
        answer = FundsRefused(grant_id, decision_no, programme_id, call_id, amount_grosze, refusal.code, free)
    else:
        answer = FundsReserved(grant_id, decision_no, programme_id, call_id, amount_grosze)
        record_entries(desk, entries)
    desk.record(RESERVATION, key, [answer])


def when_annex_is_signed_then_post(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    annex_number: str,
    direction: str,
    amount_grosze: int,
    signed_on: date,
    **_: Any,
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, signed_on, annex_number)
    entries = annexes.post_annex(budget_of(desk, programme_id), fact, direction=direction, amount_grosze=amount_grosze)
    record_entries(desk, entries)
    change = -amount_grosze if direction == "down" else amount_grosze
    note_contract_change(
        desk, programme_id=programme_id, grant_id=grant_id, change_grosze=change, document=annex_number
    )


def when_contract_is_terminated_then_free_the_unpaid(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    disbursed_total_grosze: int,
    terminated_on: date,
    document: str,
    **_: Any,
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, terminated_on, document)
    entries = annexes.post_termination(
        budget_of(desk, programme_id), fact, amount_grosze=amount_grosze, paid_total_grosze=disbursed_total_grosze
    )
    record_entries(desk, entries)
    if entries:
        note_contract_change(
            desk, programme_id=programme_id, grant_id=grant_id, change_grosze=-amount_grosze, document=document
        )


def when_tranche_is_cancelled_then_free_it(
    desk: Desk, *, grant_id: str, programme_id: str, amount_grosze: int, cancelled_on: date, document: str, **_: Any
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, cancelled_on, document)
    entries = annexes.post_cancelled_tranche(budget_of(desk, programme_id), fact, amount_grosze=amount_grosze)
    record_entries(desk, entries)


def when_acceptance_is_withdrawn_then_post(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    accepted_before_grosze: int,
    withdrawn_on: date,
    document: str,
    **_: Any,
) -> None:
    fact = grant_fact(desk, programme_id, grant_id, withdrawn_on, document)
    entries = witnessing.post_withdrawn_acceptance(
        budget_of(desk, programme_id),
        fact,
        amount_grosze=amount_grosze,
        accepted_before_grosze=accepted_before_grosze,
    )
    record_entries(desk, entries)


def when_disbursement_is_reversed_then_post(
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
    entries = witnessing.post_reversal(
        budget_of(desk, programme_id), fact, amount_grosze=amount_grosze, paid_total_grosze=disbursed_total_grosze
    )
    record_entries(desk, entries)
