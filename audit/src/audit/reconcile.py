"""Facts, journal and the services' words: every difference between them, to the grosz. An empty list: they agree."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from audit.commitments import commitment_differences
from audit.difference import Difference
from audit.entries import Entry, journal_entries
from audit.facts import Fact, money_facts
from audit.figures import figures_of
from audit.journal import Breach, fold
from audit.matching import compare, not_posted
from audit.meanings import MEANINGS, QUIET
from audit.reading import contents
from audit.words import compare_budget, compare_grants, compare_payments
from shared.kernel import hlc

__all__ = ["Difference", "reconcile"]


def reconcile(
    dsns: Mapping[str, str],
    programme: str,
    budget_answer: Mapping[str, Any] | None = None,
    grants_rows: Sequence[Mapping[str, Any]] | None = None,
    payment_totals: Mapping[str, Any] | None = None,
) -> list[Difference]:
    """Hold the count against the journal, and both against what the services say, where that is given.

    budget_answer   programme's `budget`; the count and the journal are then cut at its `known_at`. What it shows as
                    in flight may be missing from the journal, if it is exactly that much.
    grants_rows     the rows of grants' `grants`, all pages; payment_totals: payments' `payment-totals`. Both speak of
                    now, so they are held against all facts; ask when nothing is on its way.

    Keeps the money facts of the one programme year in memory. Raises LookupError when nothing of it is stored,
    UnknownShape, psycopg.Error.
    """
    facts = list(money_facts(dsns, programme))
    entries = list(journal_entries(dsns["programme"], programme))
    if not facts and not entries:
        raise LookupError(f"no fact of {programme} is stored")
    return [
        *_strange_contents(dsns),
        *commitment_differences(dsns["programme"]),
        *ledger_differences(facts, entries, programme, budget_answer),
        *(compare_grants(facts, grants_rows) if grants_rows is not None else ()),
        *(compare_payments(facts, payment_totals) if payment_totals is not None else ()),
    ]


def ledger_differences(
    facts: Sequence[Fact], entries: Sequence[Entry], programme: str, answer: Mapping[str, Any] | None
) -> list[Difference]:
    """A year's facts against its journal, and the journal against programme's answer, where that is given."""
    until = hlc.last_at(_instant(answer["known_at"])) if answer else None
    known = [fact for fact in facts if until is None or fact.stamp <= until]
    posted = [entry for entry in entries if until is None or entry.stamp <= until]
    journal = fold(posted)
    as_of = _day(answer["as_of"]) if answer and answer["as_of"] else None
    on_the_way = _on_the_way(not_posted(known, posted), answer, as_of) if answer else []
    return [
        *map(_of_breach, journal.breaches),
        *compare(known, posted, journal.ledger, programme, on_the_way=on_the_way),
        *(compare_budget(figures_of(journal.ledger, as_of=as_of), answer) if answer else ()),
    ]


def _on_the_way(missing: Sequence[Fact], answer: Mapping[str, Any], as_of: date | None) -> list[Fact]:
    """Facts of other services that programme knows to be unposted: all of those effective by the day, or none.

    What takes effect after the day asked for is in no figure of the answer, so it is left out with them.
    """
    others = [fact for fact in missing if fact.service != "programme"]
    effective = sum(fact.amount for fact in others if as_of is None or fact.day <= as_of)
    return others if effective == answer["in_flight"] else []


def _of_breach(breach: Breach) -> Difference:
    where = f" in {breach.account}" if breach.account else ""
    day = f", at the end of {breach.day}" if breach.day else ""
    counted = None if breach.balance is None else 0
    return Difference("law", f"journal no. {breach.number}: {breach.rule}{where}{day}", counted, breach.balance)


def _strange_contents(dsns: Mapping[str, str]) -> list[Difference]:
    """Names that may mean money nobody counts, and positions that are missing."""
    found = []
    for service, dsn in sorted(dsns.items()):
        store = contents(dsn)
        found += [
            Difference("store", f"{service} holds {count} facts named {name}, whose meaning for money is not known")
            for name, count in sorted(store.names.items())
            if name not in MEANINGS and name not in QUIET
        ]
        missing = store.last_position - sum(store.names.values())
        if missing:
            found.append(Difference("store", f"{service} lacks {missing} of {store.last_position} positions"))
    return found


def _instant(value: str | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
