"""Samples: worked by hand, the same for the same seed, and fair to money where money is what is drawn."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.checks.files import Files
from audit.checks.filing import put
from audit.population import population
from audit.sampling import Unit, drawn, hits_of, in_order, plain, population_sha256, shares
from tests.audit.history import P
from tests.audit.lawful import lawful, records

UNITS = [Unit("a", 100, "x"), Unit("b", 300, "x"), Unit("c", 600, "y"), Unit("d", 1, "y")]
units = st.lists(
    st.builds(Unit, st.uuids().map(str), st.integers(1, 10**9), st.sampled_from("xyz")), min_size=1, max_size=40
)


def test_the_order_is_that_of_sha_256_over_seed_and_grant():
    by_hand = sorted("abcd", key=lambda grant: hashlib.sha256(f"s\n{grant}".encode()).hexdigest())
    assert [unit.grant for unit in in_order(UNITS, "s")] == by_hand
    assert [one.unit.grant for one in drawn(UNITS, method="random", size=2, seed="s")] == by_hand[:2]


def test_the_population_is_named_by_its_lines():
    lines = b'["a",100,"x"]\n["b",300,"x"]\n["c",600,"y"]\n["d",1,"y"]\n'
    assert population_sha256(UNITS[::-1]) == hashlib.sha256(lines).hexdigest()


def test_monetary_units_are_every_so_manyth_grosz():
    """1001 grosze, four hits, one in every 250.25; whoever has 600 of them is hit twice or thrice."""
    offset = int(hashlib.sha256(b"s\nstart").hexdigest(), 16) % 1001
    hits = [1 + (offset + k * 1001) // 4 for k in range(4)]
    assert hits_of(1001, 4, "s") == hits
    ends, end = {}, 0
    for unit in in_order(UNITS, "s"):
        ends[unit.grant] = range(end + 1, end + unit.amount + 1)
        end += unit.amount
    by_hand = {g: n for g, held in ends.items() if (n := sum(hit in held for hit in hits))}
    chosen = {one.unit.grant: one.hits for one in drawn(UNITS, method="mus", size=4, seed="s")}
    assert chosen == by_hand
    assert chosen["c"] >= 2


@given(units=units, size=st.integers(1, 50), seed=st.text(max_size=20))
def test_a_sample_is_the_same_again_and_whoever_is_larger_than_the_interval_is_in_it(units, size, seed):
    for method in ("random", "stratified", "mus"):
        chosen = drawn(units, method=method, size=size, seed=seed)
        assert chosen == drawn(units[::-1], method=method, size=size, seed=seed)
        assert len({one.unit.grant for one in chosen}) == len(chosen) <= size
    total = sum(unit.amount for unit in units)
    assert sum(one.hits for one in chosen) == size
    large = {unit.grant for unit in units if unit.amount * size >= total}
    assert large <= {one.unit.grant for one in chosen}


@given(units=units, size=st.integers(1, 50))
def test_strata_share_the_size_and_none_is_passed_over(units, size):
    given_to = shares(units, size)
    assert sum(given_to.values()) == min(size, len(units))
    if size >= len(given_to):
        assert min(given_to.values()) >= 1
    counts = {name: sum(unit.stratum == name for unit in units) for name in given_to}
    assert all(given_to[name] <= counts[name] for name in given_to)


def test_the_population_is_contracts_with_their_annexes_or_what_was_paid():
    files = Files()
    for record in records(lawful()):
        put(files, record)
    assert population(files, P, strata="area") == [
        Unit("g1", 600_000, "sport"),
        Unit("g2", 350_000, "sport"),
        Unit("g3", 400_000, "sport"),
    ]
    assert [unit.amount for unit in population(files, P, of="paid")] == [600_000, 100_000, 400_000]
    told = plain(UNITS, drawn(UNITS, method="mus", size=2, seed="s"), method="mus", size=2, seed="s")
    assert (told["population"]["count"], told["population"]["sum_grosze"], told["interval_grosze"]) == (4, 1001, 500)


def test_a_sample_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        drawn(UNITS, method="random", size=0, seed="s")
