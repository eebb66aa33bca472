"""A programme made in steps, step by step; amounts in grosze. Nothing in it is real."""

from __future__ import annotations

from datetime import date

from programme.domain.programme import (
    ConsultationClosed,
    ConsultationOpened,
    CouncilOpinionGiven,
    CouncilOpinionRequested,
    MultiYearProgrammeDrafted,
    PeriodStated,
    ProgrammeAdopted,
    ProgrammeDrafted,
    TaskAreasStated,
    TextStated,
)
from programme.domain.programme.contents import ANNUAL, IN_WORDS
from shared.kernel.texts import TextRef

P = "torun-2025"
SEVERAL = "torun-wieloletni-2024"
WORDS = TextRef("a" * 32, "b" * 64)
DRAFTED = ProgrammeDrafted(P, 5_230_000_000)
OPENED = ConsultationOpened(P, date(2024, 8, 26), date(2024, 9, 16))
CLOSED = ConsultationClosed(P, 0)
CONTENTS: dict[str, object] = {
    **{code: TextStated(P, code, WORDS) for code in ANNUAL if code in IN_WORDS},
    "subject-scope": TaskAreasStated(P, "subject-scope", ("1", "16", "17")),
    "priority-tasks": TaskAreasStated(P, "priority-tasks", ("16",)),
    "period": PeriodStated(P, date(2025, 1, 1), date(2025, 12, 31)),
}
"""Ten of the eleven: the draft itself states the planned amount."""

REQUESTED = CouncilOpinionRequested(P, date(2024, 10, 1), date(2024, 10, 15))
GIVEN = CouncilOpinionGiven(P, "with-remarks", WORDS, date(2024, 10, 14))
SHORT = (DRAFTED, OPENED, CLOSED)
WHOLE = (DRAFTED, *CONTENTS.values(), OPENED, CLOSED, REQUESTED, GIVEN)
ADOPTED = ProgrammeAdopted(P, 5_230_000_000, "1/2024", date(2024, 11, 21))
SEVERAL_DRAFTED = MultiYearProgrammeDrafted(SEVERAL, 15_000_000_000)
