"""Rounds: every contender once, in turn, again and again; so that what disturbs the machine disturbs all of them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from bench.callers import Driven, Window, drive
from bench.contender import Contender, check

Open = Callable[[int], AbstractContextManager[Contender]]
"""Opens a contender on a fresh database or year, for a round of that number."""
Say = Callable[[str], None]


def interleaved(
    contenders: Mapping[str, Open], *, callers: int, rounds: int, window: Window, say: Say
) -> dict[str, Any]:
    """A B C D, A B C D, …: the summary of each, and the ratios of the first to the others. Raises CheckFailed."""
    driven: dict[str, list[Driven]] = {name: [] for name in contenders}
    for number in range(1, rounds + 1):
        for name, opened in contenders.items():
            with opened(number) as contender:
                one = drive(contender, callers, window)
                check(contender, one.done, one.sample)
            driven[name].append(one)
            say(f"{callers} callers, round {number} of {rounds}, {name}: {one.per_second:.0f}/s, sums right")
    first = next(iter(contenders))
    return {
        "callers": callers,
        "contenders": {name: _summary(runs) for name, runs in driven.items()},
        "ratios": {name: _ratios(driven[first], runs) for name, runs in driven.items() if name != first},
    }


def _summary(runs: Sequence[Driven]) -> dict[str, Any]:
    latencies = sorted(latency for run in runs for latency in run.latencies)
    return {
        "per_second": _spread([run.per_second for run in runs]),
        "latency_ms": {"p50": _percentile_ms(latencies, 0.5), "p99": _percentile_ms(latencies, 0.99)},
        "p99_ms_by_round": _spread([_percentile_ms(run.latencies, 0.99) or 0.0 for run in runs]),
        "requests": sum(run.done for run in runs),
        "decided_again": sum(run.retried for run in runs),
        "rounds": [round(run.per_second, 1) for run in runs],
    }


def _ratios(ours: Sequence[Driven], theirs: Sequence[Driven]) -> dict[str, float] | None:
    """Round by round, for neighbours in time share their disturbances; None where the other did nothing at all."""
    pairs = [one.per_second / other.per_second for one, other in zip(ours, theirs, strict=True) if other.per_second > 0]
    return _spread(pairs, digits=2) if pairs else None


def _spread(values: Sequence[float], *, digits: int = 1) -> dict[str, float]:
    return {
        "median": round(statistics.median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
    }


def _percentile_ms(latencies: Sequence[float], share: float) -> float | None:
    """Nearest rank. None when nothing was answered inside the window."""
    if not latencies:
        return None
    return round(latencies[min(len(latencies) - 1, int(share * len(latencies)))] * 1000, 2)
