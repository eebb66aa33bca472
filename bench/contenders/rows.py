"""SQL rows: the limit as one row that every reservation updates. No history, no journal, no message to anyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, LiteralString, Self

import psycopg

from bench.contender import CONNECTIONS_MAX, LIMIT_GROSZE, CheckFailed, Contender, Request, Workers

# Half-empty pages let each update stay on its page (HOT): the row at its best.
_TABLES = """
    CREATE TABLE line (id int PRIMARY KEY, available bigint NOT NULL CHECK (available >= 0)) WITH (fillfactor = 50);
    CREATE TABLE reservation (key text PRIMARY KEY, amount bigint NOT NULL, made_at timestamptz NOT NULL DEFAULT now());
"""


class Row(Contender):
    """`UPDATE … WHERE available >= x`: nothing is known afterwards but the sum."""

    name: ClassVar[str] = "row"
    title: ClassVar[str] = "SQL row: UPDATE … WHERE available >= x"
    statement: ClassVar[LiteralString] = (
        "UPDATE line SET available = available - %(amount)s WHERE id = 1 AND available >= %(amount)s"
    )

    def __init__(self, database_url: str, connections: int) -> None:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(_TABLES)
            connection.execute("INSERT INTO line VALUES (1, %s)", (LIMIT_GROSZE,))
        self._look = psycopg.connect(database_url, autocommit=True)
        self._connections = [
            psycopg.connect(database_url, autocommit=True, prepare_threshold=0) for _ in range(connections)
        ]
        self._workers = Workers([self._carrying_out(connection) for connection in self._connections])
        self._count = 0

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
        """The row keeps no number of reservations: the sum, divided, stands for it."""
        gone = LIMIT_GROSZE - self._one("SELECT available FROM line")
        if gone == LIMIT_GROSZE:
            return self._count + 1, gone
        self._count = gone // Request(0, "").amount_grosze
        return self._count, gone

    def close(self) -> None:
        self._workers.close()
        for connection in (self._look, *self._connections):
            connection.close()

    def _carrying_out(self, connection: psycopg.Connection[Any]) -> Callable[[Request], bool]:
        cursor = connection.cursor(binary=True)

        def carry_out(request: Request) -> bool:
            cursor.execute(self.statement, {"amount": request.amount_grosze, "key": request.key})
            return cursor.rowcount == 1

        return carry_out

    def _one(self, query: LiteralString) -> int:
        row = self._look.execute(query).fetchone()
        assert row is not None
        return int(row[0])


class RowWithReservation(Row):
    """The same, and a row per reservation with a unique key, in one statement, hence one transaction and round trip."""

    name: ClassVar[str] = "row+reservation"
    title: ClassVar[str] = "SQL row + unique reservation row, one transaction"
    idempotent: ClassVar[bool] = True
    statement: ClassVar[LiteralString] = (
        "WITH paid AS (UPDATE line SET available = available - %(amount)s "
        "WHERE id = 1 AND available >= %(amount)s RETURNING id) "
        "INSERT INTO reservation (key, amount) SELECT %(key)s::text, %(amount)s::bigint FROM paid"
    )

    def _carrying_out(self, connection: psycopg.Connection[Any]) -> Callable[[Request], bool]:
        carry_out = super()._carrying_out(connection)

        def once(request: Request) -> bool:
            try:
                return carry_out(request)
            except psycopg.errors.UniqueViolation:
                return True

        return once

    def reserved(self) -> tuple[int, int]:
        gone = LIMIT_GROSZE - self._one("SELECT available FROM line")
        if self._one("SELECT coalesce(sum(amount), 0) FROM reservation") != gone:
            raise CheckFailed("the row and its reservations disagree")
        return self._one("SELECT count(*) FROM reservation"), gone
