"""One function per command: load the chapters it needs, let one of them decide, take down the facts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from grants.domain import award, contract, offer, organisation, settlement
from grants.domain.award import AWARD
from grants.domain.contract import CONTRACT
from grants.domain.known_call import KNOWN_CALL, known_call
from grants.domain.known_year import KNOWN_YEAR
from grants.domain.offer import OFFER
from grants.domain.organisation import ORGANISATION
from grants.domain.settlement import SETTLEMENT
from grants.usecases.settling import settle_when_balanced
from shared.eventstore.desk import Desk


def register_organisation(
    desk: Desk, *, organisation_id: str, name: str, bank_account: str, krs: str | None, nip: str | None
) -> None:
    registered = organisation.register_organisation(
        desk.state(ORGANISATION, organisation_id),
        organisation_id=organisation_id,
        name=desk.keep_text(name),
        bank_account=bank_account,
        krs=krs,
        nip=nip,
    )
    desk.record(ORGANISATION, organisation_id, registered)


def submit_offer(
    desk: Desk,
    *,
    offer_id: str,
    call_id: str,
    organisation_id: str,
    title: str,
    requested_grosze: int,
    total_cost_grosze: int,
    task_from: date,
    task_until: date,
) -> None:
    organisation.registered_organisation(desk.state(ORGANISATION, organisation_id), organisation_id=organisation_id)
    submitted = offer.submit_offer(
        desk.state(OFFER, offer_id),
        announcement=_announcement(desk, call_id),
        offer_id=offer_id,
        organisation_id=organisation_id,
        title=desk.keep_text(title),
        requested_grosze=requested_grosze,
        total_cost_grosze=total_cost_grosze,
        task_from=task_from,
        task_until=task_until,
        taken_over=isinstance(desk.state(CONTRACT, offer_id), contract.TakenOver),
        acted_at=desk.act.acted_at,
        acted_on=desk.act.acted_on,
    )
    desk.record(OFFER, offer_id, submitted)


def _announcement(desk: Desk, call_id: str) -> offer.Announcement:
    page = desk.state(KNOWN_CALL, call_id)
    announced = known_call(page, call_id=call_id)
    return offer.Announcement(
        call_id=call_id,
        programme_id=announced.programme_id,
        line_id=announced.line_id,
        opens_on=announced.opens_on,
        offers_until=announced.offers_until,
        min_grant_grosze=announced.min_grant_grosze,
        max_grant_grosze=announced.max_grant_grosze,
        max_share_percent=announced.max_share_percent,
        mode=announced.mode,
        task_from=announced.task_from,
        task_until=announced.task_until,
        resolved=page.resolved is not None,
    )


def check_offer(desk: Desk, *, offer_id: str, passed: bool, defect: str | None) -> None:
    checked = offer.check_offer(desk.state(OFFER, offer_id), offer_id=offer_id, passed=passed, defect=defect)
    desk.record(OFFER, offer_id, checked)


def score_offer(desk: Desk, *, offer_id: str, points: int) -> None:
    desk.record(OFFER, offer_id, offer.score_offer(desk.state(OFFER, offer_id), offer_id=offer_id, points=points))


def propose_award(desk: Desk, *, grant_id: str, amount_grosze: int) -> None:
    proposed = award.propose_award(
        desk.state(AWARD, grant_id),
        grant_id=grant_id,
        amount_grosze=amount_grosze,
        candidate=_candidate(desk, grant_id),
    )
    desk.record(AWARD, grant_id, proposed)


def _candidate(desk: Desk, grant_id: str) -> award.Candidate:
    offered = desk.state(OFFER, grant_id)
    submitted = offer.submitted_offer(offered, offer_id=grant_id, field="grant_id")
    page = desk.state(KNOWN_CALL, submitted.call_id)
    announced = known_call(page, call_id=submitted.call_id)
    return award.Candidate(
        programme_id=submitted.programme_id,
        call_id=submitted.call_id,
        organisation_id=submitted.organisation_id,
        requested_grosze=submitted.requested_grosze,
        total_cost_grosze=submitted.total_cost_grosze,
        points=offer.points_of(offered),
        pass_mark_points=announced.pass_mark_points,
        max_grant_grosze=announced.max_grant_grosze,
        max_share_percent=announced.max_share_percent,
        mode=announced.mode,
        too_early=announced.chosen_from is not None and desk.act.acted_at < announced.chosen_from,
        call_resolved=page.resolved is not None,
        not_awarded=isinstance(offered, offer.NotAwarded),
    )


def decline_award(desk: Desk, *, grant_id: str, declined_on: date) -> None:
    declined = award.decline_award(
        desk.state(AWARD, grant_id),
        grant_id=grant_id,
        declined_on=declined_on,
        signed=isinstance(desk.state(CONTRACT, grant_id), contract.Signed),
        today=desk.act.acted_on,
    )
    desk.record(AWARD, grant_id, declined, effective_on=declined_on)


def sign_contract(
    desk: Desk,
    *,
    grant_id: str,
    contract_number: str,
    amount_grosze: int,
    signed_on: date,
    tranches: Sequence[dict[str, Any]],
) -> None:
    promise = desk.state(AWARD, grant_id)
    awarded = award.standing_award(promise, grant_id=grant_id)
    offered = offer.submitted_offer(desk.state(OFFER, grant_id), offer_id=grant_id, field="grant_id")
    payee = organisation.registered_organisation(
        desk.state(ORGANISATION, awarded.organisation_id), organisation_id=awarded.organisation_id
    )
    year = desk.state(KNOWN_YEAR, awarded.programme_id)
    signed = contract.sign_contract(
        desk.state(CONTRACT, grant_id),
        grant_id=grant_id,
        programme_id=awarded.programme_id,
        call_id=awarded.call_id,
        organisation_id=awarded.organisation_id,
        contract_number=contract_number,
        amount_grosze=amount_grosze,
        awarded_grosze=awarded.amount_grosze,
        awarded_on=award.day_of_award(promise),
        signed_on=signed_on,
        bank_account=payee.bank_account,
        tranches=[contract.Tranche(**tranche) for tranche in tranches],
        task_until=offered.task_until,
        year_in_force=year.in_force,
        cut_pending_grosze=year.cut_pending_grosze,
        adopted_on=year.adopted_on,
        today=desk.act.acted_on,
    )
    desk.record(CONTRACT, grant_id, signed, effective_on=signed_on)


def take_over_grant(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    line_id: str,
    organisation_name: str,
    purpose: str,
    amount_grosze: int,
    signed_on: date,
    row_digest: str,
    evidence: str,
) -> None:
    taken_over = contract.take_over_grant(
        desk.state(CONTRACT, grant_id),
        grant_id=grant_id,
        programme_id=programme_id,
        line_id=line_id,
        organisation_name=desk.keep_text(organisation_name),
        purpose=desk.keep_text(purpose),
        amount_grosze=amount_grosze,
        signed_on=signed_on,
        row_digest=row_digest,
        evidence=evidence,
        offer_known=not isinstance(desk.state(OFFER, grant_id), offer.Absent),
    )
    desk.record(CONTRACT, grant_id, taken_over, effective_on=signed_on)


def mark_report_due(desk: Desk, *, grant_id: str) -> None:
    signed = contract.signed_contract(desk.state(CONTRACT, grant_id), grant_id=grant_id)
    marked = settlement.mark_report_due(
        desk.state(SETTLEMENT, grant_id),
        grant_id=grant_id,
        programme_id=signed.programme_id,
        organisation_id=signed.organisation_id,
        task_until=signed.task_until,
        today=desk.act.acted_on,
    )
    desk.record(SETTLEMENT, grant_id, marked, effective_on=signed.task_until + timedelta(days=1))


def submit_report(desk: Desk, *, grant_id: str, spent_grosze: int, submitted_on: date) -> None:
    signed = contract.signed_contract(desk.state(CONTRACT, grant_id), grant_id=grant_id)
    submitted = settlement.submit_report(
        desk.state(SETTLEMENT, grant_id),
        grant_id=grant_id,
        programme_id=signed.programme_id,
        organisation_id=signed.organisation_id,
        spent_grosze=spent_grosze,
        submitted_on=submitted_on,
        contracted_grosze=signed.amount_grosze,
        signed_on=signed.signed_on,
        today=desk.act.acted_on,
    )
    desk.record(SETTLEMENT, grant_id, submitted, effective_on=submitted_on)


def accept_report(desk: Desk, *, grant_id: str, accepted_grosze: int, accepted_on: date) -> None:
    signed = contract.signed_contract(desk.state(CONTRACT, grant_id), grant_id=grant_id)
    accepted = settlement.accept_report(
        desk.state(SETTLEMENT, grant_id),
        grant_id=grant_id,
        programme_id=signed.programme_id,
        accepted_grosze=accepted_grosze,
        accepted_on=accepted_on,
        today=desk.act.acted_on,
    )
    desk.record(SETTLEMENT, grant_id, accepted, effective_on=accepted_on)
    settle_when_balanced(desk, grant_id)
