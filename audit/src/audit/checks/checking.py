"""One pass over history, with every rule: what was checked, how many cases held, and each breach with its evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audit.checks import calling, contracting, making, money, offering, paying, settling
from audit.checks.files import Files
from audit.checks.filing import put
from audit.checks.rules import BREACH, Case, Rule, day_of, kind
from audit.sources.record import Record, Unreadable

RULES: tuple[Rule, ...] = (
    *money.RULES,
    *making.RULES,
    *calling.RULES,
    *offering.RULES,
    *contracting.RULES,
    *paying.RULES,
    *settling.RULES,
)
BY_CODE = {rule.code: rule for rule in RULES}
_AFTER_POSTING = "budget.entry-posted"


@dataclass(slots=True)
class Found:
    """Of one rule: how many cases it was held against, and those that broke it."""

    checked: int = 0
    broken: list[Case] = field(default_factory=list)

    def note(self, case: Case) -> None:
        self.checked += 1
        if not case.held:
            self.broken.append(case)


@dataclass(slots=True)
class Checks:
    """rules: those to be held against history; as_of: what takes effect later is left out, and is not judged.

    The journal is an exception: its law holds at every prefix and on every day of it, so it is read whole.

    closely  grants, calls …, of which it is kept how often each rule was held against them: see `closer`
    """

    rules: Sequence[Rule] = RULES
    as_of: date | None = None
    files: Files = field(default_factory=Files)
    found: dict[str, Found] = field(default_factory=dict)
    closely: frozenset[str] = frozenset()
    closer: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _by_stem: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    _of_all: list[Rule] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.found = {rule.code: Found() for rule in self.rules}
        for rule in self.rules:
            for name in rule.looks_at:
                self._by_stem[name].append(rule)
        self._of_all = [rule for rule in self.rules if rule.judge and not rule.looks_at]

    def run(self, records: Iterable[Record], *, today: date) -> Checks:
        """Read history to its end, and then judge what is open on its last day."""
        for record in records:
            self.take(record)
        self.end(today)
        return self

    def take(self, record: Record) -> None:
        """Judge a fact by what stood before it, then put it into its file. An entry is judged by what it leaves.

        Raises Unreadable where a fact has not the fields that its name promises.
        """
        try:
            self._take(record)
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"{record}: {record.name} is not in its form: {error!r}") from error

    def _take(self, record: Record) -> None:
        name = kind(record)
        posted = name == _AFTER_POSTING
        on = day_of(record)
        if self.as_of and on > self.as_of and not posted:
            return
        if posted:
            put(self.files, record)
        for rule in (*self._by_stem.get(name, ()), *self._of_all):
            if on >= rule.since and rule.judge:
                for one in rule.judge(self.files, record):
                    self._note(rule, one)
        if not posted:
            put(self.files, record)

    def end(self, today: date) -> None:
        for rule in self.rules:
            if rule.at_end:
                for one in rule.at_end(self.files, self.as_of or today):
                    if not one.facts or one.facts[0].on >= rule.since:
                        self._note(rule, one)

    def _note(self, rule: Rule, one: Case) -> None:
        self.found[rule.code].note(one)
        if one.about in self.closely:
            self.closer[one.about][rule.code] += 1

    @property
    def breaches(self) -> int:
        """Cases that broke a rule; warnings are not among them."""
        return sum(len(self.found[rule.code].broken) for rule in self.rules if rule.severity == BREACH)

    @property
    def warnings(self) -> int:
        return sum(len(found.broken) for found in self.found.values()) - self.breaches

    def plain(self, *, language: str = "en") -> list[dict[str, Any]]:
        """Each rule with its cases, in the order of the table; breaches in the order in which they were found."""
        return [
            {
                **rule.plain(),
                "sentence": rule.sentence(language),
                "checked": self.found[rule.code].checked,
                "held": self.found[rule.code].checked - len(self.found[rule.code].broken),
                "broken": [plain_case(case) for case in self.found[rule.code].broken],
            }
            for rule in self.rules
        ]


def plain_case(case: Case) -> dict[str, Any]:
    return {"about": case.about, "facts": [fact.plain() for fact in case.facts], "said": case.said}
