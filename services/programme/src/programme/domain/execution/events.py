"""What a year's execution is counted from, and the report once it is frozen. Amounts in grosze."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OfferNoted:
    programme_id: str
    offer_id: str
    call_id: str
    area: str
    requested_grosze: int


@dataclass(frozen=True, slots=True)
class OfferRejectionNoted:
    programme_id: str
    offer_id: str


@dataclass(frozen=True, slots=True)
class OfferNotAwardedNoted:
    """The executive decided against the offer: it has its answer."""

    programme_id: str
    offer_id: str


@dataclass(frozen=True, slots=True)
class ContractNoted:
    programme_id: str
    grant_id: str
    area: str
    amount_grosze: int


@dataclass(frozen=True, slots=True)
class ContractChangeNoted:
    """An annex or the end of a contract: by how much its amount changed, below zero where it fell."""

    programme_id: str
    grant_id: str
    change_grosze: int
    document: str


@dataclass(frozen=True, slots=True)
class GrantSettlementNoted:
    programme_id: str
    grant_id: str


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One area's year. Area "" is what lies in none, and the name of the total.

    contracted_grosze after annexes and terminations;
    disbursed_grosze  paid in all, also what came back later;
    returned_grosze   given back, within the year and after it.
    """

    area: str
    task_areas: tuple[str, ...] = ()
    calls_announced: int = 0
    calls_resolved: int = 0
    calls_annulled: int = 0
    offers: int = 0
    offers_rejected: int = 0
    contracts: int = 0
    grants_settled: int = 0
    planned_grosze: int = 0
    requested_grosze: int = 0
    contracted_grosze: int = 0
    disbursed_grosze: int = 0
    accepted_grosze: int = 0
    returned_grosze: int = 0
    lapsed_grosze: int = 0


@dataclass(frozen=True, slots=True)
class ProgrammeReportPublished:
    """The report as it was counted on that day; what is recorded later does not change it.

    due_on   31 May of the year after; a report after it bears the warning "after-31-may".
    """

    programme_id: str
    published_on: date
    due_on: date
    total: AreaFigures
    areas: tuple[AreaFigures, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportDeadlineMissed:
    """31 May has passed without a report (UDPP art. 5a(3))."""

    programme_id: str
    due_on: date
