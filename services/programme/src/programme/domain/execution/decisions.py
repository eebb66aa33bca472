"""Noting what the report counts, and freezing it."""

from datetime import date

from programme.domain.execution.events import (
    ContractNoted,
    GrantSettlementNoted,
    OfferNotAwardedNoted,
    OfferNoted,
    OfferRejectionNoted,
    ProgrammeReportPublished,
    ReportDeadlineMissed,
)
from programme.domain.execution.figures import History, areas_of, total_of
from programme.domain.execution.state import ExecutionState
from shared.kernel.ids import year_of
from shared.kernel.refusal import Refusal

AFTER_31_MAY = "after-31-may"


class ReportOfUnknownYear(Refusal):
    rule = "A report is made of a programme year that has a budget here."
    article = "UDPP art. 5a(3)"
    status = 404


class ReportBeforeYearEnd(Refusal):
    rule = "The report on a year's programme is published after that year."
    article = "UDPP art. 5a(3)"


class ReportAlreadyPublished(Refusal):
    rule = "A published report stands as it is; what has changed since is shown beside it."
    article = "UDPP art. 5a(3)"


class ReportDeadlineNotPassed(Refusal):
    rule = "The report is overdue after 31 May of the year after, as long as it was not published."
    article = "UDPP art. 5a(3)"


def report_due_on(programme_id: str) -> date:
    """The last day on which the report is in time."""
    return date(year_of(programme_id) + 1, 5, 31)


def note_offer(state: ExecutionState, *, noted: OfferNoted) -> list[OfferNoted]:
    return [] if state.offers.get(noted.offer_id) else [noted]


def note_rejection(state: ExecutionState, *, programme_id: str, offer_id: str) -> list[OfferRejectionNoted]:
    return [] if state.rejected.get(offer_id) else [OfferRejectionNoted(programme_id, offer_id)]


def note_not_awarded(state: ExecutionState, *, programme_id: str, offer_id: str) -> list[OfferNotAwardedNoted]:
    return [] if state.not_awarded.get(offer_id) else [OfferNotAwardedNoted(programme_id, offer_id)]


def note_contract(state: ExecutionState, *, noted: ContractNoted) -> list[ContractNoted]:
    return [] if state.contracts.get(noted.grant_id) else [noted]


def note_settlement(state: ExecutionState, *, programme_id: str, grant_id: str) -> list[GrantSettlementNoted]:
    return [] if state.settled.get(grant_id) else [GrantSettlementNoted(programme_id, grant_id)]


def publish_report(
    state: ExecutionState, *, programme_id: str, published_on: date, known: bool, history: History
) -> list[ReportDeadlineMissed | ProgrammeReportPublished]:
    """Freeze the figures. After 31 May it is recorded with a warning: the act knows no sanction."""
    if state.report and state.report.published_on == published_on:
        return []
    if state.report:
        raise ReportAlreadyPublished(f"published on {state.report.published_on}", field="data.programme_id")
    if not known:
        raise ReportOfUnknownYear(f"nothing is known of {programme_id}", field="data.programme_id")
    if published_on <= date(year_of(programme_id), 12, 31):
        raise ReportBeforeYearEnd(f"{programme_id} was not over on {published_on}", field="data.published_on")
    due_on = report_due_on(programme_id)
    late = published_on > due_on
    areas = areas_of(history)
    warnings = (AFTER_31_MAY,) if late else ()
    report = ProgrammeReportPublished(programme_id, published_on, due_on, total_of(areas), areas, warnings)
    missed = [ReportDeadlineMissed(programme_id, due_on)] if late and not state.missed else []
    return [*missed, report]


def mark_report_overdue(
    state: ExecutionState, *, programme_id: str, known: bool, today: date
) -> list[ReportDeadlineMissed]:
    """The calendar's word that 31 May has passed. Nothing happens where a report was published meanwhile."""
    if state.report or state.missed:
        return []
    if not known:
        raise ReportOfUnknownYear(f"nothing is known of {programme_id}", field="data.programme_id")
    due_on = report_due_on(programme_id)
    if today <= due_on:
        raise ReportDeadlineNotPassed(f"the report is due on {due_on}", field="data.programme_id")
    return [ReportDeadlineMissed(programme_id, due_on)]
