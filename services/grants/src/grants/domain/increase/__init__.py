"""Increase: a promise of money on top of a signed contract, in a conversation with programme.

Law: UDPP art. 16(2); UFP art. 261.

    (none) --IncreaseProposed #2--> asked --IncreaseHeld #2--> held --IncreaseSigned #2--> signed: the next takes #3
                                      |                          +--IncreaseDropped #2--> dropped
                                      +--IncreaseRefused #2--> refused

Numbers go on counting where the award's ended, so that programme answers each number of a grant once. One increase at a
time; it is signed by an annex for exactly what is held.
"""

from grants.domain.increase.decisions import (
    IncreaseAwaitsAnswer,
    NoIncreaseHeld,
    OneIncreaseAtATime,
    drop_increase,
    hold_increase,
    mark_signed,
    propose_increase,
    refuse_increase,
)
from grants.domain.increase.events import (
    IncreaseDropped,
    IncreaseHeld,
    IncreaseProposed,
    IncreaseRefused,
    IncreaseSigned,
)
from grants.domain.increase.state import Increase, evolve
from shared.kernel.aggregate import Aggregate

INCREASE: Aggregate[Increase] = Aggregate("increase", Increase(), evolve)

__all__ = [
    "INCREASE",
    "Increase",
    "IncreaseAwaitsAnswer",
    "IncreaseDropped",
    "IncreaseHeld",
    "IncreaseProposed",
    "IncreaseRefused",
    "IncreaseSigned",
    "NoIncreaseHeld",
    "OneIncreaseAtATime",
    "drop_increase",
    "hold_increase",
    "mark_signed",
    "propose_increase",
    "refuse_increase",
]
