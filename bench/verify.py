"""python -m bench.verify: how many records a second `grosz audit verify` counts again, from a database and from hashes.

Records are of the size that the demo's have. The database is the embedded one; nothing else is measured than the
auditor's own pass: reading, remaking the record's bytes, holding the columns to them, hashing, roots.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import psycopg

from audit.proof import copies
from audit.proof.leaves import Leaves
from audit.proof.rows import reader, rows
from audit.proof.stored import StoredTree
from audit.proof.tree import inclusion
from grosz.servers import PostgresServer
from shared.eventstore.migrations import migrate
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from shared.kernel.ids import event_id
from shared.sealing import tiles
from shared.sealing.growth import Tree

_BEGAN = 1_760_000_000_000 << hlc.COUNTER_BITS
_ROWS_AT_A_TIME = 20_000
_COPY = "COPY events (originator_id, originator_version, topic, state, notification_id, event_id, hlc) FROM STDIN"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.verify", description=__doc__)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.records)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        for name, figure in found.items():
            print(f"{name:42} {figure:>14,}")
    return 0


def measure(records: int) -> dict[str, Any]:
    """Records a second, and milliseconds of one proof among so many."""
    with TemporaryDirectory(prefix="grosz-bench-", dir="/var/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = PostgresServer(Path(folder) / "postgres")
        server.start()
        try:
            database = server.dsn("postgres")
            migrate(database)
            _fill(database, records)
            return _measured(database, records)
        finally:
            server.remove()


def _measured(database: str, records: int) -> dict[str, Any]:
    found: dict[str, Any] = {"records": records}
    with reader(database) as connection, TemporaryFile() as file:
        with _timed(found, "verified from PostgreSQL", records):
            copy = copies.from_rows(rows(connection), [records], file=file, look=lambda _: None, seen=lambda: None)
        assert (copy.count, copy.unsound_count) == (records, 0)
        leaves = Leaves(io.BytesIO())
        leaves.take(list(copy.leaves))
    with _timed(found, "roots from kept hashes", records):
        leaves.count_roots([records])
    assert leaves.roots == copy.leaves.roots
    with psycopg.connect(database, row_factory=psycopg.rows.dict_row) as connection, connection.transaction():
        tree, stored = Tree(), []
        with _timed(found, "tree grown by the sealer", records):
            for leaf in leaves:
                stored += tree.append(leaf)
        tiles.grow(connection, stored, size=records)
    with reader(database) as connection:
        began = time.perf_counter()
        for index in range(0, records, max(1, records // 100)):
            inclusion(index, records, StoredTree(connection).whole)
        found["one proof, ms"] = round((time.perf_counter() - began) * 10, 2)
    return found


def _fill(database: str, records: int) -> None:
    with psycopg.connect(database) as connection:
        for first in range(1, records + 1, _ROWS_AT_A_TIME):
            with connection.cursor().copy(_COPY) as copy:
                for position in range(first, min(first + _ROWS_AT_A_TIME, records + 1)):
                    copy.write_row(_row(position))


def _row(position: int) -> tuple[Any, ...]:
    stream, identity = f"payment/p{position}", event_id("torun", f"payment/p{position}", 1)
    state = canonical_json(
        {
            "event_id": str(identity), "type": "payment.payment-prepared", "type_version": 1, "authority": "torun",
            "stream": stream, "version": 1, "acted_at": "2025-03-14T12:00:00.000Z", "effective_on": "2025-03-14",
            "actor": "anna", "on_behalf_of": None, "late_reason": None, "command_id": f"prepare:{position}",
            "correlation_id": f"grant-{position % 977}", "causation_id": None, "causes": {}, "traceparent": None,
            "data": {"grant_id": f"grant-{position % 977}", "programme_id": "torun-2025", "amount_grosze": position * 7,
                     "tranche_number": 1, "prepared_by": "anna", "organisation_id": f"org-{position % 311}"},
        }
    )  # fmt: skip
    return stream, 1, "payment.payment-prepared.v1", state, position, identity, _BEGAN + position


@contextmanager
def _timed(found: dict[str, Any], name: str, records: int) -> Any:
    began, worked = time.perf_counter(), time.process_time()
    yield
    found[f"{name} / s"] = round(records / (time.perf_counter() - began))
    found[f"{name} / s of our CPU"] = round(records / (time.process_time() - worked))


if __name__ == "__main__":
    raise SystemExit(main())
