"""Facts of the programme's making."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProgrammeDrafted:
    programme_id: str
    planned_grosze: int


@dataclass(frozen=True, slots=True)
class ConsultationOpened:
    programme_id: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class ConsultationClosed:
    programme_id: str
    remarks_count: int


@dataclass(frozen=True, slots=True)
class ProgrammeAdopted:
    programme_id: str
    limit_grosze: int
    resolution_number: str
    adopted_on: date
