"""The execution report's figures, counted from plain values: the same for a draft and for the report that is frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from programme.domain.execution.events import AreaFigures

SUSPENSE = "suspense"
"""What was paid or given back and waits in the second book; below zero where more came back than was known as paid."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call: its area, and how it ended: "resolved", "annulled", or None while it goes on."""

    area: str
    ended: str | None


@dataclass(frozen=True, slots=True)
class OfferLine:
    area: str
    requested_grosze: int
    rejected: bool


@dataclass(frozen=True, slots=True)
class ContractLine:
    area: str
    amount_grosze: int
    settled: bool


@dataclass(frozen=True, slots=True)
class History:
    """What there is to count.

    balances    (area, one of the twelve balances, or "suspense") to grosze; area "" is what lies on no line;
    paid        area to what was paid in all;
    task_areas  area to its items of UDPP art. 4(1).
    """

    balances: Mapping[tuple[str, str], int]
    paid: Mapping[str, int]
    task_areas: Mapping[str, tuple[str, ...]]
    calls: tuple[CallLine, ...]
    offers: tuple[OfferLine, ...]
    contracts: tuple[ContractLine, ...]


def areas_of(history: History) -> tuple[AreaFigures, ...]:
    """One line per area that has anything, by name; what lies in none comes first, where there is some."""
    named = {area for (area, _), amount in history.balances.items() if amount}
    named |= {area for area, amount in history.paid.items() if amount}
    for lines in (history.calls, history.offers, history.contracts):
        named |= {line.area for line in lines}
    return tuple(_area(history, area) for area in sorted(named))


def total_of(areas: Iterable[AreaFigures]) -> AreaFigures:
    """The sum of all areas; it names no task areas."""
    every = tuple(areas)
    names = [field.name for field in fields(AreaFigures) if field.name not in ("area", "task_areas")]
    return AreaFigures("", **{name: sum(getattr(area, name) for area in every) for name in names})


def _area(history: History, area: str) -> AreaFigures:
    balances = {name: amount for (owner, name), amount in history.balances.items() if owner == area}
    calls = [line for line in history.calls if line.area == area]
    offers = [line for line in history.offers if line.area == area]
    contracts = [line for line in history.contracts if line.area == area]
    paid = history.paid.get(area, 0)
    kept = sum(balances.get(name, 0) for name in ("disbursed", "settled", "written_off", SUSPENSE))
    return AreaFigures(
        area,
        history.task_areas.get(area, ()),
        calls_announced=len(calls),
        calls_resolved=sum(line.ended == "resolved" for line in calls),
        calls_annulled=sum(line.ended == "annulled" for line in calls),
        offers=len(offers),
        offers_rejected=sum(line.rejected for line in offers),
        contracts=len(contracts),
        grants_settled=sum(line.settled for line in contracts),
        planned_grosze=sum(amount for name, amount in balances.items() if name != SUSPENSE),
        requested_grosze=sum(line.requested_grosze for line in offers),
        contracted_grosze=sum(line.amount_grosze for line in contracts),
        disbursed_grosze=paid,
        accepted_grosze=balances.get("settled", 0),
        returned_grosze=paid - kept,
        lapsed_grosze=balances.get("lapsed", 0),
    )
