"""A map whose `set` gives a new map and leaves the old one as it was, cheap for thousands of keys."""

from collections.abc import Iterator
from typing import Generic, TypeVar
from zlib import crc32

V = TypeVar("V")

_BUCKETS = 256


class PersistentMap(Generic[V]):
    """String keys. A change copies one bucket of 256, so a state of ten thousand accounts costs a copy of forty."""

    __slots__ = ("_buckets",)

    def __init__(self, buckets: tuple[dict[str, V], ...] = ({},) * _BUCKETS) -> None:
        self._buckets = buckets

    def get(self, key: str) -> V | None:
        return self._buckets[crc32(key.encode()) % _BUCKETS].get(key)

    def set(self, key: str, value: V) -> "PersistentMap[V]":
        number = crc32(key.encode()) % _BUCKETS
        changed = {**self._buckets[number], key: value}
        return PersistentMap((*self._buckets[:number], changed, *self._buckets[number + 1 :]))

    def items(self) -> Iterator[tuple[str, V]]:
        for bucket in self._buckets:
            yield from bucket.items()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersistentMap) and self._buckets == other._buckets

    def __hash__(self) -> int:
        return hash(tuple(sorted(key for key, _ in self.items())))
