"""Facts of an offer. Amounts in grosze, days in Warsaw; its title lies outside events."""

from dataclasses import dataclass
from datetime import date

from shared.kernel.texts import TextRef


@dataclass(frozen=True, slots=True)
class OfferSubmitted:
    """programme_id and line_id are those of the call; task_until is the last day of the task."""

    offer_id: str
    call_id: str
    programme_id: str
    line_id: str
    organisation_id: str
    title: TextRef
    requested_grosze: int
    total_cost_grosze: int
    task_from: date
    task_until: date


@dataclass(frozen=True, slots=True)
class OfferFormallyAccepted:
    offer_id: str


@dataclass(frozen=True, slots=True)
class OfferFormallyRejected:
    """defect is a code, not prose."""

    offer_id: str
    call_id: str
    organisation_id: str
    defect: str


@dataclass(frozen=True, slots=True)
class OfferScored:
    """points of the commission, 0 to 100."""

    offer_id: str
    points: int


@dataclass(frozen=True, slots=True)
class OfferNotAwarded:
    """ground is a code; decided_on is the day of the executive's decision."""

    offer_id: str
    call_id: str
    organisation_id: str
    ground: str
    decided_on: date
