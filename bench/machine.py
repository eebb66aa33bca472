"""Where and with which settings it was measured: a figure without them means nothing."""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import psycopg

_SETTINGS = (
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_sync_method",
    "commit_delay",
    "shared_buffers",
    "max_wal_size",
)
_SYNCS = 200


class NotDurable(Exception):
    """The server does not sync its log at each commit: its figures would be another machine's."""


def settings(admin_dsn: str, *, data: Path) -> dict[str, Any]:
    """Server, machine and disk. Raises NotDurable unless fsync and synchronous_commit are on."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT name, setting, unit FROM pg_settings WHERE name = ANY(%s)", (list(_SETTINGS),)
        )
        found = {name: f"{setting} {unit}" if unit else setting for name, setting, unit in rows.fetchall()}
    if (found["fsync"], found["synchronous_commit"]) != ("on", "on"):
        raise NotDurable(f"fsync {found['fsync']}, synchronous_commit {found['synchronous_commit']}")
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "postgresql": {name: found[name] for name in _SETTINGS},
        "fdatasync_median_ms": round(_sync_seconds(data) * 1000, 3),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "eventsourcing": metadata.version("eventsourcing"),
        "psycopg": metadata.version("psycopg"),
        "load_before": os.getloadavg()[0],
    }


def _sync_seconds(folder: Path) -> float:
    """The median time that the disk takes to keep 8 kB: one row update cannot be faster than this."""
    times = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(bytes(8192 * _SYNCS))
        os.fsync(file.fileno())
        for number in range(_SYNCS):
            os.pwrite(file.fileno(), os.urandom(8192), 8192 * number)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
