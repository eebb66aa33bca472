"""Noting what the bank has done; the report, its term and its acceptance."""

from datetime import date, timedelta

from grants.domain.settlement.events import (
    AcceptanceWithdrawn,
    ExpenditureAccepted,
    PaymentNoted,
    ReportAccepted,
    ReportFallenDue,
    ReportSubmitted,
    ReturnNoted,
    ReversalNoted,
)
from grants.domain.settlement.rules import (
    AcceptedAboveDisbursed,
    AcceptedAboveSpent,
    AcceptedBeforeReport,
    AcceptedInTheFuture,
    AcceptedLessThanBefore,
    ReportAlreadySubmitted,
    ReportBeforeSignature,
    ReportedInTheFuture,
    ReportNotSubmitted,
    SpentAboveContract,
    SpentAboveDisbursed,
    TaskNotEnded,
    WithdrawnAboveAccepted,
    WithdrawnBeforeAcceptance,
    WithdrawnInTheFuture,
)
from grants.domain.settlement.state import Settlement
from shared.kernel.money import format_pln

REPORT_TERM_DAYS = 30
"""UDPP art. 18(1): the final report is submitted within 30 days of the end of the task."""


def note_payment(
    state: Settlement, *, grant_id: str, programme_id: str, disbursed_total_grosze: int, value_on: date
) -> list[PaymentNoted]:
    """Note how much was paid in all. Nothing happens when as much is known already."""
    if disbursed_total_grosze <= state.debited_grosze:
        return []
    return [PaymentNoted(grant_id, programme_id, disbursed_total_grosze, value_on)]


def note_return(
    state: Settlement,
    *,
    grant_id: str,
    programme_id: str,
    disbursed_total_grosze: int,
    returned_total_grosze: int,
    value_on: date,
) -> list[PaymentNoted | ReturnNoted]:
    """Note how much was given back in all, and what payments then knew as paid: its own fact may come later."""
    noted: list[PaymentNoted | ReturnNoted] = []
    noted += note_payment(
        state,
        grant_id=grant_id,
        programme_id=programme_id,
        disbursed_total_grosze=disbursed_total_grosze,
        value_on=value_on,
    )
    if returned_total_grosze > state.returned_grosze:
        noted.append(ReturnNoted(grant_id, programme_id, returned_total_grosze, value_on))
    return noted


def note_reversal(
    state: Settlement,
    *,
    grant_id: str,
    programme_id: str,
    disbursed_total_grosze: int,
    reversed_total_grosze: int,
    value_on: date,
) -> list[PaymentNoted | ReversalNoted]:
    """Note how much the bank sent back in all, and what payments then knew as debited: its own fact may come later."""
    noted: list[PaymentNoted | ReversalNoted] = []
    noted += note_payment(
        state,
        grant_id=grant_id,
        programme_id=programme_id,
        disbursed_total_grosze=disbursed_total_grosze,
        value_on=value_on,
    )
    if reversed_total_grosze > state.reversed_grosze:
        noted.append(ReversalNoted(grant_id, programme_id, reversed_total_grosze, value_on))
    return noted


def mark_report_due(
    state: Settlement, *, grant_id: str, programme_id: str, organisation_id: str, task_until: date, today: date
) -> list[ReportFallenDue]:
    """The report's term has begun to run.

    Nothing happens when it was marked before, or the report is in. Refuses: TaskNotEnded. Law: UDPP art. 18(1).
    """
    if state.report_due_on is not None or state.report is not None:
        return []
    if today <= task_until:
        raise TaskNotEnded(f"the task runs until {task_until}", field="grant_id")
    return [ReportFallenDue(grant_id, programme_id, organisation_id, task_until + timedelta(days=REPORT_TERM_DAYS))]


def submit_report(
    state: Settlement,
    *,
    grant_id: str,
    programme_id: str,
    organisation_id: str,
    spent_grosze: int,
    submitted_on: date,
    contracted_grosze: int,
    signed_on: date,
    today: date,
) -> list[ReportSubmitted]:
    """Take in the final report; spent_grosze is what was spent from the grant.

    Nothing happens when the same report is in. Refuses: ReportAlreadySubmitted, ReportBeforeSignature,
    ReportedInTheFuture, SpentAboveContract, SpentAboveDisbursed. Law: UDPP art. 18; UFP art. 251, 252.
    """
    wish = ReportSubmitted(grant_id, programme_id, organisation_id, spent_grosze, submitted_on)
    if state.report == wish:
        return []
    if state.report is not None:
        raise ReportAlreadySubmitted(f"a report of {state.report.submitted_on} is in", field="grant_id")
    if submitted_on < signed_on:
        raise ReportBeforeSignature(f"{submitted_on} is before {signed_on}", field="submitted_on")
    if submitted_on > today:
        raise ReportedInTheFuture(f"{submitted_on} is after {today}", field="submitted_on")
    if spent_grosze > contracted_grosze:
        raise SpentAboveContract(
            f"{format_pln(spent_grosze)} is above {format_pln(contracted_grosze)}", field="spent_grosze"
        )
    if spent_grosze > state.disbursed_grosze:
        raise SpentAboveDisbursed(
            f"{format_pln(spent_grosze)} is above the {format_pln(state.disbursed_grosze)} known as paid",
            field="spent_grosze",
        )
    return [wish]


def accept_report(
    state: Settlement, *, grant_id: str, programme_id: str, accepted_grosze: int, accepted_on: date, today: date
) -> list[ReportAccepted | ExpenditureAccepted]:
    """Accept the report; accepted_grosze is all that is accepted, and what is above earlier acceptances is new.

    Nothing happens when as much is accepted already. Refuses: ReportNotSubmitted, AcceptedLessThanBefore,
    AcceptedBeforeReport, AcceptedInTheFuture, AcceptedAboveSpent, AcceptedAboveDisbursed. Law: UDPP art. 17, 18.
    """
    if state.report is None:
        raise ReportNotSubmitted(f"{grant_id} has no report yet", field="grant_id")
    if state.accepted_on is not None and accepted_grosze == state.accepted_grosze:
        return []
    _refuse_acceptance_out_of_bounds(state, state.report, accepted_grosze, accepted_on, today)
    accepted: list[ReportAccepted | ExpenditureAccepted] = []
    if state.accepted_on is None:
        accepted.append(ReportAccepted(grant_id, accepted_on))
    if accepted_grosze > state.accepted_grosze:
        accepted.append(
            ExpenditureAccepted(
                grant_id=grant_id,
                programme_id=programme_id,
                amount_grosze=accepted_grosze - state.accepted_grosze,
                accepted_total_grosze=accepted_grosze,
                accepted_on=accepted_on,
                disbursed_total_grosze=state.debited_grosze,
            )
        )
    return accepted


def withdraw_acceptance(
    state: Settlement,
    *,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    withdrawn_on: date,
    document: str,
    today: date,
) -> list[AcceptanceWithdrawn]:
    """A control found accepted expenditure not to be in order, years later too: so much is accepted no more.

    Each is an act of its own. Refuses: WithdrawnAboveAccepted, WithdrawnBeforeAcceptance, WithdrawnInTheFuture.
    Law: UDPP art. 17; UFP art. 252.
    """
    if state.accepted_on is None or amount_grosze > state.accepted_grosze:
        raise WithdrawnAboveAccepted(f"{format_pln(state.accepted_grosze)} PLN are accepted", field="amount_grosze")
    if withdrawn_on < state.accepted_on:
        raise WithdrawnBeforeAcceptance(f"{withdrawn_on} is before {state.accepted_on}", field="withdrawn_on")
    if withdrawn_on > today:
        raise WithdrawnInTheFuture(f"{withdrawn_on} is after {today}", field="withdrawn_on")
    return [AcceptanceWithdrawn(grant_id, programme_id, amount_grosze, state.accepted_grosze, withdrawn_on, document)]


def _refuse_acceptance_out_of_bounds(
    state: Settlement, report: ReportSubmitted, accepted_grosze: int, accepted_on: date, today: date
) -> None:
    if accepted_grosze < state.accepted_grosze:
        raise AcceptedLessThanBefore(f"{format_pln(state.accepted_grosze)} is accepted", field="accepted_grosze")
    if accepted_on < report.submitted_on:
        raise AcceptedBeforeReport(f"{accepted_on} is before {report.submitted_on}", field="accepted_on")
    if accepted_on > today:
        raise AcceptedInTheFuture(f"{accepted_on} is after {today}", field="accepted_on")
    if accepted_grosze > report.spent_grosze:
        raise AcceptedAboveSpent(
            f"{format_pln(accepted_grosze)} is above the {format_pln(report.spent_grosze)} reported",
            field="accepted_grosze",
        )
    kept = state.disbursed_grosze - state.returned_grosze
    if accepted_grosze > kept:
        raise AcceptedAboveDisbursed(
            f"{format_pln(accepted_grosze)} is above the {format_pln(kept)} known as paid and kept",
            field="accepted_grosze",
        )
