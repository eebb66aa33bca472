"""Whether the decision number was answered, and how."""

from dataclasses import dataclass

from programme.domain.reservation.events import FundsRefused, FundsReserved


@dataclass(frozen=True, slots=True)
class ReservationState:
    answer: FundsReserved | FundsRefused | None = None


def evolve(state: ReservationState, event: object) -> ReservationState:
    match event:
        case FundsReserved() | FundsRefused():
            return ReservationState(event)
        case _:
            return state
