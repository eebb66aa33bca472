"""Naive optimistic retries over the event-sourcing library: load, decide, save; on a conflict, all of it again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar, Self
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError
from psycopg.conninfo import conninfo_to_dict

from bench.contender import CONNECTIONS_MAX, LIMIT_GROSZE, CheckFailed, Contender, GaveUp, Request, Workers


class _LimitPassed(Exception):
    """There is not so much left."""


class Budget(Aggregate):
    """One budget, as the library's own documentation would write it."""

    @event("Opened")
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.taken: dict[str, int] = {}
        self.sum = 0

    def reserve(self, key: str, amount: int) -> None:
        if key in self.taken:
            return
        if self.sum + amount > self.limit:
            raise _LimitPassed(key)
        self._reserved(key=key, amount=amount)

    @event("Reserved")
    def _reserved(self, key: str, amount: int) -> None:
        self.taken[key] = amount
        self.sum += amount


class Budgets(Application[UUID]):
    name = "bench"


class Optimistic(Contender):
    """The library as it comes: its recorder, its application, a full replay per decision."""

    name: ClassVar[str] = "optimistic"
    title: ClassVar[str] = "event-sourcing library, naive optimistic retries"
    idempotent: ClassVar[bool] = True

    def __init__(self, database_url: str, connections: int) -> None:
        part = conninfo_to_dict(database_url)
        self._app = Budgets(
            {
                "PERSISTENCE_MODULE": "eventsourcing.postgres",
                "POSTGRES_DBNAME": str(part["dbname"]),
                "POSTGRES_HOST": str(part["host"]),
                "POSTGRES_PORT": str(part["port"]),
                "POSTGRES_USER": str(part["user"]),
                "POSTGRES_PASSWORD": str(part["password"]),
                "POSTGRES_POOL_SIZE": str(connections),
                "POSTGRES_MAX_OVERFLOW": "0",
            }
        )
        budget = Budget(limit=LIMIT_GROSZE)
        self._app.save(budget)
        self._budget_id = budget.id
        self._over = threading.Event()
        # One counter per worker: a shared one would lose counts.
        self._conflicts = [0] * connections
        self._workers = Workers([self._carrying_out(number) for number in range(connections)])

    @classmethod
    @contextmanager
    def opened(cls, database_url: str, callers: int) -> Iterator[Self]:
        contender = cls(database_url, min(callers, CONNECTIONS_MAX))
        try:
            yield contender
        finally:
            contender.close()

    def reserve(self, request: Request) -> bool:
        return self._workers.ask(request)

    def reserved(self) -> tuple[int, int]:
        self._over.clear()
        budget: Budget = self._app.repository.get(self._budget_id)
        if budget.sum != sum(budget.taken.values()) or budget.version != len(budget.taken) + 1:
            raise CheckFailed("the budget's sum, its reservations and its events disagree")
        return len(budget.taken), budget.sum

    def give_up(self) -> None:
        self._over.set()

    def retried(self) -> int:
        return sum(self._conflicts)

    def close(self) -> None:
        self._over.set()
        self._workers.close()
        self._app.close()

    def _carrying_out(self, number: int) -> Callable[[Request], bool]:
        def carry_out(request: Request) -> bool:
            while not self._over.is_set():
                budget: Budget = self._app.repository.get(self._budget_id)
                try:
                    budget.reserve(request.key, request.amount_grosze)
                    self._app.save(budget)
                except _LimitPassed:
                    return False
                except IntegrityError:
                    self._conflicts[number] += 1
                else:
                    return True
            raise GaveUp

        return carry_out
