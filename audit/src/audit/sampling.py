"""Samples that anybody can draw again: random, stratified, or by monetary units; nothing but SHA-256 and whole numbers.

The population: grants with a contract in a programme year, each with an amount in grosze and a stratum, by id.
population_sha256: SHA-256 over their lines, each `["<grant>",<amount>,"<stratum>"]` in canonical JSON and a line feed.

The order: by SHA-256("<seed>\\n<grant>"), hexadecimal, ascending. With another seed, another order.

    random       the first N of that order
    stratified   N is shared out by the strata's amounts (least remainders go without), each stratum gets one at least
                 while N allows and no more than it has; then the first of that order in each
    mus          amounts are laid end to end in that order, from the first grosz to the last, T; u =
                 SHA-256("<seed>\\nstart") mod T; chosen is who holds the grosz 1 + (u + k * T) // N, for k from 0 to
                 N - 1: one in every T / N. Whoever has that much is chosen for certain, and may be hit more than once
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.kernel.canonical import canonical_json
from shared.kernel.money import split_by_weights

METHODS = ("random", "stratified", "mus")


@dataclass(frozen=True, slots=True)
class Unit:
    """A grant of the population: its amount in grosze, and the stratum that it is in."""

    grant: str
    amount: int
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """hits: how many monetary units fell on it; 1 where it was not chosen by them."""

    unit: Unit
    hits: int = 1


def population_sha256(units: Sequence[Unit]) -> str:
    digest = hashlib.sha256()
    for unit in sorted(units, key=lambda unit: unit.grant):
        digest.update(canonical_json([unit.grant, unit.amount, unit.stratum]) + b"\n")
    return digest.hexdigest()


def drawn(units: Sequence[Unit], *, method: str, size: int, seed: str) -> list[Chosen]:
    """At most `size` units, in the order in which they are chosen. Raises ValueError for a size below 1."""
    if size < 1:
        raise ValueError("a sample has at least one unit")
    ordered = in_order(units, seed)
    match method:
        case "random":
            return [Chosen(unit) for unit in ordered[:size]]
        case "stratified":
            return _stratified(ordered, size)
        case "mus":
            return _by_monetary_units(ordered, size, seed)
    raise ValueError(f"no method {method}; there are {', '.join(METHODS)}")


def in_order(units: Sequence[Unit], seed: str) -> list[Unit]:
    return sorted(units, key=lambda unit: _sha256(f"{seed}\n{unit.grant}"))


def hits_of(total: int, size: int, seed: str) -> list[int]:
    """The grosze that are hit, from 1 to the total, ascending."""
    offset = int(_sha256(f"{seed}\nstart"), 16) % total
    return [1 + (offset + number * total) // size for number in range(size)]


def shares(units: Sequence[Unit], size: int) -> dict[str, int]:
    """Stratum to how many are drawn from it."""
    strata: dict[str, list[Unit]] = {}
    for unit in sorted(units, key=lambda unit: unit.grant):
        strata.setdefault(unit.stratum, []).append(unit)
    names = sorted(strata)
    least = 1 if size >= len(names) else 0
    left = min(size, len(units)) - least * len(names)
    given = dict.fromkeys(names, least)
    while left > 0:
        wanting = [name for name in names if given[name] < len(strata[name])]
        weights = [max(1, sum(unit.amount for unit in strata[name])) for name in wanting]
        for name, more in zip(wanting, split_by_weights(left, weights), strict=True):
            taken = min(more, len(strata[name]) - given[name])
            given[name] += taken
            left -= taken
    return given


def plain(units: Sequence[Unit], chosen: Sequence[Chosen], *, method: str, size: int, seed: str) -> dict[str, Any]:
    """All that is needed to draw it again and to see that it is the same."""
    told: dict[str, Any] = {
        "method": method,
        "size": size,
        "seed": seed,
        "population": {
            "count": len(units),
            "sum_grosze": sum(unit.amount for unit in units),
            "sha256": population_sha256(units),
        },
        "chosen": [
            {"grant": one.unit.grant, "amount_grosze": one.unit.amount, "stratum": one.unit.stratum, "hits": one.hits}
            for one in chosen
        ],
        "chosen_sum_grosze": sum(one.unit.amount for one in chosen),
    }
    total = sum(unit.amount for unit in units)
    if method == "mus" and total:
        told |= {"interval_grosze": total // size, "first_hit_grosze": hits_of(total, size, seed)[0]}
    if method == "stratified":
        told["strata"] = dict(_strata(units, chosen))
    return told


def _strata(units: Sequence[Unit], chosen: Sequence[Chosen]) -> Mapping[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for unit in sorted(units, key=lambda unit: unit.stratum):
        stratum = found.setdefault(unit.stratum, {"count": 0, "sum_grosze": 0, "chosen": 0})
        stratum["count"] += 1
        stratum["sum_grosze"] += unit.amount
    for one in chosen:
        found[one.unit.stratum]["chosen"] += 1
    return found


def _stratified(ordered: Sequence[Unit], size: int) -> list[Chosen]:
    left = shares(ordered, size)
    chosen = []
    for unit in ordered:
        if left[unit.stratum]:
            left[unit.stratum] -= 1
            chosen.append(Chosen(unit))
    return chosen


def _by_monetary_units(ordered: Sequence[Unit], size: int, seed: str) -> list[Chosen]:
    total, end, chosen = sum(unit.amount for unit in ordered), 0, []
    hits = hits_of(total, size, seed) if total else []
    for unit in ordered:
        first, end = end, end + unit.amount
        on_it = bisect_right(hits, end) - bisect_right(hits, first)
        if on_it:
            chosen.append(Chosen(unit, on_it))
    return chosen


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
