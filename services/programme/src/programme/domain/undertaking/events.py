"""The one kind of fact of a commitments' book: an entry about one year."""

from dataclasses import dataclass
from datetime import date

from shared.kernel.balances import Transfer


@dataclass(frozen=True, slots=True)
class CommitmentPosted:
    """An entry of an undertaking's book.

    fact          the row of the posting table;
    stated_grosze the year's limit, where the council states it;
    programme_id, line_id  the budget that bears the year's part, where it is confirmed or was;
    decision_no   which reduction of this grant and year it is, from 1;
    document      number of the resolution, contract or annex behind it.
    """

    undertaking_id: str
    fact: str
    year: int
    effective_on: date
    amount_grosze: int
    transfers: tuple[Transfer, ...]
    document: str
    stated_grosze: int | None = None
    grant_id: str | None = None
    programme_id: str | None = None
    line_id: str | None = None
    decision_no: int | None = None
