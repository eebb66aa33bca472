"""A tree that only grows gives the roots of RFC 6962, at every size, also when it is taken up from its tiles."""

from __future__ import annotations

from shared.proof.hashing import EMPTY_ROOT, leaf_hash, node_hash
from shared.sealing.growth import TILE_WIDTH, Tree, tree_of

# Leaves and roots of the certificate-transparency project's reference vectors.
LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def defined_root(leaves: list[bytes]) -> bytes:
    """The definition, word by word: split at the largest power of two below the size."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


class Tiles:
    """Stored hashes in memory."""

    def __init__(self) -> None:
        self.levels: dict[int, list[bytes]] = {}

    def grow(self, tree: Tree, leaf: bytes) -> None:
        for stored in tree.append(leaf):
            hashes = self.levels.setdefault(stored.level, [])
            assert len(hashes) == stored.number
            hashes.append(stored.hash)

    def hashes(self, level: int, first: int, count: int) -> list[bytes]:
        assert first // TILE_WIDTH == (first + count - 1) // TILE_WIDTH, "more than one tile was asked for"
        return self.levels[level][first : first + count]


def test_roots_are_the_published_ones() -> None:
    tree = Tree()
    assert tree.root() == EMPTY_ROOT
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        tree.append(leaf_hash(leaf))
        assert tree.root().hex() == root


def test_roots_are_those_of_the_definition_at_every_size_and_from_the_tiles_too() -> None:
    tree, tiles, leaves = Tree(), Tiles(), []
    for number in range(600):
        leaves.append(leaf_hash(str(number).encode()))
        tiles.grow(tree, leaves[-1])
        if number < 90 or number % 37 == 0:
            assert tree.root() == defined_root(leaves)
    for size in [*range(91), 255, 256, 257, 511, 512, 513, 599, 600]:
        assert tree_of(size, tiles.hashes).root() == defined_root(leaves[:size])


def test_a_tree_taken_up_from_its_tiles_goes_on_as_if_it_had_never_stopped() -> None:
    steady, tiles = Tree(), Tiles()
    for number in range(70_000):
        leaf = leaf_hash(number.to_bytes(4))
        tiles.grow(steady, leaf)
        if number in (0, 255, 256, 65_535, 65_536, 65_800):
            again = tree_of(steady.size, tiles.hashes)
            assert (again.size, again.peaks) == (steady.size, steady.peaks)
    assert len(tiles.levels[0]) == 70_000
    assert len(tiles.levels[1]) == 70_000 // 256
    assert len(tiles.levels[2]) == 1
