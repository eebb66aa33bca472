"""When a refund claim stands, how money that comes in is shared, and what may be written off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from payments.domain.claim.events import ClaimedPart, ClaimEstablished, ClaimPaid, ClaimTimeBarred, ReliefGranted
from payments.domain.claim.interest import charged, first_day_after_term, first_day_after_transfer
from payments.domain.claim.rates import RATES_SINCE
from payments.domain.claim.refusals import (
    ClaimAbovePaid,
    ClaimEstablishedOtherwise,
    ClaimUnknown,
    DaysOutOfOrder,
    DecisionTakenAlready,
    LimitationNotPassed,
    MisuseNamesNoTranche,
    NoTermOfUse,
    NothingLeftOfClaim,
    PartsDoNotAddUp,
    RateNotKnown,
    ReliefAboveClaim,
    SecondPersonRequired,
    TrancheNotPaid,
)
from payments.domain.claim.state import Claim, Claims, interest_on
from shared.kernel.free_days import working_from
from shared.kernel.ids import in_year
from shared.kernel.money import format_pln
from shared.kernel.terms import last_day_of_days

DAYS_TO_GIVE_BACK = 15
YEARS_OF_LIMITATION = 5


@dataclass(frozen=True, slots=True)
class PaidGrant:
    """What the bank has paid on a grant: who has it, what is still with them, and each tranche's amount and day."""

    grant_id: str
    programme_id: str
    organisation_id: str
    outstanding_grosze: int
    disbursed_total_grosze: int
    transfers: Mapping[int, tuple[int, date]]


def establish_claim(
    state: Claims,
    paid: PaidGrant,
    *,
    claim_number: int,
    ground: str,
    principal_grosze: int,
    tranches: Sequence[tuple[int, int]],
    found_on: date,
    called_on: date,
    use_until: date | None,
    document: str,
    established_by: str,
    today: date,
) -> list[ClaimEstablished]:
    """Demand money back. Nothing happens when the same claim stands already, whoever says it again.

    tranches  (number, grosze), together the principal; empty: the grant as a whole.

    Refuses: ClaimEstablishedOtherwise, NoTermOfUse, MisuseNamesNoTranche, PartsDoNotAddUp, TrancheNotPaid,
    RateNotKnown, DaysOutOfOrder, ClaimAbovePaid. Law: UFP art. 60, 251, 252.
    """
    if known := state.by_number.get(claim_number):
        wish = (ground, principal_grosze, tuple(tranches), found_on, called_on, use_until, document)
        if _wished(known.established) == wish:
            return []
        raise ClaimEstablishedOtherwise(f"claim {claim_number} of {paid.grant_id} stands", field="claim_number")
    due_on = _due_on(paid.programme_id, ground, found_on, use_until)
    parts = _parts(paid, ground, principal_grosze, tranches, due_on)
    if not found_on <= called_on <= today:
        raise DaysOutOfOrder(f"found {found_on}, called {called_on}, today {today}", field="called_on")
    free = paid.outstanding_grosze - state.held_grosze
    if principal_grosze > free:
        raise ClaimAbovePaid(f"{format_pln(max(0, free))} PLN can be claimed", field="principal_grosze")
    return [
        ClaimEstablished(
            grant_id=paid.grant_id,
            programme_id=paid.programme_id,
            organisation_id=paid.organisation_id,
            claim_number=claim_number,
            ground=ground,
            principal_grosze=principal_grosze,
            parts=parts,
            found_on=found_on,
            called_on=called_on,
            use_until=use_until,
            due_on=due_on,
            document=document,
            established_by=established_by,
        )
    ]


def pay_claims(
    state: Claims, *, amount_grosze: int, paid_on: date, statement_id: str, line_number: int
) -> list[ClaimPaid]:
    """Share out what came in over the open claims, the one that was due first first. Never refuses.

    A claim that is paid whole takes its principal and its charged interest. One that is paid in part takes both in
    their proportion on that day (Tax Ordinance art. 55 § 2), a broken grosz on principal, without rounding to złotys
    (art. 63); what is left of it goes on bearing interest from its first day. What is in no claim is left over.
    """
    paid, left = [], amount_grosze
    for number, claim in state.open_in_order():
        if not left:
            break
        principal, interest = _shared(claim, left, paid_on)
        left -= principal + interest
        known = claim.established
        paid.append(
            ClaimPaid(
                known.grant_id, known.programme_id, number, principal, interest, paid_on, statement_id, line_number
            )
        )
    return paid


def grant_relief(
    state: Claims,
    *,
    grant_id: str,
    claim_number: int,
    amount_grosze: int,
    decision_number: str,
    granted_on: date,
    granted_by: str,
    disbursed_total_grosze: int,
    today: date,
) -> list[ReliefGranted]:
    """Write off principal, whole or in part. Nothing happens when this decision has done so already.

    Refuses: ClaimUnknown, DecisionTakenAlready, SecondPersonRequired, DaysOutOfOrder, ReliefAboveClaim.
    Law: UFP art. 64.
    """
    claim = _known(state, grant_id, claim_number)
    if decision_number in claim.reliefs:
        if claim.reliefs[decision_number] == amount_grosze:
            return []
        raise DecisionTakenAlready(f"{decision_number} wrote off another amount", field="decision_number")
    _second_person(claim, granted_by)
    if not claim.established.called_on <= granted_on <= today:
        raise DaysOutOfOrder(f"called {claim.established.called_on}, decided {granted_on}", field="granted_on")
    if amount_grosze > claim.left_grosze:
        raise ReliefAboveClaim(f"{format_pln(claim.left_grosze)} PLN are left", field="amount_grosze")
    return [
        ReliefGranted(
            grant_id,
            claim.established.programme_id,
            claim_number,
            amount_grosze,
            decision_number,
            granted_on,
            granted_by,
            disbursed_total_grosze,
        )
    ]


def mark_time_barred(
    state: Claims,
    *,
    grant_id: str,
    claim_number: int,
    barred_on: date,
    document: str,
    barred_by: str,
    disbursed_total_grosze: int,
    today: date,
) -> list[ClaimTimeBarred]:
    """Note that what is left cannot be demanded any more. Nothing happens when that is noted already.

    Refuses: ClaimUnknown, NothingLeftOfClaim, SecondPersonRequired, LimitationNotPassed, DaysOutOfOrder.
    Law: UFP art. 67; Tax Ordinance art. 70 § 1. Whether time stood still or began anew (§ 2-8) is for whoever states
    the day.
    """
    claim = _known(state, grant_id, claim_number)
    if claim.barred_on:
        return []
    if not claim.left_grosze:
        raise NothingLeftOfClaim(f"nothing is left of claim {claim_number} of {grant_id}", field="claim_number")
    _second_person(claim, barred_by)
    earliest = date(claim.established.due_on.year + YEARS_OF_LIMITATION + 1, 1, 1)
    if barred_on < earliest:
        raise LimitationNotPassed(f"due {claim.established.due_on}, not before {earliest}", field="barred_on")
    if barred_on > today:
        raise DaysOutOfOrder(f"{barred_on} is after {today}", field="barred_on")
    return [
        ClaimTimeBarred(
            grant_id,
            claim.established.programme_id,
            claim_number,
            claim.left_grosze,
            barred_on,
            document,
            barred_by,
            disbursed_total_grosze,
        )
    ]


def _wished(known: ClaimEstablished) -> tuple[object, ...]:
    tranches = tuple((part.tranche_number, part.principal_grosze) for part in known.parts if part.tranche_number)
    wished = (known.ground, known.principal_grosze, tranches, known.found_on, known.called_on)
    return (*wished, known.use_until, known.document)


def _due_on(programme_id: str, ground: str, found_on: date, use_until: date | None) -> date:
    """The last day for giving back: 31 January, or 15 days from the end of use or the finding (UFP art. 251, 252)."""
    if ground != "unused":
        return last_day_of_days(found_on, DAYS_TO_GIVE_BACK)
    if use_until is None or not in_year(use_until, programme_id):
        raise NoTermOfUse(f"use until {use_until} in {programme_id}", field="use_until")
    if use_until == date(use_until.year, 12, 31):
        return working_from(date(use_until.year + 1, 1, 31))
    return last_day_of_days(use_until, DAYS_TO_GIVE_BACK)


def _parts(
    paid: PaidGrant, ground: str, principal: int, tranches: Sequence[tuple[int, int]], due_on: date
) -> tuple[ClaimedPart, ...]:
    if ground == "misused" and not tranches:
        raise MisuseNamesNoTranche(f"no tranche of {paid.grant_id} is named", field="tranches")
    numbers = [number for number, _ in tranches]
    if tranches and (len(set(numbers)) < len(numbers) or sum(amount for _, amount in tranches) != principal):
        raise PartsDoNotAddUp(f"the tranches do not make up {format_pln(principal)} PLN", field="tranches")
    after = first_day_after_term(due_on)
    parts = [] if tranches else [ClaimedPart(None, principal, after)]
    for number, amount in tranches:
        transferred, transferred_on = paid.transfers.get(number, (0, due_on))
        if amount > transferred:
            raise TrancheNotPaid(f"{format_pln(transferred)} PLN were paid on tranche {number}", field="tranches")
        parts.append(
            ClaimedPart(number, amount, first_day_after_transfer(transferred_on) if ground == "misused" else after)
        )
    if min(part.interest_from for part in parts) < RATES_SINCE:
        raise RateNotKnown(f"no rate before {RATES_SINCE} is known", field="found_on")
    return tuple(parts)


def _shared(claim: Claim, amount: int, on: date) -> tuple[int, int]:
    """Principal and interest, in grosze."""
    exact, left = interest_on(claim.parts, on), claim.left_grosze
    interest = charged(exact, on)
    if interest == 0:
        return min(amount, left), 0
    if amount >= left + interest:
        return left, interest
    principal = min(left, -(-amount * left // (left + exact)))
    return principal, amount - principal


def _known(state: Claims, grant_id: str, claim_number: int) -> Claim:
    claim = state.by_number.get(claim_number)
    if claim is None:
        raise ClaimUnknown(f"grant {grant_id} has no claim {claim_number}", field="claim_number")
    return claim


def _second_person(claim: Claim, acting: str) -> None:
    if acting == claim.established.established_by:
        raise SecondPersonRequired(f"{acting} established claim {claim.established.claim_number}")
