"""The call for offers (otwarty konkurs ofert): opened → resolved, or annulled on one of the two grounds of the act.

Invariants: its terms do not change after opening (correction comes as facts of its own); its pool lies in the budget.
Law: UDPP art. 13, 15(2h), 18a; art. 13(5) for calls on the draft budget.
"""

from programme.domain.call.events import CallAnnulled, CallOpened, CallResolved
from programme.domain.call.state import CallState, evolve
from shared.kernel.aggregate import Aggregate

CALL = Aggregate("call", CallState(), evolve)

__all__ = ["CALL", "CallAnnulled", "CallOpened", "CallResolved", "CallState"]
