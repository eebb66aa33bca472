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
class AnnexSigned:
    """A change in writing. direction: "up", "down" or "same"; amount_grosze: by how much the contract changes.

    contract_amount_grosze and tranches: the contract as it stands afterwards.
    """

    grant_id: str
    programme_id: str
    annex_number: str
    direction: str
    amount_grosze: int
    contract_amount_grosze: int
    signed_on: date
    tranches: tuple[Tranche, ...]


@dataclass(frozen=True, slots=True)
class ContractTerminated:
    """The contract ended before it was performed. ground is a code; amount_grosze: what was known as unpaid.

    disbursed_total_grosze: what was known as debited when it was decided.
    """

    grant_id: str
    programme_id: str
    ground: str
    amount_grosze: int
    disbursed_total_grosze: int
    terminated_on: date
    document: str


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
