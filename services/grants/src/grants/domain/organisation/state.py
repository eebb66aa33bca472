"""An organisation is unknown or registered."""

from dataclasses import dataclass

from grants.domain.organisation.events import OrganisationRegistered


@dataclass(frozen=True, slots=True)
class Absent:
    """Nobody was registered under this id."""


@dataclass(frozen=True, slots=True)
class Registered:
    entry: OrganisationRegistered


OrganisationState = Absent | Registered


def evolve(state: OrganisationState, event: object) -> OrganisationState:
    match state, event:
        case Absent(), OrganisationRegistered() as entry:
            return Registered(entry)
    return state
