"""Facts of a settlement. Amounts in grosze, days in Warsaw. Totals are totals of the grant, not of one payment."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PaymentNoted:
    """value_on: the day on which the bank debited the latest payment of this total."""

    grant_id: str
    programme_id: str
    disbursed_total_grosze: int
    value_on: date


@dataclass(frozen=True, slots=True)
class ReturnNoted:
    """value_on: the day on which the bank credited the latest return of this total."""

    grant_id: str
    programme_id: str
    returned_total_grosze: int
    value_on: date


@dataclass(frozen=True, slots=True)
class ReversalNoted:
    """value_on: the day on which the bank credited the latest transfer that it sent back."""

    grant_id: str
    programme_id: str
    reversed_total_grosze: int
    value_on: date


@dataclass(frozen=True, slots=True)
class ReportFallenDue:
    """due_on: the last day of the report's term, 30 days after the last day of the task."""

    grant_id: str
    programme_id: str
    organisation_id: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ReportSubmitted:
    grant_id: str
    programme_id: str
    organisation_id: str
    spent_grosze: int
    submitted_on: date


@dataclass(frozen=True, slots=True)
class ReportAccepted:
    grant_id: str
    accepted_on: date


@dataclass(frozen=True, slots=True)
class ExpenditureAccepted:
    """amount_grosze is the part newly accepted, accepted_total_grosze includes it.

    disbursed_total_grosze: what was known as paid when it was decided.
    """

    grant_id: str
    programme_id: str
    amount_grosze: int
    accepted_total_grosze: int
    accepted_on: date
    disbursed_total_grosze: int


@dataclass(frozen=True, slots=True)
class AcceptanceWithdrawn:
    """After a control: amount_grosze is accepted no more; accepted_before_grosze is all that was accepted before."""

    grant_id: str
    programme_id: str
    amount_grosze: int
    accepted_before_grosze: int
    withdrawn_on: date
    document: str


@dataclass(frozen=True, slots=True)
class GrantSettled:
    grant_id: str
    programme_id: str
    organisation_id: str
    accepted_grosze: int
    returned_grosze: int
    settled_on: date
