"""The budget as of a day and as known at an instant, from journals of several lengths: sealed blocks beside the query.

Journals are generated as rows: a year of 120 calls, ten of which are busy at any time, and every tenth entry back-dated
by up to two months. Both ways answer the
same questions on the same server, in turn; their answers are compared byte for byte before anything is timed.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from bench.contender import CheckFailed
from bench.former_budget import FORMER_TABLES, former_budget
from bench.rounds import Say
from grosz.servers import PostgresServer
from programme.main import SERVICE
from programme.readmodels import sums
from programme.readmodels.budget_sheet import budget
from shared.eventstore.migrations import migrate
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json

ENTRIES = [1_000, 100_000, 1_000_000]
P = "bench-2025"
BLOCKS, NAIVE = "sealed blocks", "all postings"
TITLES = {
    BLOCKS: "the budget question as programme answers it",
    NAIVE: "the same, summed over all postings known by then, with the indexes that help it",
}
_BEGAN_MS = 1_760_000_000_000
Connection = psycopg.Connection[dict[str, Any]]
Way = Callable[..., dict[str, Any]]
WAYS: dict[str, Way] = {BLOCKS: budget, NAIVE: former_budget}

_GENERATED = """
CREATE UNLOGGED TABLE made AS SELECT n AS number, (%(began)s::bigint + n * 20) << 16 AS hlc, n %% 5 AS step,
    '2025-01-01'::date + (n * 364 / %(entries)s)::int
        - CASE WHEN n %% 10 = 0 THEN (n * 7919 %% 60)::int ELSE 0 END AS day,
    'line/area' || c %% 8 || '.unit' || c %% 5 || '.926-9260' || c %% 5 || '-2360/call/c' || c AS home,
    n / 5 AS g, 1 + n * 31 %% 900000 AS amount
FROM (SELECT n, n * 110 / %(entries)s + n / 5 %% 10 AS c
      FROM generate_series(1::bigint, %(entries)s) AS n) AS numbers;
CREATE UNLOGGED TABLE moves AS SELECT *, home || '/grant/g' || g || '/' AS own, home || '/grant/*/' AS every FROM made;
INSERT INTO journal_entries
SELECT %(p)s, number, hlc, (ARRAY['CallPoolIncreased', 'FundsReserved', 'ContractSigned', 'FundsDisbursed',
    'ExpenditureAccepted'])[step + 1], day, day, 'bench', NULL, NULL, NULL, 'g' || g, NULL, NULL,
    CASE WHEN step > 0 THEN hlc - (1500::bigint << 16) END, amount, amount, sum(amount) OVER (ORDER BY number)
FROM made;
INSERT INTO postings
SELECT %(p)s, number, side, day, CASE WHEN side = 1 THEN debit ELSE credit END,
    CASE WHEN side = 1 THEN debit_every ELSE credit_every END, CASE WHEN side = 1 THEN credit ELSE debit END,
    CASE WHEN side = 1 THEN -amount ELSE amount END
FROM (SELECT number, day, amount,
    CASE step WHEN 0 THEN 'limit' WHEN 1 THEN home ELSE own || stages[step - 1] END AS debit,
    CASE step WHEN 0 THEN 'limit' WHEN 1 THEN home ELSE every || stages[step - 1] END AS debit_every,
    CASE step WHEN 0 THEN home ELSE own || stages[step] END AS credit,
    CASE step WHEN 0 THEN home ELSE every || stages[step] END AS credit_every
    FROM (SELECT *, ARRAY['reserved', 'contracted', 'disbursed', 'settled'] AS stages FROM moves) AS m) AS t
CROSS JOIN generate_series(1, 2) AS side;
INSERT INTO ledger_accounts SELECT %(p)s, account, min(synthetic), min(number) FROM postings GROUP BY account;
INSERT INTO watermarks SELECT name, (SELECT max(hlc) + 1 FROM made)
FROM unnest(ARRAY['programme', 'grants', 'payments']) AS name;
DROP TABLE made, moves
"""


def as_of_cases(server: PostgresServer, entries: list[int], rounds: int, say: Say) -> list[dict[str, Any]]:
    """Each length of journal with each question. Raises CheckFailed when two answers differ."""
    cases = []
    for number in entries:
        with _journal(server, number, say) as connection:
            blocks = _count(connection, "ledger_blocks")
            for title, question in _questions(number).items():
                measured = _measured(connection, question, rounds)
                ratio = measured[NAIVE]["median_ms"] / measured[BLOCKS]["median_ms"]
                say(f"{number} entries, {title}: {measured[BLOCKS]['median_ms']} ms, ratio {ratio:.1f}")
                cases.append(
                    {
                        "case": "as-of",
                        "entries": number,
                        "block_rows": blocks,
                        "question": title,
                        "contenders": measured,
                        "ratio": round(ratio, 2),
                    }
                )
    return cases


def text(cases: list[dict[str, Any]]) -> str:
    """The cases as a table for people."""
    lines = [
        "The budget question, answers compared byte for byte; milliseconds, median (min-max)",
        f"  {'entries':>9} {'block rows':>10}  {'question':34} {BLOCKS:>22} {NAIVE:>24} {'ratio':>7}",
    ]
    for case in cases:
        ours, naive = (_spread(case["contenders"][name]) for name in (BLOCKS, NAIVE))
        lines.append(
            f"  {case['entries']:>9} {case['block_rows']:>10}  {case['question']:34} {ours:>22} {naive:>24} "
            f"{case['ratio']:>7}"
        )
    return "\n".join(lines)


def _questions(entries: int) -> dict[str, dict[str, Any]]:
    middle = hlc.instant_of((_BEGAN_MS + entries * 10) << hlc.COUNTER_BITS)
    return {
        "as it stands": {"as_of": None, "known_at": None},
        "as of 17 June, as known now": {"as_of": date(2025, 6, 17), "known_at": None},
        "as of 17 April, as known half-way": {"as_of": date(2025, 4, 17), "known_at": middle},
    }


def _measured(connection: Connection, question: dict[str, date | datetime | None], rounds: int) -> dict[str, Any]:
    answers = {name: canonical_json(_asked(connection, way, question)) for name, way in WAYS.items()}
    if answers[BLOCKS] != answers[NAIVE]:
        raise CheckFailed(f"two answers to {question}: {answers[BLOCKS]!r} and {answers[NAIVE]!r}")
    took: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, way in WAYS.items():
            began = time.perf_counter()
            _asked(connection, way, question)
            took[name].append((time.perf_counter() - began) * 1000)
    return {
        name: {
            "median_ms": round(statistics.median(times), 2),
            "min_ms": round(min(times), 2),
            "max_ms": round(max(times), 2),
        }
        for name, times in took.items()
    }


def _asked(connection: Connection, way: Way, question: dict[str, Any]) -> dict[str, Any]:
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return way(connection, programme=P, **question)


@contextmanager
def _journal(server: PostgresServer, entries: int, say: Say) -> Iterator[Connection]:
    """A fresh database with a journal of this length, its blocks, and the tables of the former query."""
    say(f"making a journal of {entries} entries")
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        admin.execute("CREATE DATABASE ledger")
        try:
            migrate(server.dsn("ledger"), SERVICE.migrations)
            with psycopg.connect(server.dsn("ledger"), autocommit=True, row_factory=dict_row) as connection:
                for statement in _GENERATED.split(";\n"):
                    connection.execute(statement.encode(), {"p": P, "entries": entries, "began": _BEGAN_MS})
                with connection.transaction(), connection.cursor() as cursor:
                    for number in range(sums.BLOCK, entries + 1, sums.BLOCK):
                        sums.seal(cursor, programme=P, number=number)
                connection.execute(FORMER_TABLES)
                connection.execute("VACUUM ANALYZE")
                yield connection
        finally:
            admin.execute("DROP DATABASE ledger WITH (FORCE)")


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) AS n FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row["n"])


def _spread(measured: dict[str, float]) -> str:
    return f"{measured['median_ms']:.1f} ({measured['min_ms']:.1f}-{measured['max_ms']:.1f})"
