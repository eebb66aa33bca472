"""The budget of one authority and year: a journal of entries that only move money, never make it.

Lifecycle: unknown → conditional (draft budget, UDPP art. 13(5)) → in force (budget adopted) .
Conditional: allocate, open calls, reserve; nothing may be signed. A cut that free money cannot cover stays pending:
no new promise until it is resolved.

Invariants: no account below zero on any effective day at any prefix of the journal; the twelve balances add up to the
limit; a reservation's key (grant, decision number, year) is spent once, for ever.

Law: UFP art. 211, 221, 239, 257-263; UDPP art. 5a, 13(5). The posting table is shared.kernel.postings.
"""

from programme.domain.budget.events import EntryPosted
from programme.domain.budget.state import BudgetState, evolve
from shared.kernel.aggregate import Aggregate

BUDGET = Aggregate("budget", BudgetState(), evolve)

__all__ = ["BUDGET", "BudgetState", "EntryPosted"]
