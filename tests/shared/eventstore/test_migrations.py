"""Migrations: whoever comes first applies them, the others wait, and nobody fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from shared.eventstore import migrations
from shared.eventstore.migrations import STORE_SCHEMA, MigrationChanged, migrate

REPLICA = """
import sys
from pathlib import Path
from shared.eventstore.migrations import STORE_SCHEMA, migrate
print("here", flush=True)
for _ in sys.stdin:
    print(len(migrate(sys.argv[1], Path(sys.argv[2]))), flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_notes.sql").write_text("CREATE TABLE notes (note text); CREATE TYPE mood AS ENUM ('good');")
    (tmp_path / "0002_more.sql").write_text("ALTER TABLE notes ADD COLUMN more text;")
    return tmp_path


@pytest.mark.slow
def test_eight_replicas_that_start_at_once_on_an_empty_database_all_succeed_and_again(
    empty_database: str, folder: Path
) -> None:
    replicas = [
        subprocess.Popen(
            [sys.executable, "-c", REPLICA, empty_database, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    try:
        for replica in replicas:
            assert replica.stdout.readline() == "here\n"
        files = len([*STORE_SCHEMA.glob("*.sql"), *folder.glob("*.sql")])
        for expected in ([0] * 7 + [files], [0] * 8):
            for replica in replicas:
                replica.stdin.write("now\n")
                replica.stdin.flush()
            assert sorted(int(replica.stdout.readline() or -1) for replica in replicas) == expected
    finally:
        for replica in replicas:
            replica.communicate(timeout=20)
    assert [replica.returncode for replica in replicas] == [0] * 8


@pytest.mark.slow
def test_a_migration_that_was_applied_and_reads_differently_now_is_refused(empty_database: str, folder: Path) -> None:
    migrate(empty_database, folder)
    (folder / "0001_notes.sql").write_text("CREATE TABLE notes (note text);")
    with pytest.raises(MigrationChanged, match=r"service/0001_notes\.sql"):
        migrate(empty_database, folder)


@pytest.mark.slow
def test_a_migration_that_fails_leaves_nothing_of_itself_and_can_be_mended(empty_database: str, folder: Path) -> None:
    (folder / "0003_bad.sql").write_text("CREATE TABLE half (a int); SELECT 1/0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(empty_database, folder)
    (folder / "0003_bad.sql").write_text("CREATE TABLE half (a int);")
    assert migrate(empty_database, folder) == ["service/0003_bad.sql"]


@pytest.mark.slow
def test_readiness_names_the_migrations_that_are_missing(empty_database: str, folder: Path) -> None:
    with psycopg.connect(empty_database, autocommit=True, row_factory=psycopg.rows.dict_row) as connection:
        store = [f"store/{path.name}" for path in sorted(STORE_SCHEMA.glob("*.sql"))]
        assert migrations.missing(connection, folder) == [*store, "service/0001_notes.sql", "service/0002_more.sql"]
        migrate(empty_database, folder)
        assert migrations.missing(connection, folder) == []
