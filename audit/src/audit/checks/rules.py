"""What a rule is, and what it says of one case: data, beside the function that judges.

A rule is judged on facts, never on figures that somebody states. It looks at a fact before it is put into its file, so
that the file shows what stood when the fact was recorded; what was never done is judged at the end of the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audit.checks.evidence import Ref
from audit.checks.files import Files
from audit.meanings import stem
from audit.sources.record import Record
from audit.warsaw import WARSAW

BREACH, WARNING = "breach", "warning"
ALWAYS = date(2003, 6, 29)
"""UDPP is in force since then: no fact of ours is older."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a rule was held against. about: a grant, call, programme …; said: figures and days, by name."""

    held: bool
    about: str
    facts: tuple[Ref, ...]
    said: dict[str, Any]


Judge = Callable[[Files, Record], Iterator[Case]]
AtEnd = Callable[[Files, date], Iterator[Case]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of the law, and how history is held against it.

    since     facts that take effect before that day are not judged: then the law was another
    severity  a breach; or a warning: a term without a sanction, or a duty that is not the city's own
    looks_at  stored names without their version
    at_end    judges what is still open on the last day of the history, as far as it is asked for
    """

    code: str
    en: str
    pl: str
    article: str
    severity: str = BREACH
    since: date = ALWAYS
    looks_at: tuple[str, ...] = ()
    judge: Judge | None = None
    at_end: AtEnd | None = None

    def sentence(self, language: str) -> str:
        return self.pl if language == "pl" else self.en

    def plain(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "en": self.en,
            "pl": self.pl,
            "article": self.article,
            "severity": self.severity,
            "since": self.since,
        }


def ref(record: Record) -> Ref:
    envelope = record.envelope
    return Ref(
        str(record), record.event_id, record.name, day_of(record), str(envelope.get("actor") or ""), record.stamp
    )


def case(held: bool, about: str, *facts: Record | Ref | None, **said: Any) -> Case:
    """facts: what the judgement rests on, the judged one first; None is left out."""
    refs = tuple(fact if isinstance(fact, Ref) else ref(fact) for fact in facts if fact is not None)
    return Case(held, about, refs, {name: value for name, value in said.items() if value is not None})


def day_of(record: Record) -> date:
    """The day on which a fact takes effect."""
    return date.fromisoformat(record.envelope["effective_on"])


def acted_at(record: Record) -> datetime:
    return datetime.fromisoformat(record.envelope["acted_at"])


def acted_on(record: Record) -> date:
    """The Warsaw day of the act, which may be later than the day on which it takes effect."""
    return acted_at(record).astimezone(WARSAW).date()


def day(data: dict[str, Any], field: str) -> date | None:
    """A day that a fact names; None where it names none."""
    return date.fromisoformat(data[field]) if data.get(field) else None


def instant(data: dict[str, Any], field: str) -> datetime | None:
    return datetime.fromisoformat(data[field]) if data.get(field) else None


def kind(record: Record) -> str:
    return stem(record.name)
