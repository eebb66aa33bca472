"""A bank statement. Stream key: the statement id.

    (nothing) --StatementRecorded--> recorded --StatementLineUnmatched*-->

Promises: recorded once, with one body; each line is either a movement on a grant's plan or an unmatched line here, so
that the lines of a statement add up to what the bank wrote. What the bank says is witnessed, never refused.

Law: UFP art. 251, 252(6) (the day of the bank's debit and credit counts).
"""

from payments.domain.statement.decisions import StatementDiffers, leave_unmatched, record_statement
from payments.domain.statement.events import StatementLineUnmatched, StatementRecorded
from payments.domain.statement.lines import Line, digest_of, grant_named, tranche_named
from payments.domain.statement.state import NotRecorded, RecordedStatement, StatementState, evolve
from shared.kernel.aggregate import Aggregate

STATEMENT: Aggregate[StatementState] = Aggregate("statement", NotRecorded(), evolve)

__all__ = [
    "STATEMENT",
    "Line",
    "NotRecorded",
    "RecordedStatement",
    "StatementDiffers",
    "StatementLineUnmatched",
    "StatementRecorded",
    "StatementState",
    "digest_of",
    "grant_named",
    "leave_unmatched",
    "record_statement",
    "tranche_named",
]
