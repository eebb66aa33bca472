"""The latest increase of a grant and how far it has come."""

from dataclasses import dataclass, replace

from grants.domain.increase.events import (
    IncreaseDropped,
    IncreaseHeld,
    IncreaseProposed,
    IncreaseRefused,
    IncreaseSigned,
)


@dataclass(frozen=True, slots=True)
class Increase:
    """stage: "none", "asked", "held", or how the latest one ended: "refused", "signed", "dropped"."""

    latest: IncreaseProposed | None = None
    stage: str = "none"

    @property
    def held_grosze(self) -> int:
        return self.latest.amount_grosze if self.latest and self.stage == "held" else 0

    @property
    def stands(self) -> bool:
        return self.stage in ("asked", "held")


def evolve(state: Increase, event: object) -> Increase:
    match state.stage, event:
        case (("none" | "refused" | "signed" | "dropped"), IncreaseProposed()):
            return Increase(event, "asked")
        case "asked", IncreaseHeld():
            return replace(state, stage="held")
        case "asked", IncreaseRefused():
            return replace(state, stage="refused")
        case "held", IncreaseSigned():
            return replace(state, stage="signed")
        case "held", IncreaseDropped():
            return replace(state, stage="dropped")
    return state
