"""Refund claims: established on what the bank has paid, paid by what comes back, written off by a second person."""

from datetime import date
from typing import Any

from payments.domain import claim as claims
from payments.domain import tranche_plan as plans
from payments.domain.claim import CLAIMS, PaidGrant
from payments.domain.payment import PAYMENT, payment_key
from payments.domain.tranche_plan import TRANCHE_PLAN
from shared.eventstore.desk import Desk


def establish_claim(
    desk: Desk,
    *,
    grant_id: str,
    claim_number: int,
    ground: str,
    principal_grosze: int,
    tranches: list[dict[str, Any]],
    found_on: date,
    called_on: date,
    use_until: date | None,
    document: str,
) -> None:
    """The person who acts is the one who establishes; it takes effect when the organisation is called on to pay."""
    parts = [(one["tranche_number"], one["principal_grosze"]) for one in tranches]
    established = claims.establish_claim(
        desk.state(CLAIMS, grant_id),
        _paid(desk, grant_id, [number for number, _ in parts]),
        claim_number=claim_number,
        ground=ground,
        principal_grosze=principal_grosze,
        tranches=parts,
        found_on=found_on,
        called_on=called_on,
        use_until=use_until,
        document=document,
        established_by=desk.act.actor,
        today=desk.act.acted_on,
    )
    desk.record(CLAIMS, grant_id, established, effective_on=called_on)


def grant_relief(
    desk: Desk, *, grant_id: str, claim_number: int, amount_grosze: int, decision_number: str, granted_on: date
) -> None:
    granted = claims.grant_relief(
        desk.state(CLAIMS, grant_id),
        grant_id=grant_id,
        claim_number=claim_number,
        amount_grosze=amount_grosze,
        decision_number=decision_number,
        granted_on=granted_on,
        granted_by=desk.act.actor,
        disbursed_total_grosze=_paid(desk, grant_id).disbursed_total_grosze,
        today=desk.act.acted_on,
    )
    desk.record(CLAIMS, grant_id, granted, effective_on=granted_on)


def mark_claim_time_barred(desk: Desk, *, grant_id: str, claim_number: int, barred_on: date, document: str) -> None:
    barred = claims.mark_time_barred(
        desk.state(CLAIMS, grant_id),
        grant_id=grant_id,
        claim_number=claim_number,
        barred_on=barred_on,
        document=document,
        barred_by=desk.act.actor,
        disbursed_total_grosze=_paid(desk, grant_id).disbursed_total_grosze,
        today=desk.act.acted_on,
    )
    desk.record(CLAIMS, grant_id, barred, effective_on=barred_on)


def pay_claims(
    desk: Desk, *, grant_id: str, amount_grosze: int, value_on: date, statement_id: str, line_number: int
) -> int:
    """Share out what came in; returns what of it is principal, in a claim or in none: the rest is interest."""
    paid = claims.pay_claims(
        desk.state(CLAIMS, grant_id),
        amount_grosze=amount_grosze,
        paid_on=value_on,
        statement_id=statement_id,
        line_number=line_number,
    )
    desk.record(CLAIMS, grant_id, paid, effective_on=value_on)
    return amount_grosze - sum(one.interest_grosze for one in paid)


def _paid(desk: Desk, grant_id: str, tranches: list[int] | None = None) -> PaidGrant:
    plan = plans.plan_of(desk.state(TRANCHE_PLAN, grant_id), grant_id)
    transfers = {}
    for number in tranches or []:
        paid_on = desk.state(PAYMENT, payment_key(grant_id, number)).disbursed_on
        if paid_on and number in plan.disbursed_tranches:
            transfers[number] = (plan.disbursed_tranches[number], paid_on)
    return PaidGrant(
        grant_id=grant_id,
        programme_id=plan.programme_id,
        organisation_id=plan.organisation_id,
        outstanding_grosze=plan.outstanding_grosze,
        disbursed_total_grosze=plan.disbursed_total_grosze,
        transfers=transfers,
    )
