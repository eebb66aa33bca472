"""Facts of a bank statement. Amounts are grosze; days are the bank's value dates."""

from dataclasses import dataclass
from datetime import date

from shared.kernel.texts import TextRef


@dataclass(frozen=True, slots=True)
class StatementRecorded:
    """body_sha256 is over the canonical JSON of the lines: the same statement can be told from another."""

    statement_id: str
    body_sha256: str
    lines_count: int
    debits_grosze: int
    credits_grosze: int


@dataclass(frozen=True, slots=True)
class StatementLineUnmatched:
    """A line that fits no payment of ours. What the bank wrote in it may name people, so it is kept outside."""

    statement_id: str
    line_number: int
    direction: str
    amount_grosze: int
    value_on: date
    reference: TextRef
