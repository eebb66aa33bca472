"""The two answers to an award proposal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FundsReserved:
    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    amount_grosze: int


@dataclass(frozen=True, slots=True)
class FundsRefused:
    """reason is the code of the broken rule; free_grosze what could still be promised from the call."""

    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    amount_grosze: int
    reason: str
    free_grosze: int
