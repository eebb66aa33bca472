"""A row of a register of payments, taken over once. Stream key: the payment id.

    (nothing) --RegisterRowTaken--> taken

Promises: one payment id, one body, whichever grant it names; running an import again takes nothing twice.
Law: house rule.
"""

from payments.domain.register_row.decisions import RegisterRowDiffers, take_row
from payments.domain.register_row.events import RegisterRowTaken
from payments.domain.register_row.state import NotTaken, RowState, Taken, evolve
from shared.kernel.aggregate import Aggregate

REGISTER_ROW: Aggregate[RowState] = Aggregate("register-row", NotTaken(), evolve)

__all__ = ["REGISTER_ROW", "NotTaken", "RegisterRowDiffers", "RegisterRowTaken", "RowState", "Taken", "take_row"]
