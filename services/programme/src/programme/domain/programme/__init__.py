"""The programme of cooperation, for a year or several: drafted → in consultation → consulted → adopted.

Beside the stages: contents stated, meetings held, departments' contributions, remarks and their answers; the opinion
of the Council of Public Benefit Activity, given or waived by silence; afterwards amendments and publications.

Invariants: adopted once, after a consultation was closed; made in steps, it has all its contents, every remark is
answered, and the Council has spoken or given up its word. The council's resolution is recorded with number and day.
Law: UDPP art. 4(1), 5(3), 5(5), 5a(1), 5a(2), 5a(2a), 5a(4), 5a(5), 41i(2).
"""

from programme.domain.programme.events import (
    AdoptionDeadlineMissed,
    AreaMapped,
    ConsultationClosed,
    ConsultationOpened,
    CouncilFoundAbsent,
    CouncilOpinionGiven,
    CouncilOpinionRequested,
    CouncilOpinionWaived,
    DepartmentContributed,
    MeetingHeld,
    MultiYearProgrammeAdopted,
    MultiYearProgrammeDrafted,
    MultiYearProgrammeReferredTo,
    PeriodStated,
    PlannedAmountStated,
    ProgrammeAdopted,
    ProgrammeContentsAmended,
    ProgrammeDrafted,
    ProgrammePublished,
    RemarkAnswered,
    RemarkFiled,
    TaskAreasStated,
    TextStated,
)
from programme.domain.programme.state import ProgrammeState, evolve
from shared.kernel.aggregate import Aggregate

PROGRAMME = Aggregate("programme", ProgrammeState(), evolve)

__all__ = [
    "PROGRAMME",
    "AdoptionDeadlineMissed",
    "AreaMapped",
    "ConsultationClosed",
    "ConsultationOpened",
    "CouncilFoundAbsent",
    "CouncilOpinionGiven",
    "CouncilOpinionRequested",
    "CouncilOpinionWaived",
    "DepartmentContributed",
    "MeetingHeld",
    "MultiYearProgrammeAdopted",
    "MultiYearProgrammeDrafted",
    "MultiYearProgrammeReferredTo",
    "PeriodStated",
    "PlannedAmountStated",
    "ProgrammeAdopted",
    "ProgrammeContentsAmended",
    "ProgrammeDrafted",
    "ProgrammePublished",
    "ProgrammeState",
    "RemarkAnswered",
    "RemarkFiled",
    "TaskAreasStated",
    "TextStated",
]
