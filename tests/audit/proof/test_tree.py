"""Proofs hold for every size, and no other hash, index, size or root passes for the true one."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.proof.leaves import Leaves
from audit.proof.tree import BadProof, Roots, consistency, grown_root, inclusion, root_with
from shared.proof.hashing import EMPTY_ROOT, leaf_hash, node_hash
from shared.sealing.growth import Tree

HASHES = [leaf_hash(str(number).encode()) for number in range(300)]


def defined_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, word by word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY_ROOT
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(defined_root(hashes[:split]), defined_root(hashes[split:]))


def whole_of(hashes: list[bytes]) -> Callable[[int, int], bytes]:
    def whole(height: int, number: int) -> bytes:
        assert (number + 1) << height <= len(hashes), "an incomplete part of the tree was asked for"
        return defined_root(hashes[number << height : (number + 1) << height])

    return whole


def test_roots_are_those_of_the_definition_and_of_the_services_own_tree() -> None:
    counted, grown = Roots(), Tree()
    assert counted.root() == EMPTY_ROOT
    for size, one in enumerate(HASHES, 1):
        counted.add([one])
        grown.append(one)
        assert counted.root() == defined_root(HASHES[:size]) == grown.root()


def test_every_record_of_every_size_up_to_90_is_proven() -> None:
    for size in range(1, 91):
        root, whole = defined_root(HASHES[:size]), whole_of(HASHES[:size])
        for index in range(size):
            assert root_with(HASHES[index], index, size, inclusion(index, size, whole)) == root


def test_every_size_up_to_90_is_proven_to_begin_with_every_smaller_one() -> None:
    for new in range(1, 91):
        root, whole = defined_root(HASHES[:new]), whole_of(HASHES[:new])
        for old in range(1, new + 1):
            path = consistency(old, new, whole)
            assert grown_root(old, new, defined_root(HASHES[:old]), path) == root
            assert len(path) <= 2 * new.bit_length()


def test_published_consistency_proof_of_the_certificate_transparency_project() -> None:
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in leaves]
    assert [one.hex() for one in inclusion(5, 8, whole_of(hashes))] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [one.hex() for one in consistency(6, 8, whole_of(hashes))] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@settings(deadline=None)
@given(st.data())
def test_whatever_is_changed_in_a_proof_of_inclusion_another_root_comes_out(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(index, size, whole_of(HASHES[:size]))
    root = defined_root(HASHES[:size])
    what = data.draw(st.sampled_from(["leaf", "index", "a hash", "shorter", "longer", "turned round"]))
    leaf, place = HASHES[index], index
    match what:
        case "leaf":
            leaf = HASHES[(index + 1) % size]
        case "index":
            place = data.draw(st.integers(0, size - 1).filter(lambda other: other != index))
        case "a hash":
            path[data.draw(st.integers(0, len(path) - 1))] = leaf_hash(b"tampered")
        case "shorter":
            path.pop(data.draw(st.integers(0, len(path) - 1)))
        case "longer":
            path.append(leaf_hash(b"more"))
        case _:
            path.reverse()
    if path == inclusion(index, size, whole_of(HASHES[:size])) and (leaf, place) == (HASHES[index], index):
        return
    with contextlib.suppress(BadProof):
        assert root_with(leaf, place, size, path) != root


@settings(deadline=None)
@given(st.integers(2, 300), st.data())
def test_a_history_that_was_changed_below_the_old_size_is_never_proven(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    changed = list(HASHES[:new])
    changed[data.draw(st.integers(0, old - 1))] = leaf_hash(b"tampered")
    try:
        shown = grown_root(old, new, defined_root(HASHES[:old]), consistency(old, new, whole_of(changed)))
    except BadProof:
        return
    assert shown != defined_root(changed)


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_what_cannot_be_is_refused(old: int, new: int) -> None:
    with pytest.raises(BadProof):
        consistency(old, new, whole_of(HASHES))
    with pytest.raises(BadProof):
        grown_root(old, new, b"", [])


def test_a_file_of_hashes_gives_the_same_roots_parts_and_differences() -> None:
    ours, theirs = Leaves(io.BytesIO()), Leaves(io.BytesIO())
    ours.take(iter(HASHES), sizes=[0, 7, 256, 300, 301])
    assert ours.roots == {size: defined_root(HASHES[:size]) for size in (0, 7, 256, 300)}
    assert list(ours) == HASHES
    assert ours.whole(4, 3) == defined_root(HASHES[48:64])
    theirs.take(iter(HASHES[:200]))
    theirs.count_roots([7, 200, 300])
    assert theirs.roots == {size: defined_root(HASHES[:size]) for size in (7, 200)}
    assert ours.first_difference(theirs, end=200) is None
    assert ours.first_difference(theirs, end=300) == 201
    theirs.take([*HASHES[:150], leaf_hash(b"tampered"), *HASHES[151:]])
    assert ours.first_difference(theirs, end=300) == 151
    assert ours.first_difference(theirs, end=300, after=151) is None
    assert theirs.true_to([(100, defined_root(HASHES[:100])), (300, defined_root(HASHES))]) == 0
    theirs.count_roots([100, 300])
    assert theirs.true_to([(100, defined_root(HASHES[:100])), (300, defined_root(HASHES))]) == 100
