"""The budget counted anew from the source facts of all services: an answer that need not trust programme's journal."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from audit.counting import count
from audit.facts import Fact, money_facts
from audit.figures import figures_of
from shared.kernel import hlc
from shared.kernel.canonical import instant_text


def recount(
    dsns: dict[str, str], programme: str, *, as_of: date | None = None, known_at: datetime | None = None
) -> dict[str, Any]:
    """The figures of `grosz budget --json`, in grosze, with everything that is on its way counted as arrived.

    dsns      service to the address of its database; programme, grants and payments are read.
    as_of     what takes effect up to this Warsaw day; None: everything.
    known_at  what was recorded up to this instant (milliseconds), in whichever store; None: everything stored, and the
              answer names the instant of the last fact. While services write, name one that lies in the past.

    Raises LookupError when nothing of the programme is stored, UnknownShape, psycopg.Error.
    """
    last = 0

    def noting_the_last(facts: Iterator[Fact]) -> Iterator[Fact]:
        nonlocal last
        for fact in facts:
            last = fact.stamp
            yield fact

    until = hlc.last_at(known_at) if known_at else None
    counted = count(noting_the_last(money_facts(dsns, programme, until=until)), programme)
    if not last and not known_at:
        raise LookupError(f"no fact of {programme} is stored")
    return {
        "programme": programme,
        "as_of": as_of.isoformat() if as_of else None,
        "known_at": instant_text(known_at or hlc.instant_of(last)),
        **figures_of(counted.ledger, as_of=as_of),
    }
