"""The rules of payments, pure: tranche plan, payment, payment order, statement, register row."""
