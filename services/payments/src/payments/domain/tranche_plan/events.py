"""Facts of a tranche plan. Amounts are grosze; days are Warsaw dates; totals include the fact that carries them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlannedTranche:
    number: int
    amount_grosze: int
    due_on: date


@dataclass(frozen=True, slots=True)
class TranchesPlanned:
    """A contract was signed: so much, to this account, in these parts."""

    grant_id: str
    programme_id: str
    organisation_id: str
    contract_number: str
    bank_account: str
    amount_grosze: int
    signed_on: date
    tranches: tuple[PlannedTranche, ...]


@dataclass(frozen=True, slots=True)
class GrantNotedFromRegister:
    """A grant known only from a register: no contract of ours, no tranches, no organisation id."""

    grant_id: str
    programme_id: str
    amount_grosze: int
    signed_on: date
    evidence: str


@dataclass(frozen=True, slots=True)
class TrancheDisbursed:
    """The bank debited the city's account for this tranche; the amount is the bank's, not the plan's.

    ordered  false when no payment order of ours asked for it: money that left some other way.
    """

    grant_id: str
    programme_id: str
    organisation_id: str
    tranche_number: int
    amount_grosze: int
    value_on: date
    disbursed_total_grosze: int
    statement_id: str
    line_number: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class PrincipalReturned:
    """The bank credited the city's account with principal. `organisation_id` is empty for a register grant."""

    grant_id: str
    programme_id: str
    organisation_id: str
    amount_grosze: int
    value_on: date
    disbursed_total_grosze: int
    returned_total_grosze: int
    statement_id: str
    line_number: int


@dataclass(frozen=True, slots=True)
class PaymentTakenOver:
    """A payment known only from a register: no statement, no order, no approver is invented."""

    payment_id: str
    grant_id: str
    programme_id: str
    amount_grosze: int
    value_on: date
    disbursed_total_grosze: int
    evidence: str


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """An annex was signed: the contract's amount and all its tranches, as they stand afterwards."""

    grant_id: str
    annex_number: str
    amount_grosze: int
    signed_on: date
    tranches: tuple[PlannedTranche, ...]


@dataclass(frozen=True, slots=True)
class PlanEnded:
    """The contract ended before it was performed: nothing more is paid on it."""

    grant_id: str
    ended_on: date


@dataclass(frozen=True, slots=True)
class TrancheCancelled:
    """A tranche that will not be paid; the contract goes on."""

    grant_id: str
    programme_id: str
    tranche_number: int
    amount_grosze: int
    cancelled_on: date
    document: str


@dataclass(frozen=True, slots=True)
class DisbursementReversed:
    """The bank credited what it had debited for a tranche: the tranche is unpaid again.

    disbursed_total_grosze  all debits so far, reversed or not; reversed_total_grosze: all that was sent back.
    """

    grant_id: str
    programme_id: str
    tranche_number: int
    amount_grosze: int
    value_on: date
    disbursed_total_grosze: int
    reversed_total_grosze: int
    statement_id: str
    line_number: int
