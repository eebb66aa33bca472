"""The stages of an award. Every stage keeps the latest proposal; its number is the highest one spent or standing."""

from dataclasses import dataclass
from datetime import date

from grants.domain.award.events import (
    AwardDeclined,
    AwardLapsed,
    AwardProposed,
    AwardRefused,
    AwardRevoked,
    GrantAwarded,
)


@dataclass(frozen=True, slots=True)
class NotProposed:
    """No award was ever proposed under this id."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Waits for programme's answer, for as long as it takes."""

    proposal: AwardProposed


@dataclass(frozen=True, slots=True)
class Awarded:
    """The money is held for this grant, from a day on; None where that was not told."""

    proposal: AwardProposed
    awarded_on: date | None


@dataclass(frozen=True, slots=True)
class Refused:
    proposal: AwardProposed
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Lapsed or revoked: as spent as a declined one, and not by the organisation's wish."""

    proposal: AwardProposed
    by: AwardLapsed | AwardRevoked


@dataclass(frozen=True, slots=True)
class Declined:
    proposal: AwardProposed
    declined_on: date


AwardState = NotProposed | Proposed | Awarded | Refused | Declined | Ended


def evolve(state: AwardState, event: object) -> AwardState:
    match state, event:
        case ((NotProposed() | Refused() | Declined() | Ended()), AwardProposed() as proposal):
            return Proposed(proposal)
        case Proposed(proposal), GrantAwarded(awarded_on=awarded_on):
            return Awarded(proposal, awarded_on)
        case Proposed(proposal), AwardRefused(reason=reason):
            return Refused(proposal, reason)
        case ((Awarded(proposal) | Refused(proposal)), AwardDeclined(declined_on=declined_on)):
            return Declined(proposal, declined_on)
        case Awarded(proposal), (AwardLapsed() | AwardRevoked()) as ended:
            return Ended(proposal, ended)
    return state
