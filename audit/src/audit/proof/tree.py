"""Roots, inclusion and consistency of a tree of hashes, straight from the definitions of RFC 6962, section 2.1.

Proofs are checked by rebuilding the root along the definition; making one asks for the roots of a few whole subtrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from shared.proof.hashing import EMPTY_ROOT, node_hash

Whole = Callable[[int, int], bytes]
"""whole(height, number): the root over 2**height hashes, the number-th such group from the left, from 0."""


class BadProof(Exception):
    """A proof has too few hashes or too many, or asks for what cannot be."""


class Roots:
    """Counts the root of a growing sequence of hashes in one pass; memory grows with its logarithm only."""

    def __init__(self) -> None:
        self.size = 0
        self._waiting: list[tuple[int, bytes]] = []

    def add(self, hashes: Iterable[bytes]) -> None:
        waiting, size = self._waiting, self.size
        for one in hashes:
            height, whole = 0, one
            while waiting and waiting[-1][0] == height:
                whole = sha256(b"\x01" + waiting.pop()[1] + whole).digest()
                height += 1
            waiting.append((height, whole))
            size += 1
        self.size = size

    def root(self) -> bytes:
        whole = b""
        for _, left in reversed(self._waiting):
            whole = node_hash(left, whole) if whole else left
        return whole or EMPTY_ROOT


def inclusion(index: int, size: int, whole: Whole) -> list[bytes]:
    """The proof that a hash is the index-th (from 0) of so many: from its sibling up to the root's child."""
    if not 0 <= index < size:
        raise BadProof(f"there is no record {index} of {size}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_root(middle, end, whole))
            end = middle
        else:
            path.append(_root(start, middle, whole))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, whole: Whole) -> list[bytes]:
    """The proof that the tree of `new` hashes begins with the tree of `old`."""
    if not 0 < old <= new:
        raise BadProof(f"a tree of {new} cannot be shown to begin with one of {old}")
    path, start, end, left_edge = [], 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_root(middle, end, whole))
            end = middle
        else:
            path.append(_root(start, middle, whole))
            start, left_edge = middle, False
    if not left_edge:
        path.append(_root(start, end, whole))
    return path[::-1]


def root_with(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a tree of `size` must have if this hash is its index-th. Raises BadProof."""
    if not 0 <= index < size:
        raise BadProof(f"there is no record {index} of {size}")
    rest = list(path)

    def below(start: int, end: int) -> bytes:
        if end - start == 1:
            return leaf
        beside, middle = _next(rest), start + _split(end - start)
        if index < middle:
            return node_hash(below(start, middle), beside)
        return node_hash(beside, below(middle, end))

    return _all_used(rest, below(0, size))


def grown_root(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> bytes:
    """The root that a tree of `new` must have if it begins with the tree of `old`. Raises BadProof.

    The old root is rebuilt from the same hashes; one that does not come out is a bad proof too.
    """
    if not 0 < old <= new:
        raise BadProof(f"a tree of {new} cannot be shown to begin with one of {old}")
    rest = list(path)

    def below(start: int, end: int, *, left_edge: bool) -> tuple[bytes, bytes]:
        if old == end:
            same = old_root if left_edge else _next(rest)
            return same, same
        beside, middle = _next(rest), start + _split(end - start)
        if old <= middle:
            before, now = below(start, middle, left_edge=left_edge)
            return before, node_hash(now, beside)
        before, now = below(middle, end, left_edge=False)
        return node_hash(beside, before), node_hash(beside, now)

    before, now = below(0, new, left_edge=True)
    if before != old_root:
        raise BadProof("the proof does not give the old root")
    return _all_used(rest, now)


def _split(count: int) -> int:
    """The largest power of two below a count of two or more."""
    return 1 << ((count - 1).bit_length() - 1)


def _root(start: int, end: int, whole: Whole) -> bytes:
    """The root over the hashes from start to before end; start is a multiple of the power of two at or above."""
    count = end - start
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return whole(height, start >> height)
    middle = start + _split(count)
    return node_hash(_root(start, middle, whole), _root(middle, end, whole))


def _next(rest: list[bytes]) -> bytes:
    if not rest:
        raise BadProof("the proof has too few hashes")
    return rest.pop()


def _all_used(rest: list[bytes], root: bytes) -> bytes:
    if rest:
        raise BadProof("the proof has too many hashes")
    return root
