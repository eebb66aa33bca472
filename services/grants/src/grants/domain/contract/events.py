"""Facts of a contract. Amounts in grosze, days in Warsaw; names and purposes lie outside events."""

from dataclasses import dataclass
from datetime import date

from shared.kernel.texts import TextRef


@dataclass(frozen=True, slots=True)
class Tranche:
    """Part of the grant, to be paid on due_on."""

    number: int
    amount_grosze: int
    due_on: date


@dataclass(frozen=True, slots=True)
class ContractSigned:
    """bank_account is the organisation's NRB at signing; task_until is the last day of the task."""

    grant_id: str
    programme_id: str
    call_id: str
    organisation_id: str
    contract_number: str
    amount_grosze: int
    signed_on: date
    bank_account: str
    tranches: tuple[Tranche, ...]
    task_until: date


@dataclass(frozen=True, slots=True)
class GrantTakenOver:
    """row_digest: SHA-256 of the row's figures and days, of none of its texts. evidence: "register"."""

    grant_id: str
    programme_id: str
    line_id: str
    organisation_name: TextRef
    purpose: TextRef
    amount_grosze: int
    signed_on: date
    row_digest: str
    evidence: str
