"""Replay of all services up to a moment: what each store had recorded, in causal order, with nothing missing below.

A cut is final ("complete") once the watermark of every service has passed its moment. While it is being read, each
record's causes are looked up: all of them must lie in the cut, before it. One that does not is an effect without cause.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from audit.sources import Mark, Source
from audit.sources.merged import marks_of, merged
from audit.sources.record import Record
from shared.kernel import hlc
from shared.kernel.canonical import instant_text

SHOWN_VIOLATIONS = 20


@dataclass(slots=True)
class Replay:
    """until: the greatest stamp that counts. Read `records` once, to the end; then the rest tells of it.

    positions   the last position of each service in the cut
    violations  "service:position" of effects whose cause is not in the cut before them, the first of them
    """

    source: Source
    until: int
    marks: dict[str, Mark]
    positions: dict[str, int] = field(default_factory=dict)
    checked: int = 0
    violations_count: int = 0
    violations: list[str] = field(default_factory=list)

    @classmethod
    def known_at(cls, source: Source, instant: datetime | None) -> "Replay":
        """Up to this instant, to the millisecond; None: the latest that every service has passed."""
        marks = marks_of(source)
        return cls(source, hlc.last_at(instant or _latest_passed(marks)), marks, dict.fromkeys(marks, 0))

    @property
    def known(self) -> datetime:
        return hlc.instant_of(self.until)

    @property
    def behind(self) -> list[str]:
        """The services that may still record something up to the moment."""
        return sorted(service for service, mark in self.marks.items() if mark.watermark < self.until)

    def reasons(self) -> list[str]:
        """For each service that is behind: how far it has come."""
        return [
            f"{service} has passed {instant_text(passed)} only, short by {_words(self.known - passed)}"
            for service in self.behind
            for passed in [hlc.instant_of(self.marks[service].watermark)]
        ]

    def records(self) -> Iterator[Record]:
        """The records of the cut in causal order, each with its causes looked up."""
        for record in merged(self.source, until=self.until, marks=self.marks):
            self._look_up(record)
            self.positions[record.service] = record.position
            yield record

    def told(self) -> dict[str, Any]:
        """What every answer that rests on a cut says of it, once it was read to its end."""
        return {
            "known_at": instant_text(self.known),
            "complete": not self.behind,
            "behind": self.behind,
            "reasons": self.reasons(),
            "cut": self.cut(),
            "causes": {
                "checked": self.checked,
                "violations": self.violations_count,
                "first_violations": self.violations,
            },
        }

    def cut(self) -> dict[str, Any]:
        """Where the moment lies in each store. Of a complete cut this never changes: all have passed its moment."""
        return {
            "hlc": hlc.text_of(self.until),
            "services": {
                service: {
                    "position": self.positions[service],
                    "watermark": hlc.text_of(min(mark.watermark, self.until)),
                }
                for service, mark in sorted(self.marks.items())
            },
        }

    def _look_up(self, record: Record) -> None:
        for service, position in record.causes.items():
            self.checked += 1
            if position <= self.positions.get(service, 0):
                continue
            mark = self.marks.get(service)
            if mark and position > mark.position and service in self.behind:
                continue  # the source has not seen it yet, and the answer says so
            self.violations_count += 1
            if len(self.violations) < SHOWN_VIOLATIONS:
                self.violations.append(str(record))


def _latest_passed(marks: dict[str, Mark]) -> datetime:
    """A whole millisecond that every service has passed to its end."""
    passed = min((mark.watermark for mark in marks.values()), default=0)
    instant = hlc.instant_of(passed)
    return instant if hlc.last_at(instant) <= passed else instant - timedelta(milliseconds=1)


def _words(time: timedelta) -> str:
    """A stretch of time to the second; below one, in milliseconds."""
    seconds = time // timedelta(seconds=1)
    return str(timedelta(seconds=seconds)) if seconds else f"{time // timedelta(milliseconds=1)} ms"
