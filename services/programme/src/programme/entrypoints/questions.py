"""Questions by HTTP and, the same, by request on the bus."""

from collections.abc import Awaitable, Callable
from typing import Any

from programme.readmodels import (
    accounts,
    budget_sheet,
    call_register,
    execution,
    journal,
    making,
    principles,
    registers,
    task_areas,
    turnover_sheet,
)
from shared.messages import programme_call_v1, programme_making_v1
from shared.messages import programme_ledger_v1 as ledger
from shared.messages import programme_v1 as wire
from shared.transport.binding import BoundQuestion, answering


def questions(*, before_budget: Callable[[Any], Awaitable[None]]) -> list[BoundQuestion]:
    """`before_budget` learns how far the other services have passed, for the answer's word on completeness."""
    return [
        answering(wire.BudgetQuestion, budget_sheet.budget, before=before_budget),
        answering(wire.CallQuestion, call_register.call),
        answering(programme_call_v1.CallsQuestion, call_register.calls),
        answering(wire.ProgrammeQuestion, registers.programme),
        answering(wire.JournalQuestion, journal.journal),
        answering(programme_making_v1.TaskAreasQuestion, task_areas.task_areas),
        answering(programme_making_v1.ProgrammeMakingQuestion, making.making),
        answering(programme_making_v1.PrinciplesQuestion, principles.principles),
        answering(programme_making_v1.ProgrammeReportQuestion, execution.report),
        answering(ledger.AccountsQuestion, accounts.accounts, before=before_budget),
        answering(ledger.AccountQuestion, accounts.statement, before=before_budget),
        answering(ledger.TurnoverSheetQuestion, turnover_sheet.turnover_sheet, before=before_budget),
    ]
