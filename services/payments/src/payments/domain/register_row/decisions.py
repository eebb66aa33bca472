"""When a register's row is new."""

from datetime import date

from payments.domain.register_row.events import RegisterRowTaken
from payments.domain.register_row.state import RowState, Taken
from shared.kernel.refusal import Refusal


class RegisterRowDiffers(Refusal):
    rule = "A payment id of a register names one row; another body under it is not taken."


def take_row(
    state: RowState,
    *,
    payment_id: str,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    value_on: date,
    row_digest: str,
    evidence: str,
) -> list[RegisterRowTaken]:
    """Take a row. Nothing happens when the same one is taken already. Refuses: RegisterRowDiffers."""
    row = RegisterRowTaken(payment_id, grant_id, programme_id, amount_grosze, value_on, row_digest, evidence)
    if not isinstance(state, Taken):
        return [row]
    if state.row != row:
        raise RegisterRowDiffers(f"payment {payment_id} was taken over with another body", field="payment_id")
    return []
