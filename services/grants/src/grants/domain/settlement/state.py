"""The figures of a settlement. Not stages: money and papers come in any order."""

from dataclasses import dataclass, replace
from datetime import date

from grants.domain.settlement.events import (
    AcceptanceWithdrawn,
    ExpenditureAccepted,
    GrantSettled,
    PaymentNoted,
    ReportAccepted,
    ReportFallenDue,
    ReportSubmitted,
    ReturnNoted,
    ReversalNoted,
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Totals in grosze, each with the day of its latest part; report is None before it is submitted."""

    debited_grosze: int = 0
    reversed_grosze: int = 0
    paid_on: date | None = None
    returned_grosze: int = 0
    returned_on: date | None = None
    report_due_on: date | None = None
    report: ReportSubmitted | None = None
    accepted_grosze: int = 0
    accepted_on: date | None = None
    settled: bool = False

    @property
    def disbursed_grosze(self) -> int:
        """What the bank debited and did not send back."""
        return self.debited_grosze - self.reversed_grosze

    @property
    def unsettled_grosze(self) -> int:
        """Paid and neither accepted nor given back; below zero when more came back than was owed."""
        return self.disbursed_grosze - self.accepted_grosze - self.returned_grosze


def evolve(state: Settlement, event: object) -> Settlement:
    match event:
        case PaymentNoted(disbursed_total_grosze=total) if total > state.debited_grosze:
            return replace(state, debited_grosze=total, paid_on=event.value_on, settled=False)
        case ReturnNoted(returned_total_grosze=total) if total > state.returned_grosze:
            return replace(state, returned_grosze=total, returned_on=event.value_on, settled=False)
        case ReversalNoted(reversed_total_grosze=total) if total > state.reversed_grosze:
            return replace(state, reversed_grosze=total, settled=False)
        case AcceptanceWithdrawn():
            return replace(state, accepted_grosze=state.accepted_grosze - event.amount_grosze, settled=False)
        case ReportFallenDue():
            return replace(state, report_due_on=event.due_on)
        case ReportSubmitted() if state.report is None:
            return replace(state, report=event)
        case ReportAccepted():
            return replace(state, accepted_on=event.accepted_on)
        case ExpenditureAccepted(accepted_total_grosze=total):
            return replace(state, accepted_grosze=total, accepted_on=event.accepted_on, settled=False)
        case GrantSettled():
            return replace(state, settled=True)
    return state
