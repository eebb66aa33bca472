"""What every contender is to its callers: a place to ask for money, and a count that must be right at the end."""

from __future__ import annotations

import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import ClassVar

AMOUNT_GROSZE = 25_00
LIMIT_GROSZE = 10**12
"""So much that no round uses it up: each check ends by asking for all the rest, and for one grosz more."""
QUEUE_MAX = 10_000
CONNECTIONS_MAX = 16
"""Of a contender with a connection per worker. More only wait for the same row's lock: with 64 the rows are slower."""
ANSWER_WITHIN_SECONDS = 60


class CheckFailed(Exception):
    """A contender's money does not add up: its speed means nothing."""


class GaveUp(Exception):
    """The round is over before this request was carried out."""


@dataclass(frozen=True, slots=True)
class Request:
    """One wish. `key` names it for ever: the same key sent again is the same wish."""

    number: int
    key: str
    amount_grosze: int = AMOUNT_GROSZE


class Contender(ABC):
    """One way to reserve money. Opened on a fresh database, driven, checked, closed."""

    name: ClassVar[str]
    title: ClassVar[str]
    idempotent: ClassVar[bool] = False
    """The same key sent again is answered without a second effect."""

    @abstractmethod
    def reserve(self, request: Request) -> bool:
        """Block until the answer is on the disk: True when the money is reserved. Called by many threads."""

    @abstractmethod
    def reserved(self) -> tuple[int, int]:
        """(number of reservations, their sum in grosze) as the database tells it. Raises CheckFailed."""

    def give_up(self) -> None:
        """The round is over; whoever still tries again may stop. Most never try again."""
        return

    def retried(self) -> int:
        """How often a decision was thrown away and taken again."""
        return 0

    @abstractmethod
    def close(self) -> None:
        """Free connections and threads."""


Opening = Callable[[str, int], AbstractContextManager[Contender]]


def check(contender: Contender, done: int, sample: list[Request]) -> None:
    """The sums are right, repeats change nothing, and the limit is the limit. Raises CheckFailed."""
    _equal(contender, contender.reserved(), (done, done * AMOUNT_GROSZE), "after the round")
    if contender.idempotent:
        for request in sample:
            contender.reserve(request)
        _equal(contender, contender.reserved(), (done, done * AMOUNT_GROSZE), "after repeats")
    rest = LIMIT_GROSZE - done * AMOUNT_GROSZE
    for i, (amount, expected) in enumerate([(rest + 1, False), (rest, True), (1, False)]):
        if contender.reserve(Request(-1 - i, f"limit-{i}", amount)) is not expected:
            raise CheckFailed(f"{contender.name}: {amount} of {rest} grosze: {expected} was expected")
    _equal(contender, contender.reserved(), (done + 1, LIMIT_GROSZE), "at the limit")


def _equal(contender: Contender, found: tuple[int, int], expected: tuple[int, int], when: str) -> None:
    if found != expected:
        raise CheckFailed(f"{contender.name}: {when} (number, sum) is {found}, expected {expected}")


class Workers:
    """The queue before a contender that has none of its own: bounded, first come first served, answers by Future.

    It is the kind of queue that stands before our writer; only that here many workers take from it, each with a
    connection of its own, for each decision is a transaction of its own.
    """

    def __init__(self, carry_out: list[Callable[[Request], bool]]) -> None:
        self._queue: queue.Queue[tuple[Request, Future[bool]] | None] = queue.Queue(QUEUE_MAX)
        self._threads = [threading.Thread(target=self._work, args=(one,), daemon=True) for one in carry_out]
        for thread in self._threads:
            thread.start()

    def ask(self, request: Request) -> bool:
        answer: Future[bool] = Future()
        self._queue.put_nowait((request, answer))
        return answer.result(ANSWER_WITHIN_SECONDS)

    def close(self) -> None:
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(ANSWER_WITHIN_SECONDS)

    def _work(self, carry_out: Callable[[Request], bool]) -> None:
        while (taken := self._queue.get()) is not None:
            request, answer = taken
            try:
                answer.set_result(carry_out(request))
            except Exception as error:  # noqa: BLE001 - whoever asked is told
                answer.set_exception(error)
