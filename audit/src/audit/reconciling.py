"""One answer of a reconciliation: facts, journal, statements and the services' words, from whichever source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audit.commitments import of_books
from audit.difference import Difference
from audit.figures import figures_of
from audit.gathering import Gathered
from audit.journal import fold
from audit.reconcile import ledger_differences
from audit.replay import Replay
from audit.sources import Source
from audit.sources.bundle import Bundle
from audit.sources.places import Places
from audit.spoken import Spoken, asked, nobody_asked
from audit.statements import GAP
from audit.words import compare_budget, compare_grants, compare_payments
from shared.kernel.canonical import instant_text

LEFT_OUT = "it was left out (--facts-only)"
OFFLINE = "a bundle holds facts, and nothing that services say of them"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the year (None: the only one), a day, a moment, and whether services are asked too."""

    programme: str | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    facts_only: bool = False


def reconciled(source: Source, places: Places, asked_for: Asked) -> dict[str, Any]:
    """Every difference, each with the facts behind it. Raises LookupError, UnknownShape, SourceDown, Unreadable.

    The services are asked before the facts are read, so that what they know of is among the facts.
    """
    programme = asked_for.programme or _only_year(source, asked_for.known_at)
    spoken = _spoken(source, places, programme, asked_for)
    replay = Replay.known_at(source, asked_for.known_at)
    gathered = Gathered(programme).read(replay)
    if programme not in gathered.years:
        raise LookupError(f"no fact of {programme} is known at {instant_text(replay.known)}")
    found = differences(gathered, spoken, as_of=asked_for.as_of)
    return {
        "programme": programme,
        "as_of": asked_for.as_of,
        **replay.told(),
        "compared": {
            "facts": len(gathered.facts),
            "journal_entries": len(gathered.entries),
            "commitment_books": len(gathered.books),
            "statements": len(gathered.statements.found),
            "statement_lines": gathered.statements.lines,
            "transfers_awaiting_a_statement": gathered.statements.waiting,
            **{f"words_of_{service}": how for service, how in sorted(spoken.how.items())},
        },
        "not_compared": [
            *(f"words of {service}: {why}" for service, why in sorted(spoken.why_not.items())),
            f"continuity of statements: {GAP}",
        ],
        "differences": [_plain(one) for one in found],
    }


def differences(gathered: Gathered, spoken: Spoken, *, as_of: date | None = None) -> list[Difference]:
    """All that is said differently, in the order: stores, law, journal, budget, registers, bank."""
    programme = str(gathered.programme)
    facts, entries = gathered.facts, gathered.entries
    return [
        *gathered.strange(),
        *of_books(gathered.books),
        *ledger_differences(facts, entries, programme, spoken.budget),
        *(
            compare_budget(figures_of(fold(entries).ledger, as_of=as_of), spoken.figures)
            if spoken.figures is not None
            else ()
        ),
        *(compare_grants(facts, spoken.grants) if spoken.grants is not None else ()),
        *(compare_payments(facts, spoken.payments) if spoken.payments is not None else ()),
        *gathered.statements.all_differences(),
    ]


def _spoken(source: Source, places: Places, programme: str, asked_for: Asked) -> Spoken:
    if asked_for.facts_only:
        return nobody_asked(LEFT_OUT)
    if isinstance(source, Bundle):
        return nobody_asked(OFFLINE)
    return asked(places, programme, as_of=asked_for.as_of, known_at=asked_for.known_at)


def _only_year(source: Source, known_at: datetime | None) -> str:
    """The programme year, where there is one only. Raises LookupError."""
    years = sorted(Gathered(None).read(Replay.known_at(source, known_at)).years)
    if len(years) == 1:
        return years[0]
    raise LookupError(f"name one of {', '.join(years)} with --programme" if years else "no programme year is known yet")


def _plain(one: Difference) -> dict[str, Any]:
    return {
        "where": one.where,
        "what": one.what,
        "counted_grosze": one.counted,
        "said_grosze": one.said,
        "facts": list(one.facts),
    }
