"""The bank statements of one programme year, confirmed complete up to a day. Stream key: the programme id.

    (nothing) --StatementsConfirmed--> complete until a day --StatementsConfirmed--> complete until a later one

Promises: a confirmation never goes back in days. The year is closed by programme only after 31 December is confirmed.
Law: UFP art. 263(1); house rule for the confirmation.
"""

from payments.domain.bank_year.decisions import confirm_statements
from payments.domain.bank_year.events import StatementsConfirmed
from payments.domain.bank_year.state import BankYear, evolve
from shared.kernel.aggregate import Aggregate

BANK_YEAR: Aggregate[BankYear] = Aggregate("bank-year", BankYear(), evolve)

__all__ = ["BANK_YEAR", "BankYear", "StatementsConfirmed", "confirm_statements"]
