"""The files that a pass over history fills: of each grant, call and year as much as later facts are judged by.

They hold what was said, never what ought to be; nothing here judges. `filing` puts each fact into its place. Memory
grows with grants, calls and years.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from audit.checks.evidence import Ref
from audit.checks.ledgers import Ledgers

SMALL_GRANTS = "udpp-19a-pool"
"""The legal basis under which small grants are given (UDPP art. 19a)."""


@dataclass(slots=True)
class Call:
    """As it was last announced. published: matter to place to day; written: codes of its contents.

    by_the_steps: drafted, approved and published; False: opened in one step, which says nothing of its publications.
    """

    call_id: str
    programme_id: str = ""
    by_the_steps: bool = False
    terms: dict[str, Any] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    published: dict[str, dict[str, date]] = field(default_factory=dict)
    announced: Ref | None = None
    opens_on: date | None = None
    offers_until: datetime | None = None
    material_change: Ref | None = None
    offers: int = 0
    accepted: int = 0
    ended: Ref | None = None
    annulled: bool = False

    @property
    def basis(self) -> str:
        return str(self.terms.get("legal_basis", ""))


@dataclass(slots=True)
class Grant:
    """From offer to settlement. Amounts in grosze.

    promised  decision number to what programme holds for it
    claims    number to the principal that is still demanded; claim: the latest that was established
    """

    grant_id: str
    programme_id: str = ""
    call_id: str = ""
    line_id: str = ""
    organisation_id: str = ""
    offered: dict[str, Any] = field(default_factory=dict)
    offer: Ref | None = None
    checked: Ref | None = None
    rejected: bool = False
    scored: Ref | None = None
    points: int | None = None
    promised: dict[int, int] = field(default_factory=dict)
    promise: Ref | None = None
    award: Ref | None = None
    awarded: int = 0
    awarded_on: date | None = None
    contract: Ref | None = None
    from_register: bool = False
    contracted: int = 0
    signed_on: date | None = None
    task_until: date | None = None
    account: str | None = None
    tranches: dict[int, int] = field(default_factory=dict)
    ended: Ref | None = None
    prepared: dict[int, tuple[Ref, str]] = field(default_factory=dict)
    authorised: dict[int, Ref] = field(default_factory=dict)
    ordered: dict[int, Ref] = field(default_factory=dict)
    paid: int = 0
    returned: int = 0
    reversed: int = 0
    accepted: int = 0
    claims: dict[int, int] = field(default_factory=dict)
    claim: Ref | None = None
    written_off: int = 0
    report_due: date | None = None
    report: Ref | None = None
    report_accepted: Ref | None = None

    @property
    def held(self) -> int:
        """What programme holds, or held, for this grant in all: a contract stays within it."""
        return sum(self.promised.values())


@dataclass(slots=True)
class Year:
    """The making of a programme, and what its year has come to. adopted_on: the programme's own resolution."""

    programme_id: str
    drafted: Ref | None = None
    consulted: Ref | None = None
    consultation_closed: Ref | None = None
    opinion_asked: Ref | None = None
    opinion_last_on: date | None = None
    opinion: Ref | None = None
    no_council: bool = False
    adopted: Ref | None = None
    adopted_on: date | None = None
    in_steps: bool = False
    reported: Ref | None = None
    small_transfers: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Files:
    """All of them, with the journals of the years."""

    calls: dict[str, Call] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    years: dict[str, Year] = field(default_factory=dict)
    ledgers: Ledgers = field(default_factory=Ledgers)
    undertakings: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    grants_hear_of_cuts: dict[str, int] = field(default_factory=dict)

    def call(self, call_id: str) -> Call:
        return self.calls.setdefault(call_id, Call(call_id))

    def grant(self, grant_id: str) -> Grant:
        return self.grants.setdefault(grant_id, Grant(grant_id))

    def year(self, programme_id: str) -> Year:
        return self.years.setdefault(programme_id, Year(programme_id))
