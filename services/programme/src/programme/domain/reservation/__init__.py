"""A reservation: the one answer to one award decision, for ever. Its key is (grant, decision number, year).

The stream's first version is a primary key in the store: whatever crashes, repeats or races, a decision number is
answered once. A reservation never expires by a clock; it ends only by grants' own fact.

Law: UFP art. 44(1), 261; house rule for the spent decision number.
"""

from programme.domain.reservation.events import FundsRefused, FundsReserved
from programme.domain.reservation.state import ReservationState, evolve
from shared.kernel.aggregate import Aggregate

RESERVATION = Aggregate("reservation", ReservationState(), evolve, met_new=True)


def reservation_key(grant_id: str, decision_no: int, programme_id: str) -> str:
    return f"{programme_id}/{grant_id}/{decision_no}"


__all__ = ["RESERVATION", "FundsRefused", "FundsReserved", "ReservationState", "reservation_key"]
