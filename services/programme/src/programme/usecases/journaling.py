"""What every use case of the budget shares: the budget, who caused a posting, and how entries are taken down."""

from datetime import date

from programme.domain.budget import BUDGET, BudgetState, EntryPosted
from programme.domain.budget.events import CausedBy
from programme.domain.budget.posting import GrantFact
from shared.eventstore.desk import Desk
from shared.kernel import hlc


def budget_of(desk: Desk, programme_id: str) -> BudgetState:
    return desk.state(BUDGET, programme_id)


def grant_fact(desk: Desk, programme_id: str, grant_id: str, on: date, document: str | None = None) -> GrantFact:
    return GrantFact(programme_id, grant_id, on, cause_of(desk), document)


def cause_of(desk: Desk) -> CausedBy | None:
    cause = desk.act.cause
    return CausedBy(str(cause.event_id), cause.service, cause.position, hlc.text_of(cause.hlc)) if cause else None


def record_entries(desk: Desk, entries: list[EntryPosted]) -> None:
    """Each entry bears its own effective day: the first that can bear it."""
    for entry in entries:
        desk.record(BUDGET, entry.programme_id, [entry], effective_on=entry.effective_on)
