"""Facts of an award. Each carries the whole proposal, so that whoever hears one need not ask for another."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AwardProposed:
    """A question to programme: may this amount, in grosze, be promised? Decision numbers count from 1 per grant."""

    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: int


@dataclass(frozen=True, slots=True)
class GrantAwarded:
    """awarded_on: the day from which the money is held, in Warsaw; None where an earlier build did not say it."""

    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: int
    awarded_on: date | None


@dataclass(frozen=True, slots=True)
class AwardRefused:
    """reason is the code of the rule that programme named."""

    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: int
    reason: str


@dataclass(frozen=True, slots=True)
class AwardDeclined:
    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: int
    declined_on: date


@dataclass(frozen=True, slots=True)
class AwardLapsed:
    """Nobody came to sign in time."""

    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: int
    lapsed_on: date


@dataclass(frozen=True, slots=True)
class AwardRevoked:
    """The executive took the award back before it was signed; ground is a code."""

    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: int
    ground: str
    revoked_on: date
