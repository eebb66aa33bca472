"""Proposing an award, hearing programme's answer, declining."""

from dataclasses import asdict
from datetime import date

from grants.domain.award.events import (
    AwardDeclined,
    AwardLapsed,
    AwardProposed,
    AwardRefused,
    AwardRevoked,
    GrantAwarded,
)
from grants.domain.award.rules import PROPOSAL_RULES, Candidate
from grants.domain.award.state import Awarded, AwardState, Declined, Ended, NotProposed, Proposed, Refused
from shared.kernel.money import format_pln
from shared.kernel.refusal import Refusal


class AwardUnknown(Refusal):
    rule = "A grant is proposed before anything is done with it."
    article = "UDPP art. 15(2g)"
    status = 404


class AwardAwaitsAnswer(Refusal):
    """Retryable: programme's answer may be on its way."""

    rule = "While programme has not answered a proposal, nothing else is done with the award."
    article = "UDPP art. 15(2g)"
    retryable = True


class AwardStands(Refusal):
    rule = "A grant has one award at a time; another amount needs the first one declined."
    article = "UDPP art. 15(2g)"


class NoAwardStands(Refusal):
    rule = "Only a standing award is signed, declined, revoked or left to lapse."
    article = "UDPP art. 15(4), 16(1)"


class PromiseSigned(Refusal):
    rule = "After the contract is signed the award is no longer declined, revoked or left to lapse."
    article = "UDPP art. 16(1)"


class DeclinedInTheFuture(Refusal):
    rule = "An act is not dated after the day on which it is recorded."


class DeclinedBeforeAward(Refusal):
    rule = "An award does not end before the day on which it was made."
    article = "UDPP art. 15(4)"


class ReservationDiffersFromProposal(Refusal):
    """Programme would have held another amount than it was asked for: a person must look."""

    rule = "What is reserved is what was proposed, to the grosz."


def propose_award(state: AwardState, *, grant_id: str, amount_grosze: int, candidate: Candidate) -> list[AwardProposed]:
    """Ask programme whether an amount may be promised.

    Nothing happens while the same amount is proposed or awarded. After a refusal or a decline the next number is taken.
    Refuses: AwardAwaitsAnswer, AwardStands, and the first broken rule of PROPOSAL_RULES. Law: UDPP art. 15(2g).
    """
    decision_no = 1
    match state:
        case Proposed(proposal) | Awarded(proposal) if proposal.amount_grosze == amount_grosze:
            return []
        case Proposed(proposal):
            raise AwardAwaitsAnswer(f"{format_pln(proposal.amount_grosze)} is proposed", field="grant_id")
        case Awarded(proposal):
            raise AwardStands(f"{format_pln(proposal.amount_grosze)} is awarded", field="amount_grosze")
        case Refused(proposal) | Declined(proposal) | Ended(proposal):
            decision_no = proposal.decision_no + 1
    for rule in PROPOSAL_RULES:
        rule(candidate, amount_grosze)
    return [
        AwardProposed(
            grant_id=grant_id,
            decision_no=decision_no,
            programme_id=candidate.programme_id,
            call_id=candidate.call_id,
            organisation_id=candidate.organisation_id,
            amount_grosze=amount_grosze,
        )
    ]


def award_grant(
    state: AwardState, *, decision_no: int, amount_grosze: int, today: date
) -> list[GrantAwarded | AwardDeclined]:
    """Programme holds the money for a proposal: the grant is awarded.

    Nothing happens for another number, or when the award stands or was declined since. Money held for a number that
    programme had refused is held for nobody: it is declined at once, for no clock would ever set it free.
    Refuses: ReservationDiffersFromProposal.
    """
    match state:
        case Proposed(proposal) if proposal.decision_no == decision_no:
            if proposal.amount_grosze != amount_grosze:
                raise ReservationDiffersFromProposal(
                    f"{format_pln(amount_grosze)} held, {format_pln(proposal.amount_grosze)} proposed"
                )
            return [GrantAwarded(**asdict(proposal), awarded_on=today)]
        case Refused(proposal) if proposal.decision_no == decision_no:
            return [AwardDeclined(**asdict(proposal), declined_on=today)]
    return []


def refuse_award(state: AwardState, *, decision_no: int, reason: str) -> list[AwardRefused]:
    """Programme cannot hold the money: the number is spent. Nothing happens for any number that does not wait."""
    match state:
        case Proposed(proposal) if proposal.decision_no == decision_no:
            return [AwardRefused(**asdict(proposal), reason=reason)]
    return []


def decline_award(
    state: AwardState, *, grant_id: str, declined_on: date, signed: bool, today: date
) -> list[AwardDeclined]:
    """The organisation does not want the award: the money goes back where it came from.

    Nothing happens when it was declined on that day already.
    Refuses: AwardUnknown, AwardAwaitsAnswer, NoAwardStands, PromiseSigned, DeclinedInTheFuture, DeclinedBeforeAward.
    """
    if isinstance(state, Declined) and state.declined_on == declined_on:
        return []
    award = _unsigned_award(state, grant_id, declined_on, "declined_on", signed=signed, today=today)
    return [AwardDeclined(**asdict(award), declined_on=declined_on)]


def lapse_award(state: AwardState, *, grant_id: str, lapsed_on: date, signed: bool, today: date) -> list[AwardLapsed]:
    """Nobody came to sign in time: the money goes back where it came from.

    Nothing happens when it lapsed on that day already. Refuses: as decline_award.
    """
    if isinstance(state, Ended) and isinstance(state.by, AwardLapsed) and state.by.lapsed_on == lapsed_on:
        return []
    award = _unsigned_award(state, grant_id, lapsed_on, "lapsed_on", signed=signed, today=today)
    return [AwardLapsed(**asdict(award), lapsed_on=lapsed_on)]


def revoke_award(
    state: AwardState, *, grant_id: str, ground: str, revoked_on: date, signed: bool, today: date
) -> list[AwardRevoked]:
    """The executive takes the award back before it is signed: the money goes back, and can be cut.

    Nothing happens when it was revoked on that ground and day already. Refuses: as decline_award.
    """
    wish = (ground, revoked_on)
    if (
        isinstance(state, Ended)
        and isinstance(state.by, AwardRevoked)
        and (state.by.ground, state.by.revoked_on) == wish
    ):
        return []
    award = _unsigned_award(state, grant_id, revoked_on, "revoked_on", signed=signed, today=today)
    return [AwardRevoked(**asdict(award), ground=ground, revoked_on=revoked_on)]


def _unsigned_award(
    state: AwardState, grant_id: str, on: date, field: str, *, signed: bool, today: date
) -> AwardProposed:
    """The award that may still end without a contract, on this day."""
    award = standing_award(state, grant_id=grant_id)
    if signed:
        raise PromiseSigned(f"the contract of {grant_id} is signed", field="grant_id")
    if on > today:
        raise DeclinedInTheFuture(f"{on} is after {today}", field=field)
    awarded_on = day_of_award(state)
    if awarded_on and on < awarded_on:
        raise DeclinedBeforeAward(f"{on} is before {awarded_on}", field=field)
    return award


def day_of_award(state: AwardState) -> date | None:
    """The day on which the standing award was made; None when none stands, or an earlier build did not say its day."""
    return state.awarded_on if isinstance(state, Awarded) else None


def standing_award(state: AwardState, *, grant_id: str) -> AwardProposed:
    """The terms of the award that stands. Refuses: AwardUnknown, AwardAwaitsAnswer, NoAwardStands."""
    match state:
        case Awarded(proposal):
            return proposal
        case NotProposed():
            raise AwardUnknown(f"no award of {grant_id} was proposed", field="grant_id")
        case Proposed(proposal):
            raise AwardAwaitsAnswer(f"programme has not answered proposal {proposal.decision_no}", field="grant_id")
    raise NoAwardStands(f"proposal {state.proposal.decision_no} of {grant_id} is spent", field="grant_id")
