"""The watch: counts every programme year anew, verifies the history, on and on, and tells a Prometheus what it found.

`python -m audit.watch`. While services write, a fact may be on its way; so a difference counts only when the same
one is found again after a pause. An outage that keeps facts on their way longer is told by other alerts too.
Verification is the workbench's own command, in a process of its own: its exit code is the answer, and its use is
recorded as everybody's.
"""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence

import psycopg
from prometheus_client import Counter, Gauge, start_http_server

from audit.difference import Difference
from audit.facts import UnknownShape
from audit.reconcile import reconcile
from audit.sources.places import Places

DATABASE_SETTING = "GROSZ_AUDIT_DATABASE_URL"
AGREED, DIFFERENT, USAGE, DOWN = 0, 1, 2, 3

_DIFFERENCE = Gauge(
    "grosz_reconciliation_difference_grosze",
    "Sum of what an independent count and the ledger say differently, without signs; 0: they agree.",
    ["programme"],
)
_DIFFERENCES = Gauge(
    "grosz_reconciliation_differences", "Differences found, those that are no matter of an amount too.", ["programme"]
)
_SUCCEEDED = Gauge(
    "grosz_reconciliation_last_success_timestamp_seconds", "When all years were last counted anew, whatever was found."
)
_SECONDS = Gauge("grosz_reconciliation_duration_seconds", "How long the last count took.")
_FAILURES = Counter("grosz_reconciliation_failures_total", "Counts that could not be finished.")
_HISTORY_FAILED = Gauge(
    "grosz_history_verification_failed", "1: a record, hash or signature is not as it was sealed; 0: as sealed."
)
_VERIFIED = Gauge(
    "grosz_history_verification_last_success_timestamp_seconds", "When the whole history was last found as sealed."
)
_UNVERIFIED = Counter("grosz_history_verification_failures_total", "Verifications that could not be finished.")
VERIFY = (sys.executable, "-P", "-m", "audit", "verify")
VERIFIED_WITHIN_SECONDS = 6 * 3600
log = logging.getLogger(__name__)

Reconcile = Callable[[Mapping[str, str], str], list[Difference]]


def look(
    databases: Mapping[str, str],
    *,
    pause: Callable[[], object],
    count: Reconcile = reconcile,
) -> dict[str, list[Difference]]:
    """Programme year to the differences that were found twice, `pause` apart. Raises psycopg.Error, UnknownShape."""
    found = {programme: count(databases, programme) for programme in _years(databases["programme"])}
    if any(found.values()):
        pause()
        for programme, differences in found.items():
            again = {str(difference) for difference in count(databases, programme)} if differences else set()
            found[programme] = [difference for difference in differences if str(difference) in again]
    return found


def tell(found: Mapping[str, Sequence[Difference]], *, took_seconds: float) -> None:
    """What a scrape sees from now on."""
    for programme, differences in found.items():
        _DIFFERENCE.labels(programme).set(sum(abs(difference.grosze) for difference in differences))
        _DIFFERENCES.labels(programme).set(len(differences))
        for difference in differences:
            log.error("%s: %s", programme, difference)
    _SUCCEEDED.set_to_current_time()
    _SECONDS.set(took_seconds)


def verify(*, command: Sequence[str] = VERIFY, environment: Mapping[str, str] = os.environ) -> int:
    """Run the workbench's verification and tell what it found. Returns its exit code: 0, 1, or it could not look."""
    who = {"GROSZ_AUDIT_PERSON": "watch", "GROSZ_AUDIT_REASON": "watch"}
    try:
        done = subprocess.run(
            command,
            env={**who, **environment},
            capture_output=True,
            text=True,
            timeout=VERIFIED_WITHIN_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        _UNVERIFIED.inc()
        log.error("the verification did not end within %d s", VERIFIED_WITHIN_SECONDS)
        return DOWN
    if done.returncode in {AGREED, DIFFERENT}:
        _HISTORY_FAILED.set(done.returncode)
        if done.returncode == AGREED:
            _VERIFIED.set_to_current_time()
    else:
        _UNVERIFIED.inc()
    if done.returncode:
        log.error("the verification ended with %d:\n%s%s", done.returncode, done.stdout, done.stderr)
    return done.returncode


def _years(dsn: str) -> list[str]:
    with psycopg.connect(dsn, connect_timeout=5) as connection:
        rows = connection.execute(
            "SELECT DISTINCT split_part(originator_id, '/', 2) FROM events "
            "WHERE originator_id LIKE 'budget/%' AND originator_version = 1 ORDER BY 1"
        ).fetchall()
    return [str(programme) for (programme,) in rows]


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    options = _options(arguments)
    databases = Places.from_environment(environment).databases
    if not databases:
        print(f"{DATABASE_SETTING} is needed: postgresql://auditor@HOST/{{service}}", file=sys.stderr)
        return USAGE
    logging.basicConfig(level="INFO", format="%(asctime)s %(levelname)s %(message)s")
    wait = threading.Event().wait
    if not options.once:
        start_http_server(options.port, options.host)
    verified_at = float("-inf")
    while True:
        code = _once(databases, pause=lambda: wait(options.pause))
        if options.once:
            return code
        if time.monotonic() > verified_at + options.verify_every:
            verify(environment=environment)
            verified_at = time.monotonic()
        wait(options.every)


def _once(databases: Mapping[str, str], *, pause: Callable[[], object]) -> int:
    started = time.monotonic()
    try:
        found = look(databases, pause=pause)
    except (psycopg.Error, UnknownShape, LookupError) as error:
        _FAILURES.inc()
        log.error("the count could not be finished: %s", error)
        return DOWN
    tell(found, took_seconds=time.monotonic() - started)
    differences = sum(map(len, found.values()))
    log.info("%d years counted anew, %d differences", len(found), differences)
    return DIFFERENT if differences else AGREED


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m audit.watch",
        description="Count every programme year anew, on and on, and export what was found to Prometheus.",
        epilog="Exit codes with --once: 0 they agree, 1 differences, 2 wrong usage, 3 a database does not answer. "
        f"The databases: {DATABASE_SETTING}, {{service}} standing for the service's name; else as `grosz up` noted.",
    )
    parser.add_argument("--every", type=float, default=300, metavar="SECONDS", help="between two looks; default 300")
    parser.add_argument(
        "--verify-every", type=float, default=3600, metavar="SECONDS", help="between two verifications; default 3600"
    )
    parser.add_argument("--pause", type=float, default=10, metavar="SECONDS", help="before a second look; default 10")
    parser.add_argument("--host", default="127.0.0.1", help="where /metrics listens; default 127.0.0.1")
    parser.add_argument("--port", type=int, default=9105, help="default 9105")
    parser.add_argument("--once", action="store_true", help="look once, print, and end with a code")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
