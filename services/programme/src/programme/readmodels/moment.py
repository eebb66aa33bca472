"""The moment that a question is about: which programme year, as known at which instant, up to which journal number.

It also says whether the answer can still change. An answer is complete when every service with money facts has passed
`known_at`, all that it had said by then has been dealt with here, and the journal carries all that this store holds;
from then on the same question gives the same bytes.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg

from shared.kernel import hlc
from shared.kernel.canonical import instant_text
from shared.kernel.refusal import Refusal

Connection = psycopg.Connection[dict[str, Any]]

MONEY_SERVICES = ("programme", "grants", "payments")
JOURNAL_WITHIN_SECONDS = 1.0


class ProgrammeYearUnknown(Refusal):
    rule = "A budget is shown of a programme year that has one."
    status = 404


class ProgrammeNotNamed(Refusal):
    rule = "Where several programme years are known, the question names one."
    status = 409


@dataclass(frozen=True, slots=True)
class Moment:
    """`number`: the last journal entry recorded by then; all that was known stands in the entries up to it."""

    programme: str
    known: datetime
    stamp: int
    number: int
    behind: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """What every answer says of its moment."""
        return {
            "programme": self.programme,
            "known_at": instant_text(self.known),
            "complete": not self.behind,
            "behind": list(self.behind),
        }


def moment(connection: Connection, *, programme: str | None, known_at: datetime | None) -> Moment:
    """The moment asked for. Raises ProgrammeYearUnknown and ProgrammeNotNamed.

    The connection is in a transaction of one snapshot, which is begun anew while the journal is behind.
    """
    carried = _journal_carries_all(connection)
    chosen = _chosen(connection, programme)
    passed = _passed(connection)
    known = known_at or _latest_passed(connection, passed)
    stamp = hlc.last_at(known)
    behind = {service for service in MONEY_SERVICES if passed.get(service, 0) <= stamp}
    if not carried:
        behind.add("programme")
    return Moment(chosen, known, stamp, _number_at(connection, chosen, stamp), tuple(sorted(behind)))


def is_known(connection: Connection, programme: str) -> bool:
    """Whether a journal of this programme year has begun."""
    row = connection.execute(
        "SELECT 1 FROM journal_entries WHERE programme_id = %s AND number = 1", (programme,)
    ).fetchone()
    return row is not None


def _journal_carries_all(connection: Connection) -> bool:
    """Whether this snapshot's journal has reached this snapshot's head; waits for one where it has, for a moment.

    A posting's append ends its message's waiting, and its rows follow a little later: a snapshot between the two has
    the amount nowhere, in no balance and not in flight. A watermark, taken before, says nothing of that.
    """
    until = time.monotonic() + JOURNAL_WITHIN_SECONDS
    while True:
        row = connection.execute(
            "SELECT h.position <= coalesce((SELECT p.position FROM projections p WHERE p.name = 'journal'), 0) "
            "AS carried FROM head h"
        ).fetchone()
        assert row is not None
        if row["carried"] or time.monotonic() > until:
            return bool(row["carried"])
        time.sleep(0.01)
        connection.execute("COMMIT AND CHAIN")  # the same kind of transaction with a snapshot of now


def _chosen(connection: Connection, programme: str | None) -> str:
    if programme is not None:
        if not is_known(connection, programme):
            raise ProgrammeYearUnknown(f"{programme} is not known here", field="programme")
        return programme
    known = [
        str(row["programme_id"])
        for row in connection.execute("SELECT programme_id FROM journal_entries WHERE number = 1 ORDER BY 1").fetchall()
    ]
    if len(known) > 1:
        raise ProgrammeNotNamed(f"name one of {', '.join(known)}", field="programme")
    if not known:
        raise ProgrammeYearUnknown("no programme year is known here", field="programme")
    return known[0]


def _passed(connection: Connection) -> dict[str, int]:
    rows = connection.execute("SELECT service, hlc FROM watermarks").fetchall()
    return {row["service"]: row["hlc"] for row in rows}


def _latest_passed(connection: Connection, passed: dict[str, int]) -> datetime:
    """The latest whole millisecond that every service heard of has passed; before any is heard, what stands here."""
    if not passed:
        row = connection.execute("SELECT hlc FROM head").fetchone()
        assert row is not None
        return hlc.instant_of(row["hlc"])
    return hlc.instant_of(min(passed.values())) - timedelta(milliseconds=1)


def _number_at(connection: Connection, programme: str, stamp: int) -> int:
    """The numbers of a journal rise with its stamps, so that what was known at an instant is a prefix of it."""
    row = connection.execute(
        "SELECT number FROM journal_entries WHERE programme_id = %s AND hlc <= %s ORDER BY hlc DESC LIMIT 1",
        (programme, stamp),
    ).fetchone()
    return int(row["number"]) if row else 0
