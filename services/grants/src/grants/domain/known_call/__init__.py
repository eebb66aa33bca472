"""Known call: what programme said of a call (UDPP art. 13, 15(2h)).

    (nothing said) --CallNoted--> announced --CallNoted: extended, corrected, stopped--> announced
                                      |
                                      +--CallResolutionNoted--> resolved

A notebook, not a decision: it takes facts twice and in any order, and ends the same. Programme's later word holds: each
note keeps the position at which programme said it.
"""

from grants.domain.known_call.decisions import CallUnknown, known_call, note_call, note_resolution
from grants.domain.known_call.events import CallNoted, CallResolutionNoted
from grants.domain.known_call.state import KnownCall, evolve
from shared.kernel.aggregate import Aggregate

KNOWN_CALL: Aggregate[KnownCall] = Aggregate("known-call", KnownCall(), evolve)

__all__ = [
    "KNOWN_CALL",
    "CallNoted",
    "CallResolutionNoted",
    "CallUnknown",
    "KnownCall",
    "known_call",
    "note_call",
    "note_resolution",
]
