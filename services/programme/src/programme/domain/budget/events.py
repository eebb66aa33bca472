"""The journal's one kind of fact: an entry. Its number is its version in the stream (Accounting Act art. 14, 23)."""

from dataclasses import dataclass
from datetime import date

from shared.kernel.balances import Transfer


@dataclass(frozen=True, slots=True)
class CausedBy:
    """The fact that an entry posts, where it is another service's: which, whose, and its stamp as sortable text."""

    event_id: str
    service: str
    position: int
    hlc: str


@dataclass(frozen=True, slots=True)
class EntryPosted:
    """A journal entry.

    fact          the row of the posting table;
    effective_on  the day on which the money moves;
    value_on      the fact's own day, where the money could only move later;
    amount_grosze the fact's own amount;
    transfers     within the limit; suspense: what the accounts could not cover, in the second book;
    stated_grosze the limit as the council or the draft states it;
    cut_pending_grosze  what the limit still has to lose after this entry, because free money did not cover a cut;
    limit_grosze, in_force  where the entry changes the limit: what the accounts hold after it, and whether contracts
                  may be signed;
    document      number of the paper behind it.
    """

    programme_id: str
    fact: str
    effective_on: date
    value_on: date
    transfers: tuple[Transfer, ...]
    amount_grosze: int = 0
    suspense: tuple[Transfer, ...] = ()
    stated_grosze: int | None = None
    cut_pending_grosze: int = 0
    limit_grosze: int = 0
    in_force: bool = False
    document: str | None = None
    line_id: str | None = None
    call_id: str | None = None
    grant_id: str | None = None
    decision_no: int | None = None
    caused_by: CausedBy | None = None
