"""Facts of the refund claims of one grant. Amounts are grosze of principal unless they say interest; Warsaw days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClaimedPart:
    """A part of a claim with its own first day of interest; no tranche: the grant as a whole."""

    tranche_number: int | None
    principal_grosze: int
    interest_from: date


@dataclass(frozen=True, slots=True)
class ClaimEstablished:
    """The organisation was called on to give back so much, by a day.

    ground  unused, misused, excess or undue (UFP art. 251, 252).
    """

    grant_id: str
    programme_id: str
    organisation_id: str
    claim_number: int
    ground: str
    principal_grosze: int
    parts: tuple[ClaimedPart, ...]
    found_on: date
    called_on: date
    use_until: date | None
    due_on: date
    document: str
    established_by: str


@dataclass(frozen=True, slots=True)
class ClaimPaid:
    """Money that came in for a claim, on principal and on interest. Interest is no part of the budget."""

    grant_id: str
    programme_id: str
    claim_number: int
    principal_grosze: int
    interest_grosze: int
    paid_on: date
    statement_id: str
    line_number: int


@dataclass(frozen=True, slots=True)
class ReliefGranted:
    """Principal that was written off by a decision, and its interest with it (UFP art. 64)."""

    grant_id: str
    programme_id: str
    claim_number: int
    amount_grosze: int
    decision_number: str
    granted_on: date
    granted_by: str
    disbursed_total_grosze: int


@dataclass(frozen=True, slots=True)
class ClaimTimeBarred:
    """Principal that cannot be demanded any more (UFP art. 67; Tax Ordinance art. 70)."""

    grant_id: str
    programme_id: str
    claim_number: int
    amount_grosze: int
    barred_on: date
    document: str
    barred_by: str
    disbursed_total_grosze: int
