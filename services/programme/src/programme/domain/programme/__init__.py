"""The annual programme of cooperation: drafted → in consultation → consulted → adopted.

Invariants: adopted once, after a consultation was closed; the council's resolution is recorded with number and day.
Law: UDPP art. 5a(1), 5a(4), 5(5).
"""

from programme.domain.programme.events import ConsultationClosed, ConsultationOpened, ProgrammeAdopted, ProgrammeDrafted
from programme.domain.programme.state import ProgrammeState, evolve
from shared.kernel.aggregate import Aggregate

PROGRAMME = Aggregate("programme", ProgrammeState(), evolve)

__all__ = [
    "PROGRAMME",
    "ConsultationClosed",
    "ConsultationOpened",
    "ProgrammeAdopted",
    "ProgrammeDrafted",
    "ProgrammeState",
]
