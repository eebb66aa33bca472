"""Callers: threads that ask, wait for the answer, and ask again at once (think time 0), for a bounded time."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from bench.contender import Contender, GaveUp, Request

SAMPLE = 8
"""So many requests of a round are sent again afterwards."""


@dataclass(frozen=True, slots=True)
class Window:
    """Seconds that count, after seconds that do not."""

    seconds: float
    warm_up_seconds: float


@dataclass(frozen=True, slots=True)
class Driven:
    """What one round gave: requests answered inside the window, and their latencies in seconds, sorted."""

    per_second: float
    latencies: list[float]
    done: int
    """All that were answered, also outside the window: what the database must hold."""
    retried: int
    sample: list[Request]


@dataclass(slots=True)
class _Caller:
    done: int = 0
    answers: list[tuple[float, float]] = field(default_factory=list)
    """(moment of the answer, latency), both in seconds of the monotonic clock."""
    last: Request | None = None
    fault: Exception | None = None


def drive(contender: Contender, callers: int, window: Window) -> Driven:
    """One round. Raises whatever a request raised: a round with a failed request is no measurement."""
    stop, start = threading.Event(), threading.Barrier(callers + 1)
    states = [_Caller() for _ in range(callers)]

    def call(number: int, state: _Caller) -> None:
        start.wait()
        clock = time.perf_counter
        turn = 0
        try:
            while not stop.is_set():
                # The numbers of all callers are different, and grow.
                request = Request(1 + number + turn * callers, f"g{number}-{turn}")
                asked = clock()
                accepted = contender.reserve(request)
                answered = clock()
                assert accepted, "there is money for every request of a round"
                state.answers.append((answered, answered - asked))
                state.done, state.last, turn = state.done + 1, request, turn + 1
        except GaveUp:
            pass
        except Exception as error:  # noqa: BLE001 - raised again below, in the thread that measures
            state.fault = error

    threads = [threading.Thread(target=call, args=(i, state), daemon=True) for i, state in enumerate(states)]
    for thread in threads:
        thread.start()
    start.wait()
    time.sleep(window.warm_up_seconds)
    begin = time.perf_counter()
    retried = contender.retried()
    time.sleep(window.seconds)
    end = time.perf_counter()
    retried = contender.retried() - retried
    stop.set()
    contender.give_up()
    for thread in threads:
        thread.join()
    for state in states:
        if state.fault:
            raise state.fault
    inside = sorted(latency for state in states for at, latency in state.answers if begin <= at < end)
    return Driven(
        per_second=len(inside) / (end - begin),
        latencies=inside,
        done=sum(state.done for state in states),
        retried=retried,
        sample=[state.last for state in states if state.last][:SAMPLE],
    )
