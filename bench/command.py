"""The command line: which callers, how long, how often; tables or JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench import asof, machine, replay, report
from bench.callers import Window
from bench.contender import CONNECTIONS_MAX, CheckFailed, Contender, Opening
from bench.contenders import CONTENDERS, OURS, TITLES
from bench.doors import DOORS
from bench.doors.service import ProgrammeService, programme_service
from bench.rounds import Open, Say, interleaved
from grosz.home import Home
from grosz.servers import PostgresServer
from shared.kernel.periods import WARSAW

AIMS = {16: 3.0, 64: 5.0}
"""Callers to the wanted ratio of ours to the row with the unique reservation row (blueprint, section 3)."""
AIM_P99_MS = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    say: Say = (lambda line: print(line, file=sys.stderr, flush=True)) if not options.quiet else lambda _: None
    try:
        document = _MEASURES[options.only](options, say)
    except (CheckFailed, machine.NotDurable) as error:
        print(f"the benchmark has failed: {error}", file=sys.stderr)
        return 1
    told = {"as-of": lambda: asof.text(document["cases"]), "replay": lambda: replay.text(document)}
    text = told.get(options.only, lambda: report.text(document))
    print(json.dumps(document, indent=2) if options.json else text())
    return 0


def measure_as_of(options: argparse.Namespace, say: Say) -> dict[str, Any]:
    """The budget question at several lengths of the journal, as a document. Raises CheckFailed and NotDurable."""
    with _server(0) as (_, server):
        found = machine.settings(server.admin_dsn, data=server.data.parent)
        cases = asof.as_of_cases(server, options.entries, options.rounds, say)
        found["load_after"] = os.getloadavg()[0]
    return {"machine": found, "contenders": asof.TITLES, "cases": cases}


def measure_replay(options: argparse.Namespace, say: Say) -> dict[str, Any]:
    """Replay, as-of from a bundle and verification, as a document. Raises CheckFailed and NotDurable."""
    with tempfile.TemporaryDirectory(prefix="grosz-bench-", dir=options.folder, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        return replay.measure(
            Path(folder),
            facts=options.facts,
            lengths=options.lengths,
            rounds=options.rounds,
            questions=options.questions,
            say=say,
        )


def measure(options: argparse.Namespace, say: Say) -> dict[str, Any]:
    """The whole run as a document. Raises CheckFailed and NotDurable."""
    window = Window(options.seconds, options.warm_up)
    with _server(options.commit_delay) as (home, server):
        found = machine.settings(server.admin_dsn, data=server.data.parent)
        cases = [_budget_case(server, callers, options, window, say) for callers in options.callers]
        if options.doors:
            say("starting the programme service and NATS")
            with programme_service(home, server) as service:
                cases += [_doors_case(service, callers, options, window, say) for callers in options.callers]
        found["load_after"] = os.getloadavg()[0]
    return {
        "machine": found,
        "options": {
            "callers": options.callers,
            "rounds": options.rounds,
            "seconds": options.seconds,
            "warm_up_seconds": options.warm_up,
            "connections_max_of_others": CONNECTIONS_MAX,
            "commit_delay_us": options.commit_delay,
        },
        "contenders": {**TITLES, **{door.name: door.title for door in DOORS}},
        "cases": cases,
        "aims": _aims(cases),
    }


def _budget_case(
    server: PostgresServer, callers: int, options: argparse.Namespace, window: Window, say: Say
) -> dict[str, Any]:
    contenders: dict[str, Open] = {
        name: partial(_on_fresh_database, server, opened, callers) for name, opened in CONTENDERS.items()
    }
    measured = interleaved(contenders, callers=callers, rounds=options.rounds, window=window, say=say)
    return {"case": "hot-budget", "title": "Reserve from one hot budget, at the border of the use case", **measured}


def _doors_case(
    service: ProgrammeService, callers: int, options: argparse.Namespace, window: Window, say: Say
) -> dict[str, Any]:
    doors: dict[str, Open] = {door.name: partial(_in_fresh_year, service, door, callers) for door in DOORS}
    measured = interleaved(doors, callers=callers, rounds=min(3, options.rounds), window=window, say=say)
    title = "The same budget through the doors of a whole service (its read models and relays at work too)"
    return {"case": "doors", "title": title, **measured}


@contextmanager
def _on_fresh_database(server: PostgresServer, opened: Opening, callers: int, _: int) -> Iterator[Contender]:
    """Nobody starts on tables that an earlier round has filled; the database is dropped afterwards."""
    with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
        connection.execute("CREATE DATABASE round")
        try:
            with opened(server.dsn("round"), callers) as contender:
                yield contender
        finally:
            connection.execute(sql.SQL("DROP DATABASE round WITH (FORCE)"))


def _in_fresh_year(
    service: ProgrammeService, door: Any, callers: int, number: int
) -> AbstractContextManager[Contender]:
    """A budget of its own for each round, in the same store; its year is the one that the service's clock tells."""
    year = datetime.now(UTC).astimezone(WARSAW).year
    programme_id = f"{door.name.lower().replace(' ', '-')}-{callers}-{number}-{year}"
    opened: AbstractContextManager[Contender] = door.opened(service, programme_id)
    return opened


@contextmanager
def _server(commit_delay: int) -> Iterator[tuple[Home, PostgresServer]]:
    """The embedded PostgreSQL, in a folder that is on a disk: /tmp may be memory, where syncing costs nothing."""
    with tempfile.TemporaryDirectory(prefix="grosz-bench-", dir="/var/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        home = Home(Path(folder))
        server = PostgresServer(home.root / "postgres")
        server.start()
        try:
            _slow_the_log(server, commit_delay)
            yield home, server
        finally:
            server.remove()


def _slow_the_log(server: PostgresServer, microseconds: int) -> None:
    """Let every sync of the log take so much longer, by PostgreSQL's own setting: a disk of the kind that many have."""
    if microseconds:
        with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET commit_siblings = 0")
            connection.execute(sql.SQL("ALTER SYSTEM SET commit_delay = {}").format(sql.Literal(microseconds)))
            connection.execute("SELECT pg_reload_conf()")


def _aims(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    aims = []
    for case in cases:
        wanted = AIMS.get(case["callers"])
        if case["case"] != "hot-budget" or wanted is None:
            continue
        ratio = case["ratios"]["row+reservation"]["median"]
        p99 = case["contenders"][OURS]["latency_ms"]["p99"]
        who = f"{case['callers']} callers"
        aims += [
            {"what": f"{who}, ours / row+reservation", "wanted": wanted, "found": ratio, "met": ratio >= wanted},
            {"what": f"{who}, p99 of ours in ms", "wanted": AIM_P99_MS, "found": p99, "met": p99 < AIM_P99_MS},
        ]
    return aims


_MEASURES = {None: measure, "as-of": measure_as_of, "replay": measure_replay}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Reserve money from one hot budget.")
    parser.add_argument(
        "--only",
        choices=["as-of", "replay"],
        help="as-of: the budget question, by length of the journal; replay: the workbench's reading of long histories",
    )
    parser.add_argument("--facts", type=int, default=300_000, help="facts in stores and streams, for replay")
    parser.add_argument(
        "--lengths", type=_numbers, default=[1_000_000, 10_000_000], help="facts in bundles, for replay; 1 GB each 10 M"
    )
    parser.add_argument("--questions", type=int, default=200, help="random moments asked of each bundle, for replay")
    parser.add_argument("--folder", help="where histories are made and deleted, for replay; default: as TMPDIR says")
    parser.add_argument(
        "--entries",
        type=_numbers,
        default=asof.ENTRIES,
        help="lengths of the journal, for as-of; default 1000,100000,1000000",
    )
    parser.add_argument("--callers", type=_numbers, default=[16, 64], help="default 16,64")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each contender; default 5")
    parser.add_argument("--seconds", type=float, default=2.0, help="measured seconds of a round; default 2")
    parser.add_argument("--warm-up", type=float, default=0.5, help="seconds before them; default 0.5")
    parser.add_argument("--json", action="store_true", help="a JSON document instead of tables")
    parser.add_argument("--no-doors", dest="doors", action="store_false", help="leave out HTTP and the bus")
    parser.add_argument("--quiet", action="store_true", help="say nothing while measuring")
    parser.add_argument(
        "--commit-delay",
        type=int,
        default=0,
        metavar="MICROSECONDS",
        help="let each sync of the log take longer, as on a slower disk; not the machine as it is",
    )
    return parser.parse_args(arguments)


def _numbers(text: str) -> list[int]:
    numbers = [int(number) for number in text.split(",")]
    if min(numbers) < 1:
        raise argparse.ArgumentTypeError("at least one caller")
    return numbers
