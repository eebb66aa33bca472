"""The fact that every statement up to a day is in. Days are Warsaw dates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StatementsConfirmed:
    programme_id: str
    through_on: date
