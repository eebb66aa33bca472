"""A fact as evidence: what of it a finding tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Ref:
    """A fact as evidence: its place, id, stored name, the day on which it takes effect, and who acted (a pseudonym)."""

    place: str
    event_id: str
    name: str
    on: date
    actor: str
    stamp: int

    def plain(self) -> dict[str, Any]:
        return {"place": self.place, "event_id": self.event_id, "name": self.name, "on": self.on, "actor": self.actor}
