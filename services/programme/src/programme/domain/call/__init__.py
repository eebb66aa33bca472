"""The call for offers (otwarty konkurs ofert), by the law of its basis (`bases`: UDPP art. 11-13, 11a, 19a; Sport Act).

    drafted --CallApproved--> approved --CallPublished, the last place: CallAnnounced--> announced --> resolved
       ^ |                       |  ^                                        |  ^              \\--> annulled
       | +--CallContentWritten   |  +--AnnouncementPlanned                   |  +--CallExtended, CallCorrected,
       +----CallDrafted          +-----                                      +-----RollingCallStopped, CallPoolMoved

Opened in one step, with no draft behind it: opened --> resolved or annulled.

Invariants: announced are only calls with all their contents; offers are taken from the last mandatory publication until
`offers_until`, which is never earlier than the law's earliest (`legal_until`) when the call is resolved; a deadline is
only moved later; the pool lies in the budget. A call closes for offers by its instant, not by an event: nobody has to
act at midnight. Law: UDPP art. 11, 13, 15(2h), 18a; art. 13(5) for calls on the draft budget.
"""

from programme.domain.call.events import (
    AnnouncementPlanned,
    CallAnnounced,
    CallAnnulled,
    CallApproved,
    CallContentWritten,
    CallCorrected,
    CallDrafted,
    CallExtended,
    CallOpened,
    CallPoolMoved,
    CallPublished,
    CallResolved,
    CallTerms,
    Criterion,
    RollingCallStopped,
)
from programme.domain.call.state import CallState, evolve
from shared.kernel.aggregate import Aggregate

CALL = Aggregate("call", CallState(), evolve)

__all__ = [
    "CALL",
    "AnnouncementPlanned",
    "CallAnnounced",
    "CallAnnulled",
    "CallApproved",
    "CallContentWritten",
    "CallCorrected",
    "CallDrafted",
    "CallExtended",
    "CallOpened",
    "CallPoolMoved",
    "CallPublished",
    "CallResolved",
    "CallState",
    "CallTerms",
    "Criterion",
    "RollingCallStopped",
]
