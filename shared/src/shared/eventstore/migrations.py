"""Schema changes: numbered SQL files, applied once each, in order, under a lock, by whoever comes first."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import psycopg

from shared.eventstore.rights import grant_rights

STORE_SCHEMA = Path(__file__).parent / "schema"
_LOCK = 0x67726F737A  # any constant of our own; replicas that start together wait for one another here


class MigrationChanged(Exception):
    """A file that was applied earlier reads differently now; write a new file instead."""


class Roles(NamedTuple):
    """The roles that get their rights after a migration: the one that serves, and the auditor's."""

    service: str
    reader: str


def migrate(database_url: str, *folders: Path, roles: Roles | None = None) -> list[str]:
    """Apply what is missing from the store's schema and these folders. Returns the names applied.

    roles  who serves and who reads, where the address is the owner's; without, the caller alone has every right.
    """
    applied: list[str] = []
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations "
            "(name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        done: dict[str, str] = dict(connection.execute("SELECT name, sha256 FROM schema_migrations").fetchall())
        for name, sql in _files(STORE_SCHEMA, *folders):
            digest = hashlib.sha256(sql.encode()).hexdigest()
            if name in done:
                if done[name] != digest:
                    raise MigrationChanged(name)
                continue
            with connection.transaction():
                connection.execute(sql.encode())
                connection.execute("INSERT INTO schema_migrations (name, sha256) VALUES (%s, %s)", (name, digest))
            applied.append(name)
        if roles:
            with connection.transaction():
                grant_rights(connection, service=roles.service, reader=roles.reader)
    return applied


def missing(connection: psycopg.Connection[dict[str, object]], *folders: Path) -> list[str]:
    """Names of files not applied yet: readiness asks this."""
    exists = connection.execute("SELECT to_regclass('schema_migrations') IS NOT NULL AS there").fetchone()
    if not exists or not exists["there"]:
        return [name for name, _ in _files(STORE_SCHEMA, *folders)]
    rows = connection.execute("SELECT name FROM schema_migrations").fetchall()
    done = {row["name"] for row in rows}
    return [name for name, _ in _files(STORE_SCHEMA, *folders) if name not in done]


def _files(*folders: Path) -> list[tuple[str, str]]:
    return [
        (f"{'store' if folder == STORE_SCHEMA else 'service'}/{path.name}", path.read_text())
        for folder in folders
        for path in sorted(folder.glob("*.sql"))
    ]
