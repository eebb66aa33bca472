"""Commands that end an award, or change or end a contract: load, let one chapter decide, take down the facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from grants.domain import award, contract, increase, settlement
from grants.domain.award import AWARD
from grants.domain.contract import CONTRACT
from grants.domain.increase import INCREASE
from grants.domain.known_year import KNOWN_YEAR
from grants.domain.settlement import SETTLEMENT
from grants.usecases.settling import settle_when_balanced
from shared.eventstore.desk import Desk


def lapse_award(desk: Desk, *, grant_id: str, lapsed_on: date) -> None:
    lapsed = award.lapse_award(
        desk.state(AWARD, grant_id),
        grant_id=grant_id,
        lapsed_on=lapsed_on,
        signed=_is_signed(desk, grant_id),
        today=desk.act.acted_on,
    )
    desk.record(AWARD, grant_id, lapsed, effective_on=lapsed_on)


def revoke_award(desk: Desk, *, grant_id: str, ground: str, revoked_on: date) -> None:
    revoked = award.revoke_award(
        desk.state(AWARD, grant_id),
        grant_id=grant_id,
        ground=ground,
        revoked_on=revoked_on,
        signed=_is_signed(desk, grant_id),
        today=desk.act.acted_on,
    )
    desk.record(AWARD, grant_id, revoked, effective_on=revoked_on)


def _is_signed(desk: Desk, grant_id: str) -> bool:
    return isinstance(desk.state(CONTRACT, grant_id), contract.Signed)


def propose_increase(desk: Desk, *, grant_id: str, amount_grosze: int) -> None:
    deed = desk.state(CONTRACT, grant_id)
    terms = contract.signed_contract(deed, grant_id=grant_id)
    awarded = award.standing_award(desk.state(AWARD, grant_id), grant_id=grant_id)
    proposed = increase.propose_increase(
        desk.state(INCREASE, grant_id),
        grant_id=grant_id,
        programme_id=terms.programme_id,
        call_id=terms.call_id,
        award_decision_no=awarded.decision_no,
        amount_grosze=amount_grosze,
        ended=contract.has_ended(deed),
    )
    desk.record(INCREASE, grant_id, proposed)


def drop_increase(desk: Desk, *, grant_id: str, dropped_on: date) -> None:
    dropped = increase.drop_increase(
        desk.state(INCREASE, grant_id), grant_id=grant_id, dropped_on=dropped_on, today=desk.act.acted_on
    )
    desk.record(INCREASE, grant_id, dropped, effective_on=dropped_on)


def sign_annex(
    desk: Desk,
    *,
    grant_id: str,
    annex_number: str,
    contract_amount_grosze: int,
    signed_on: date,
    tranches: Sequence[dict[str, Any]],
) -> None:
    """The annex, and what it uses of a held increase, are one transaction."""
    deed = desk.state(CONTRACT, grant_id)
    terms = contract.signed_contract(deed, grant_id=grant_id)
    held, year = desk.state(INCREASE, grant_id), desk.state(KNOWN_YEAR, terms.programme_id)
    signed = contract.sign_annex(
        deed,
        grant_id=grant_id,
        annex_number=annex_number,
        contract_amount_grosze=contract_amount_grosze,
        signed_on=signed_on,
        tranches=[contract.Tranche(**tranche) for tranche in tranches],
        held_grosze=held.held_grosze,
        paid_grosze=desk.state(SETTLEMENT, grant_id).disbursed_grosze,
        year_in_force=year.in_force,
        cut_pending_grosze=year.cut_pending_grosze,
        today=desk.act.acted_on,
    )
    desk.record(CONTRACT, grant_id, signed, effective_on=signed_on)
    if any(annex.direction == "up" for annex in signed):
        desk.record(INCREASE, grant_id, increase.mark_signed(held), effective_on=signed_on)


def terminate_contract(desk: Desk, *, grant_id: str, ground: str, terminated_on: date, document: str) -> None:
    figures = desk.state(SETTLEMENT, grant_id)
    terminated = contract.terminate_contract(
        desk.state(CONTRACT, grant_id),
        grant_id=grant_id,
        ground=ground,
        terminated_on=terminated_on,
        document=document,
        debited_grosze=figures.debited_grosze,
        paid_grosze=figures.disbursed_grosze,
        increase_open=desk.state(INCREASE, grant_id).stands,
        today=desk.act.acted_on,
    )
    desk.record(CONTRACT, grant_id, terminated, effective_on=terminated_on)


def withdraw_acceptance(desk: Desk, *, grant_id: str, amount_grosze: int, withdrawn_on: date, document: str) -> None:
    terms = contract.signed_contract(desk.state(CONTRACT, grant_id), grant_id=grant_id)
    withdrawn = settlement.withdraw_acceptance(
        desk.state(SETTLEMENT, grant_id),
        grant_id=grant_id,
        programme_id=terms.programme_id,
        amount_grosze=amount_grosze,
        withdrawn_on=withdrawn_on,
        document=document,
        today=desk.act.acted_on,
    )
    desk.record(SETTLEMENT, grant_id, withdrawn, effective_on=withdrawn_on)
    settle_when_balanced(desk, grant_id)
