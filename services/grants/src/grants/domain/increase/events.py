"""Facts of an increase. Amounts in grosze, on top of the contract."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class IncreaseProposed:
    """A question to programme: may this amount be promised on top of the contract?"""

    grant_id: str
    decision_no: int
    programme_id: str
    call_id: str
    amount_grosze: int


@dataclass(frozen=True, slots=True)
class IncreaseHeld:
    """Programme holds the money."""

    grant_id: str
    decision_no: int


@dataclass(frozen=True, slots=True)
class IncreaseRefused:
    """reason is the code of the rule that programme named."""

    grant_id: str
    decision_no: int
    reason: str


@dataclass(frozen=True, slots=True)
class IncreaseSigned:
    """An annex has used the increase."""

    grant_id: str
    decision_no: int


@dataclass(frozen=True, slots=True)
class IncreaseDropped:
    """It is not signed after all: programme gives the money back where it came from."""

    grant_id: str
    decision_no: int
    programme_id: str
    amount_grosze: int
    dropped_on: date
