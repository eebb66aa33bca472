"""How far the programme has come."""

from dataclasses import dataclass, replace
from typing import Literal

from programme.domain.programme.events import (
    ConsultationClosed,
    ConsultationOpened,
    ProgrammeAdopted,
    ProgrammeDrafted,
)

Stage = Literal["absent", "drafted", "in consultation", "consulted", "adopted"]


@dataclass(frozen=True, slots=True)
class ProgrammeState:
    stage: Stage = "absent"
    drafted: ProgrammeDrafted | None = None
    consultation: ConsultationOpened | None = None
    adopted: ProgrammeAdopted | None = None


def evolve(state: ProgrammeState, event: object) -> ProgrammeState:
    match event:
        case ProgrammeDrafted():
            return replace(state, stage="drafted", drafted=event)
        case ConsultationOpened():
            return replace(state, stage="in consultation", consultation=event)
        case ConsultationClosed():
            return replace(state, stage="consulted")
        case ProgrammeAdopted():
            return replace(state, stage="adopted", adopted=event)
        case _:
            return state
