"""Given facts, when a decision, then facts: the same three steps for every aggregate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shared.kernel.aggregate import Aggregate
from shared.kernel.refusal import Refusal


class Scenario:
    """One history of one aggregate, and one decision taken on it."""

    def __init__(self, aggregate: Aggregate[Any]) -> None:
        self._aggregate = aggregate
        self._state = aggregate.initial
        self._decide: Callable[[Any], Sequence[object]] | None = None

    def given(self, *events: object) -> Scenario:
        self._state = self._aggregate.fold(events, self._state)
        return self

    def when(self, decide: Callable[[Any], Sequence[object]]) -> Scenario:
        self._decide = decide
        return self

    def then(self, *expected: object) -> None:
        """These facts and no others; and the same wish again, on the new state, yields nothing."""
        events = self.decided()
        assert events == list(expected)
        assert self._again(events) == []

    def then_each_time(self, *expected: object) -> None:
        """These facts and no others, for wishes that are new each time they are made."""
        assert self.decided() == list(expected)

    def refused(self, kind: type[Refusal]) -> Refusal:
        with pytest.raises(kind) as caught:
            self.decided()
        return caught.value

    def nothing_happens(self) -> None:
        assert self.decided() == []

    def decided(self) -> list[object]:
        assert self._decide is not None, "when(...) is missing"
        return list(self._decide(self._state))

    def _again(self, events: Sequence[object]) -> list[object]:
        assert self._decide is not None
        return list(self._decide(self._aggregate.fold(events, self._state)))
