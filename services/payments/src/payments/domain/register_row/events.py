"""The fact that a register's row was taken. Amounts are grosze; days are Warsaw dates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RegisterRowTaken:
    """row_digest is SHA-256 of the row's figures and days as the importer read them, of none of its texts."""

    payment_id: str
    grant_id: str
    programme_id: str
    amount_grosze: int
    value_on: date
    row_digest: str
    evidence: str
