"""Where the workbench reads: the services' databases, their LOG streams, or an exported bundle. Same records from each.

    record      one record, parsed when asked
    databases   the stores themselves, read only
    log         the LOG streams on the bus
    bundle      a folder that was exported, offline
    places      which of them a command means, and where it is
    merged      the records of all services in the order of their clocks, and where a cut lies in them

A source is read as often as wanted; it holds no history in memory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from audit.sources.record import Record, Unreadable

__all__ = ["SERVICES", "Mark", "Record", "Source", "SourceDown", "Unreadable"]

SERVICES = ("programme", "grants", "payments", "notifications")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a source knows a service: its last record, and the watermark.

    watermark  a stamp: no record beyond `position` will ever bear this one or a smaller one.
    """

    position: int
    watermark: int


class SourceDown(Exception):
    """The source does not answer, or is not there; the message says which, why, and what to do next."""


class Source(Protocol):
    """The records of some services."""

    @property
    def services(self) -> Sequence[str]:
        """Whose records are here, in a fixed order."""

    def describe(self) -> str:
        """In a few words, without secrets: for people, and for the record of the workbench's use."""

    def mark(self, service: str) -> Mark:
        """How far the source knows a service now. Raises SourceDown."""

    def records(self, service: str, *, after: int = 0, until: int | None = None) -> Iterator[Record]:
        """A service's records in the order of positions, those above `after` and up to `until`.

        None: as far as `mark` reaches when the reading begins. Raises SourceDown, Unreadable.
        """

    def close(self) -> None:
        """Free what is held."""
