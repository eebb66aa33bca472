"""Questions by HTTP and, the same, by request on the bus."""

from collections.abc import Awaitable, Callable
from typing import Any

from programme.readmodels import budget_sheet, journal, registers
from shared.messages import programme_v1 as wire
from shared.transport.binding import BoundQuestion, answering


def questions(*, before_budget: Callable[[Any], Awaitable[None]]) -> list[BoundQuestion]:
    """`before_budget` learns how far the other services have passed, for the answer's word on completeness."""
    return [
        answering(wire.BudgetQuestion, budget_sheet.budget, before=before_budget),
        answering(wire.CallQuestion, registers.call),
        answering(wire.ProgrammeQuestion, registers.programme),
        answering(wire.JournalQuestion, journal.journal),
    ]
