"""Replay, as-of and verification of made-up histories: `python -m bench --only replay`.

Replay is a typed fold of journal entries to turnovers of accounts (`audit.turnovers`), from PostgreSQL, from JetStream
and from a bundle's columns; beside it, over the same rows, what one would take otherwise. All ways have to come to the
same balances before anything is timed. As-of opens the bundle anew for each question, at random days and moments.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from eventsourcing.persistence import JSONTranscoder

from audit.asof import answer
from audit.meanings import JOURNAL_ENTRY
from audit.replay import Replay
from audit.sealed.answering import sealed_counts
from audit.sources import Source
from audit.sources.bundle import Bundle
from audit.sources.bus_place import BusPlace
from audit.sources.databases import Databases
from audit.sources.log import Log
from audit.turnovers import turnovers
from bench import verify
from bench.contender import CheckFailed
from bench.filled import filled_library, filled_store, filled_stream
from bench.histories import NEW_YEAR, MadeUp, P
from bench.rounds import Say
from bench.straight import write_straight
from grosz.servers import NatsServer, PostgresServer
from shared.kernel import hlc

Balances = dict[str, int]
AIM_AS_OF_MS = 50.0
AIM_LIBRARY = 5.0
AIM_BARE = 2.0
_EVER = 2**62
_SQL = """
SELECT account, sum(change)::bigint FROM (
    SELECT m ->> 'debit' AS account, -(m ->> 'amount_grosze')::bigint AS change
    FROM events, jsonb_array_elements(convert_from(state, 'UTF8')::jsonb -> 'data' -> 'transfers') AS m WHERE topic = %s
    UNION ALL
    SELECT m ->> 'credit', (m ->> 'amount_grosze')::bigint
    FROM events, jsonb_array_elements(convert_from(state, 'UTF8')::jsonb -> 'data' -> 'transfers') AS m WHERE topic = %s
) AS moves GROUP BY account
"""
_BARE_SUMS = """
SELECT account, sum(change)::BIGINT FROM (
    SELECT debit AS account, -sum(amount_grosze) AS change FROM read_parquet($files) GROUP BY debit
    UNION ALL SELECT credit, sum(amount_grosze) FROM read_parquet($files) GROUP BY credit
) GROUP BY account
"""
_BARE_SCAN = "SELECT count(*), sum(amount_grosze), count(debit), count(credit) FROM read_parquet($files)"


def measure(folder: Path, *, facts: int, lengths: list[int], rounds: int, questions: int, say: Say) -> dict[str, Any]:
    """The whole of it. folder: where files may lie; they are left to the caller. Raises CheckFailed."""
    stored = _replays(folder, facts, rounds, say)
    bundles = {}
    for length in lengths:
        say(f"writing a bundle of {length} facts")
        write_straight(MadeUp(length), folder / f"bundle-{length}")
        bundles[length] = Bundle(folder / f"bundle-{length}")
    columns = {length: _columns(bundle, rounds, say) for length, bundle in bundles.items()}
    moments = _moments(bundles, questions, say)
    say("verifying")
    return {
        "facts_in_stores": facts,
        "replay": stored,
        "columns": columns,
        "as_of": moments,
        "verify": verify.measure(min(facts, 200_000)),
        "aims": _aims(stored, columns, moments),
    }


def _replays(folder: Path, facts: int, rounds: int, say: Say) -> dict[str, Any]:
    """From the stores: records a second of programme's history, all of which has to be read to find its entries."""
    made = MadeUp(facts)
    records = made.mark("programme").position
    with ExitStack() as held:
        postgres = held.enter_context(_started(PostgresServer(folder / "postgres")))
        nats = held.enter_context(_started(NatsServer(folder / "nats")))
        say(f"writing {records} records into PostgreSQL, the library's table, and JetStream")
        store, library = filled_store(postgres, made), held.enter_context(filled_library(postgres, made))
        filled_stream(nats.url, made)
        databases = held.enter_context(closing(Databases({"programme": store})))
        log = held.enter_context(closing(Log(BusPlace(nats.url))))
        ways: dict[str, Callable[[], Balances]] = {
            "ours, PostgreSQL": lambda: _ours(databases),
            "ours, JetStream": lambda: _ours(log),
            "library's notification log": lambda: _library(library),
            "plain SQL over the same rows": lambda: _sql(store),
        }
        return {"records": records, **_timed(ways, records, rounds, say)}


def _columns(bundle: Bundle, rounds: int, say: Say) -> dict[str, Any]:
    """From a bundle: events a second of programme's, of which the transfers are read."""
    segments = sorted((bundle.folder / "programme/transfers").iterdir())
    files = {"files": [str(path) for path in segments]}
    records = bundle.mark("programme").position

    def bare() -> Balances:
        with duckdb.connect() as connection:
            return dict(connection.execute(_BARE_SUMS, files).fetchall())

    ways = {"ours, bundle": lambda: _ours(bundle), "DuckDB, the same sums bare": bare}
    found = _timed(ways, records, rounds, say)
    scans = []
    for _ in range(rounds):
        began = time.perf_counter()
        with duckdb.connect() as connection:
            connection.execute(_BARE_SCAN, files).fetchall()
        scans.append(records / (time.perf_counter() - began))
    return {"records": records, **found, "DuckDB, bare scan without groups": _spread(scans)}


def _moments(bundles: dict[int, Bundle], questions: int, say: Say) -> dict[int, Any]:
    """The same random questions to each bundle, in turn; the first of each are held to a sum over all moves."""
    chance = random.Random(20_250_101)
    took: dict[int, list[float]] = {length: [] for length in bundles}
    worked: dict[int, list[float]] = {length: [] for length in bundles}
    for number in range(questions):
        part, day = chance.random(), NEW_YEAR + timedelta(days=chance.randrange(364))
        for length, bundle in bundles.items():
            made = MadeUp(length)
            instant = hlc.instant_of(made.stamp(int(made.rounds * part), 0))
            began, cpu = time.perf_counter(), time.process_time()
            replay = Replay.known_at(Bundle(bundle.folder), instant)
            counts = sealed_counts(replay)
            assert counts is not None
            found = answer(replay, counts, P, as_of=day, by="area")
            worked[length].append((time.process_time() - cpu) * 1000)
            took[length].append((time.perf_counter() - began) * 1000)
            if number < 5:
                _check(bundle, replay.until, day, found)
    for length, times in took.items():
        say(f"as-of over {length} facts: median {statistics.median(times):.1f} ms")
    return {
        length: {
            "questions": questions,
            "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(sorted(times)[int(len(times) * 0.95)], 1),
            "min_ms": round(min(times), 1),
            "max_ms": round(max(times), 1),
            "median_ms_of_our_cpu": round(statistics.median(worked[length]), 1),
        }
        for length, times in took.items()
    }


def _check(bundle: Bundle, until: int, day: date, found: dict[str, Any]) -> None:
    moves = [str(path) for path in sorted((bundle.folder / "count/moves").iterdir())]
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT sum(amount_grosze) FILTER (WHERE credit LIKE '%/settled'), "
            "sum(amount_grosze) FILTER (WHERE credit LIKE '%/reserved') "
            "- coalesce(sum(amount_grosze) FILTER (WHERE debit LIKE '%/reserved'), 0) "
            "FROM read_parquet($files) WHERE stamp <= $until AND day <= $day",
            {"files": moves, "until": until, "day": day},
        ).fetchall()
    settled, reserved = rows[0]
    if (found["settled"], found["reserved"]) != (settled or 0, reserved or 0):
        raise CheckFailed(f"as of {day}, up to {until}: {found['settled']}, {found['reserved']}, not {rows[0]}")


def _timed(ways: dict[str, Callable[[], Balances]], records: int, rounds: int, say: Say) -> dict[str, Any]:
    """Interleaved, after all have come to the same balances."""
    balances = {name: way() for name, way in ways.items()}
    expected = next(iter(balances.values()))
    for name, found in balances.items():
        if found != expected:
            raise CheckFailed(f"{name} comes to other balances than {next(iter(ways))}")
    rates: dict[str, list[float]] = {name: [] for name in ways}
    worked: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began, cpu = time.perf_counter(), time.process_time()
            way()
            worked[name].append(time.process_time() - cpu)
            rates[name].append(records / (time.perf_counter() - began))
    for name, found_rates in rates.items():
        say(f"{name}: {statistics.median(found_rates):,.0f} a second")
    first = next(iter(ways))
    return {
        name: {
            **_spread(found_rates),
            "per_second_of_our_cpu": round(records / statistics.median(worked[name])),
            "first_over_it": round(
                statistics.median(ours / its for ours, its in zip(rates[first], found_rates, strict=True)), 2
            ),
        }
        for name, found_rates in rates.items()
    }


def _spread(rates: list[float]) -> dict[str, int]:
    return {"median": round(statistics.median(rates)), "min": round(min(rates)), "max": round(max(rates))}


def _ours(source: Source) -> Balances:
    return {account: one.closing for account, one in turnovers(source, P, until=_EVER).items()}


def _library(recorder: Any) -> Balances:
    """Its notification log in sections of 5 000, each state through its own transcoder."""
    transcoder, balances, start = JSONTranscoder(), Balances(), 1
    while section := recorder.select_notifications(start=start, limit=5_000):
        for notification in section:
            if notification.topic == JOURNAL_ENTRY:
                for move in transcoder.decode(notification.state)["data"]["transfers"]:
                    amount = move["amount_grosze"]
                    balances[move["debit"]] = balances.get(move["debit"], 0) - amount
                    balances[move["credit"]] = balances.get(move["credit"], 0) + amount
        start = section[-1].id + 1
    return balances


def _sql(database: str) -> Balances:
    with psycopg.connect(database) as connection:
        return dict(connection.execute(_SQL, (JOURNAL_ENTRY, JOURNAL_ENTRY)).fetchall())


@contextmanager
def _started(server: PostgresServer | NatsServer) -> Iterator[Any]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _aims(stored: dict[str, Any], columns: dict[int, Any], moments: dict[int, Any]) -> list[dict[str, Any]]:
    shortest, longest = min(moments), max(moments)
    bare = columns[longest]["DuckDB, the same sums bare"]["first_over_it"]
    library = stored["library's notification log"]["first_over_it"]
    flat = round(moments[longest]["median_ms"] / moments[shortest]["median_ms"], 2)
    as_of = moments[longest]["median_ms"]
    return [
        {"what": "bundle: DuckDB bare over ours", "found": round(1 / bare, 2), "met": 1 / bare <= AIM_BARE},
        {"what": "PostgreSQL: ours over the library", "found": library, "met": library >= AIM_LIBRARY},
        {"what": f"as-of over {longest} facts, median ms", "found": as_of, "met": as_of < AIM_AS_OF_MS},
        {"what": f"as-of, {longest} over {shortest} facts", "found": flat, "met": flat <= 2.0},
    ]


def text(document: dict[str, Any]) -> str:
    """The document, readable as it is."""
    return json.dumps(document, indent=2, ensure_ascii=False)
