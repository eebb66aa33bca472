"""Facts of a bank statement. Amounts are grosze; days are the bank's value dates."""

from dataclasses import dataclass
from datetime import date

from shared.kernel.texts import TextRef


@dataclass(frozen=True, slots=True)
class StatementRecorded:
    """frame_sha256 is over direction, amount and day of each line, in order, and over no word that the bank wrote.

    It is "" where an earlier build kept another digest.
    """

    statement_id: str
    frame_sha256: str
    lines_count: int
    debits_grosze: int
    credits_grosze: int


@dataclass(frozen=True, slots=True)
class StatementLineUnmatched:
    """A line that fits no payment of ours. What the bank wrote in it may name people, so it is kept outside.

    reason is a code; "not-told" where an earlier build kept none.
    """

    statement_id: str
    line_number: int
    direction: str
    amount_grosze: int
    value_on: date
    reference: TextRef
    reason: str
