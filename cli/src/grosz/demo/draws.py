"""Chance from a seed, in whole numbers only: the same plan on every machine, where a float's last digit may differ."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_SCALE = 1_000_000
_UNIT = 1_000


class Draws:
    """One source of chance. Sources with different names are independent of each other."""

    def __init__(self, *names: object) -> None:
        self._random = random.Random("/".join(map(str, names)))

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self._random.randrange(high - low + 1)

    def chance(self, percent: int) -> bool:
        return self.between(1, 100) <= percent

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.between(0, len(choices) - 1)]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Fisher and Yates; written out because the library's own shuffle may change between versions."""
        mixed = list(things)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.between(0, last)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def heavy_tailed(self, count: int, *, ratio: int) -> list[int]:
        """Weights with many small and few large ones (Pareto, shape 1), the largest at most `ratio` times the least."""
        return [_SCALE // self.between(_UNIT // ratio, _UNIT) for _ in range(count)]
