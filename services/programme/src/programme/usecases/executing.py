"""What the yearly report counts: noted as it happens, and frozen when the report is published."""

from collections import Counter
from datetime import date
from typing import Any

from programme.domain.budget import BUDGET, BudgetState
from programme.domain.budget.guards import not_later_than_the_act
from programme.domain.call import CALL
from programme.domain.execution import EXECUTION, ContractChangeNoted, ContractNoted, OfferNoted, decisions
from programme.domain.execution.figures import SUSPENSE, CallLine, ContractLine, History, OfferLine
from programme.domain.programme import PROGRAMME
from shared.eventstore.desk import Desk
from shared.kernel.accounts import area_of_account, balance_of, suspense_account
from shared.kernel.ids import area_of
from shared.kernel.refusal import NotYet

_OF_GRANTS = suspense_account("")


def when_offer_is_submitted_then_note_it(
    desk: Desk, *, offer_id: str, call_id: str, requested_grosze: int, **_: Any
) -> None:
    call = desk.state(CALL, call_id)
    if call.programme_id is None:
        raise NotYet(offer_id, f"the call {call_id} has no pool here")
    noted = OfferNoted(call.programme_id, offer_id, call_id, area_of(call.line_id), requested_grosze)
    events = decisions.note_offer(desk.state(EXECUTION, call.programme_id), noted=noted)
    desk.record(EXECUTION, call.programme_id, events)


def when_offer_is_rejected_then_note_it(desk: Desk, *, offer_id: str, call_id: str, **_: Any) -> None:
    programme_id = _programme_of(desk, offer_id, call_id)
    state = desk.state(EXECUTION, programme_id)
    desk.record(EXECUTION, programme_id, decisions.note_rejection(state, programme_id=programme_id, offer_id=offer_id))


def when_offer_is_not_awarded_then_note_it(desk: Desk, *, offer_id: str, call_id: str, **_: Any) -> None:
    programme_id = _programme_of(desk, offer_id, call_id)
    state = desk.state(EXECUTION, programme_id)
    desk.record(
        EXECUTION, programme_id, decisions.note_not_awarded(state, programme_id=programme_id, offer_id=offer_id)
    )


def unanswered_offers(desk: Desk, budget: BudgetState, *, programme_id: str, call_id: str) -> list[str]:
    """Known offers of a call without an answer: no rejection, no decision against them, and no money ever held."""
    waiting = desk.state(EXECUTION, programme_id).unanswered(call_id)
    return [offer_id for offer_id in waiting if budget.grants.get(offer_id) is None]


def _programme_of(desk: Desk, offer_id: str, call_id: str) -> str:
    programme_id = desk.state(CALL, call_id).programme_id
    if programme_id is None:
        raise NotYet(offer_id, f"the call {call_id} has no pool here")
    return programme_id


def when_grant_is_settled_then_note_it(desk: Desk, *, grant_id: str, programme_id: str, **_: Any) -> None:
    state = desk.state(EXECUTION, programme_id)
    desk.record(EXECUTION, programme_id, decisions.note_settlement(state, programme_id=programme_id, grant_id=grant_id))


def note_contract(desk: Desk, *, programme_id: str, grant_id: str, amount_grosze: int) -> None:
    """A contract that was posted is counted in the area of its money."""
    place = desk.state(BUDGET, programme_id).place_of_grant(grant_id)
    area = area_of(place.line) if place and place.line else ""
    noted = ContractNoted(programme_id, grant_id, area, amount_grosze)
    desk.record(EXECUTION, programme_id, decisions.note_contract(desk.state(EXECUTION, programme_id), noted=noted))


def note_contract_change(desk: Desk, *, programme_id: str, grant_id: str, change_grosze: int, document: str) -> None:
    """A change that was posted; one by nothing is none."""
    if change_grosze:
        noted = ContractChangeNoted(programme_id, grant_id, change_grosze, document)
        desk.record(EXECUTION, programme_id, [noted])


def publish_programme_report(desk: Desk, *, programme_id: str, published_on: date) -> None:
    """The figures are counted now, from what this service knows, and go into the fact itself."""
    not_later_than_the_act(published_on, desk.act.acted_on, "data.published_on")
    budget = desk.state(BUDGET, programme_id)
    events = decisions.publish_report(
        desk.state(EXECUTION, programme_id),
        programme_id=programme_id,
        published_on=published_on,
        known=budget.status != "unknown",
        history=_history(desk, budget, programme_id),
    )
    desk.record(EXECUTION, programme_id, events, effective_on=published_on)


def mark_programme_report_overdue(desk: Desk, *, programme_id: str) -> None:
    events = decisions.mark_report_overdue(
        desk.state(EXECUTION, programme_id),
        programme_id=programme_id,
        known=desk.state(BUDGET, programme_id).status != "unknown",
        today=desk.act.acted_on,
    )
    desk.record(EXECUTION, programme_id, events)


def _history(desk: Desk, budget: BudgetState, programme_id: str) -> History:
    notes = desk.state(EXECUTION, programme_id)
    areas = desk.state(PROGRAMME, programme_id).areas
    balances: Counter[tuple[str, str]] = Counter()
    for account, held in budget.book.accounts.items():
        balance = balance_of(account)
        if balance:
            balances[area_of_account(account) or "", balance] += held.total
        elif account.startswith(_OF_GRANTS):
            place = budget.grants.get(account.removeprefix(_OF_GRANTS))
            balances[area_of(place.line) if place else "", SUSPENSE] += held.total
    paid: Counter[str] = Counter()
    for grant in dict(budget.grants.items()).values():
        paid[area_of(grant.line)] += grant.paid_grosze
    return History(
        balances,
        paid,
        {area: mapped.task_areas for area, mapped in areas.items()},
        tuple(CallLine(area_of(place.line), _ended(desk, call)) for call, place in budget.calls.items()),
        tuple(
            OfferLine(offer.area, offer.requested_grosze, bool(notes.rejected.get(offer_id)))
            for offer_id, offer in notes.offers.items()
        ),
        tuple(
            ContractLine(
                contract.area,
                contract.amount_grosze + (notes.changed.get(grant_id) or 0),
                bool(notes.settled.get(grant_id)),
            )
            for grant_id, contract in notes.contracts.items()
        ),
    )


def _ended(desk: Desk, call_id: str) -> str | None:
    call = desk.state(CALL, call_id)
    if call.annulled:
        return "annulled"
    return "resolved" if call.resolved else None
