"""The shape of an aggregate: a name, an empty state, and a fold. Decisions are plain functions beside it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State")


@dataclass(frozen=True)
class Aggregate(Generic[State]):
    """A decider's passive half (Chassaing, "Functional Event Sourcing Decider", 2021).

    category  first part of the stream's name: "offer" makes streams "offer/<key>";
    initial   the state before the first fact;
    evolve    (state, event) -> state; total, pure, never raises: yesterday's facts stay true;
    met_new   a decision nearly always meets it without facts (an answer given once): the writer presumes so instead of
              reading, and the append refuses where it was wrong.
    """

    category: str
    initial: State
    evolve: Callable[[State, object], State]
    met_new: bool = False

    def stream(self, key: str) -> str:
        return f"{self.category}/{key}"

    def fold(self, events: Iterable[object], state: State | None = None) -> State:
        folded = self.initial if state is None else state
        for event in events:
            folded = self.evolve(folded, event)
        return folded
