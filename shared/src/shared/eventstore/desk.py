"""The desk at which one decision is taken: it shows states and takes down facts; the append stores them."""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

from shared.eventstore.records import Act, KeptText
from shared.kernel.aggregate import Aggregate
from shared.kernel.texts import TextRef

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact taken down: where it goes and on which day it takes effect."""

    stream: str
    key: str
    version: int
    event: object
    effective_on: date


@dataclass(slots=True)
class Desk:
    """What a use case sees. `look_up` gives (state, version) of a stream as this batch of decisions knows it."""

    act: Act
    look_up: Callable[[Aggregate[Any], str], tuple[Any, int]]
    noted: list[Noted] = field(default_factory=list)
    texts: list[KeptText] = field(default_factory=list)
    states: dict[str, tuple[Any, int]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def state(self, aggregate: Aggregate[State], key: str) -> State:
        """The aggregate's state, with what this decision has recorded so far."""
        folded: State = self._at(aggregate, aggregate.stream(key))[0]
        return folded

    def record(
        self, aggregate: Aggregate[Any], key: str, events: Sequence[object], *, effective_on: date | None = None
    ) -> None:
        """Take down facts, in order. `effective_on` is a Warsaw date; default: the day of the act."""
        stream = aggregate.stream(key)
        state, version = self._at(aggregate, stream)
        for event in events:
            version += 1
            state = aggregate.evolve(state, event)
            self.noted.append(Noted(stream, key, version, event, effective_on or self.act.acted_on))
        self.states[stream] = (state, version)

    def keep_text(self, text: str) -> TextRef:
        """Put a text beside the events; only its reference and salted hash may go into one."""
        kept = KeptText(ref=uuid4().hex, salt=os.urandom(16), body=text)
        self.texts.append(kept)
        return TextRef(ref=kept.ref, digest=hashlib.sha256(kept.salt + text.encode()).hexdigest())

    def _at(self, aggregate: Aggregate[Any], stream: str) -> tuple[Any, int]:
        self.read.add(stream)
        if stream not in self.states:
            self.states[stream] = self.look_up(aggregate, stream)
        return self.states[stream]
