"""The fact of an issued order. It holds all that the file is made of."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class OrderedPayment:
    """One transfer. `creditor_account` is the contract's NRB; the creditor is named by the organisation's id."""

    grant_id: str
    tranche_number: int
    organisation_id: str
    creditor_account: str
    amount_grosze: int


@dataclass(frozen=True, slots=True)
class PaymentOrderIssued:
    """issued_at is an instant in UTC, execute_on a Warsaw date, file_sha256 hexadecimal over the file's UTF-8 bytes."""

    order_id: str
    issued_at: datetime
    execute_on: date
    debtor_name: str
    debtor_account: str
    payments: tuple[OrderedPayment, ...]
    total_grosze: int
    file_format: str
    file_sha256: str
