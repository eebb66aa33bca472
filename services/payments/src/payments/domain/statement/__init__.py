"""A bank statement. Stream key: the statement id.

    (nothing) --StatementRecorded--> recorded --StatementLineUnmatched*-->

Promises: recorded once, with one body; each line is either a movement on a grant's plan or an unmatched line here, with
its reason, so that the lines of a statement add up to what the bank wrote. What the bank says is witnessed, never
refused; but no money is booked as of a day that is still to come.

Law: UFP art. 251, 252(6) (the day of the bank's debit and credit counts).
"""

from payments.domain.statement.decisions import StatementDiffers, check_same_line, leave_unmatched, record_statement
from payments.domain.statement.events import StatementLineUnmatched, StatementRecorded
from payments.domain.statement.lines import (
    NAMES_NOTHING,
    NOT_TOLD,
    VALUE_DAY_AHEAD,
    Line,
    frame_of,
    grant_named,
    tranche_named,
    why_not_read,
)
from payments.domain.statement.state import NotRecorded, RecordedStatement, StatementState, evolve
from shared.kernel.aggregate import Aggregate

STATEMENT: Aggregate[StatementState] = Aggregate("statement", NotRecorded(), evolve)

__all__ = [
    "NAMES_NOTHING",
    "NOT_TOLD",
    "STATEMENT",
    "VALUE_DAY_AHEAD",
    "Line",
    "NotRecorded",
    "RecordedStatement",
    "StatementDiffers",
    "StatementLineUnmatched",
    "StatementRecorded",
    "StatementState",
    "check_same_line",
    "frame_of",
    "grant_named",
    "leave_unmatched",
    "record_statement",
    "tranche_named",
    "why_not_read",
]
