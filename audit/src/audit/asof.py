"""The budget as of a day, as known at an instant, counted by the auditor from the facts of all services.

Two axes: `as_of` looks at effective days, `known_at` at when facts were recorded. Once an answer is complete, the same
question gives the same canonical bytes for ever, from whichever source: no later fact bears a stamp that is in it.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from audit.counting import Count
from audit.facts import MONEY_SERVICES, fact_of
from audit.figures import figures_of
from audit.groups import grouped
from audit.meanings import MONEY_STEMS, stem
from audit.replay import Replay
from audit.sources.record import Record

_NAMES_AN_ORGANISATION = b'"organisation_id":'


@dataclass(slots=True)
class Counts:
    """Every programme year of a history, counted; and whose each grant is. Grows with accounts, not with facts."""

    years: dict[str, Count] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Post a record, if it is about money, to its programme year. Raises UnknownShape."""
        if record.service == "grants" and _NAMES_AN_ORGANISATION in record.stored:
            data = record.data
            if data.get("grant_id") and data.get("organisation_id"):
                self.organisations[data["grant_id"]] = data["organisation_id"]
        if record.service not in MONEY_SERVICES or stem(record.name) not in MONEY_STEMS:
            return
        programme = record.data.get("programme_id")
        fact = fact_of(record, str(programme))
        if fact is not None:
            self.years.setdefault(str(programme), Count(str(programme))).take(fact)

    def figures(self, programme: str, *, as_of: date | None, by: str) -> dict[str, Any]:
        """The figures of one year, names as in `grosz budget --json`. Raises LookupError.

        in_flight  what facts say that wait for a predecessor; it is in no balance
        """
        if programme not in self.years:
            raise LookupError(f"no fact of {programme} is known")
        count = self.years[programme]
        figures = {
            **figures_of(count.ledger, as_of=as_of),
            "in_flight": sum(fact.amount for fact in count.unplaced() if as_of is None or fact.day <= as_of),
        }
        if by in {"programme", "area"}:
            return figures
        return {**figures, **grouped(count.ledger, by, as_of=as_of, organisations=self.organisations)}


def counted(replay: Replay) -> Counts:
    """All years of a cut. Raises UnknownShape, SourceDown, Unreadable."""
    counts, money = Counts(), frozenset(MONEY_STEMS)
    for record in replay.records():
        if record.service == "grants" or stem(record.name) in money:
            counts.take(record)
    return counts


class Figures(Protocol):
    """What a moment's facts come to: counted here, or taken from sums that a bundle keeps (`audit.sealed`)."""

    @property
    def years(self) -> Collection[str]:
        """The programme years of which a fact is known."""

    def figures(self, programme: str, *, as_of: date | None, by: str) -> dict[str, Any]:
        """Raises LookupError."""


def answer(
    replay: Replay, counts: Figures, programme: str, *, as_of: date | None, by: str = "programme"
) -> dict[str, Any]:
    """One answer of a cut that was read to its end. Raises LookupError."""
    return {
        "programme": programme,
        "as_of": as_of.isoformat() if as_of else None,
        **replay.told(),
        **counts.figures(programme, as_of=as_of, by=by),
    }


def only_year(counts: Figures) -> str:
    """The programme year, where there is one only. Raises LookupError."""
    years = sorted(counts.years)
    if len(years) == 1:
        return years[0]
    raise LookupError(f"name one of {', '.join(years)} with --programme" if years else "no programme year is known yet")
