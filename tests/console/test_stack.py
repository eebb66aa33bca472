"""The bookkeeping of `grosz up` and `grosz down`, on real servers, with stand-ins for the services."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psycopg
import pytest

from grosz import processes
from grosz.databases import owner_of
from grosz.failures import StackFailed
from grosz.home import Busy, Home
from grosz.processes import Process
from grosz.records import read_record, write_record
from grosz.servers import PostgresServer
from grosz.service_processes import ServiceCommands
from grosz.stack import Stack, StackNotRunning
from grosz.starting import bring_up
from grosz.status import parts_of
from grosz.stopping import bring_down
from tests.support.servers import Nats, Postgres

pytestmark = pytest.mark.slow

STANDIN = Path(__file__).with_name("standin.py")
NAMES = ("programme", "grants")


class Town:
    """One data folder, its stack of stand-ins, and all that was said."""

    def __init__(self, root: Path, outside: dict[str, str]) -> None:
        self.home = Home(root)
        self.said: list[str] = []
        self.outside = outside

    def up(self, *, ready_within_seconds: float = 20, **behaviour: str) -> Stack:
        """`behaviour`: name of a service to how it misbehaves."""
        services = [
            ServiceCommands(
                name,
                prepare=(sys.executable, str(STANDIN), name, "prepare"),
                serve=(sys.executable, str(STANDIN), name, "serve"),
            )
            for name in NAMES
        ]
        with pytest.MonkeyPatch.context() as patch:
            for name, how in behaviour.items():
                patch.setenv(f"STANDIN_{name.upper()}", how)
            return bring_up(
                self.home,
                say=self.said.append,
                services=services,
                environment=self.outside,
                ready_within_seconds=ready_within_seconds,
            )

    def down(self) -> int:
        return bring_down(self.home, say=self.said.append)

    def process(self, name: str) -> Process:
        found = Stack.load(self.home).services[name].process
        assert found
        return found

    def states(self) -> dict[str, str]:
        return {part.name: part.state for part in parts_of(self.home)}

    def starts(self) -> list[str]:
        """Every start of a stand-in so far: name, verb."""
        lines = (self.home.root / "starts.txt").read_text().splitlines()
        return [line.rpartition(" ")[0] for line in lines]


@pytest.fixture
def town(tmp_path: Path, postgres: Postgres, nats_server: Nats) -> Iterator[Town]:
    """A stack on the servers of the test run, as with GROSZ_POSTGRES_URL and GROSZ_NATS_URL."""
    found = Town(tmp_path / "home", {"GROSZ_POSTGRES_URL": postgres.admin_dsn, "GROSZ_NATS_URL": nats_server.url})
    yield found
    found.down()


@pytest.fixture
def whole_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A stack with servers of its own."""
    found = Town(tmp_path_factory.mktemp("town") / "home", {})
    yield found
    found.down()
    PostgresServer(found.home.root / "postgres").remove()


def test_up_starts_everything_and_down_stops_it_in_reverse_order(whole_town: Town) -> None:
    stack = whole_town.up()
    assert set(whole_town.states().values()) == {"ready"}
    assert set(stack.urls) == set(NAMES)
    whole_town.said.clear()
    assert whole_town.down() == 4
    assert whole_town.said == ["grants: stopped", "programme: stopped", "nats: stopped", "postgres: stopped"]
    assert set(whole_town.states().values()) == {"stopped"}
    with pytest.raises(StackNotRunning):
        Stack.load(whole_town.home)


def test_data_and_ports_survive_down_and_up(whole_town: Town) -> None:
    first = whole_town.up()
    with psycopg.connect(_owners_address(first, "programme")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    whole_town.down()
    second = whole_town.up()
    assert second.urls == first.urls
    assert second.bus_access("console") == first.bus_access("console")
    with psycopg.connect(_owners_address(second, "programme")) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_dead_server_of_our_own_is_told_and_comes_back_where_it_was(whole_town: Town) -> None:
    first = whole_town.up()
    pid = next(part.pid for part in parts_of(whole_town.home) if part.name == "postgres")
    assert pid
    os.kill(pid, signal.SIGKILL)
    processes.wait_until_dead(Process(pid, str(processes.birth_of(pid))), within_seconds=5)
    assert whole_town.states()["postgres"] == "dead"
    whole_town.said.clear()
    second = whole_town.up()
    assert "found dead" in whole_town.said[0]
    assert "postgres" in whole_town.said[0]
    assert second.auditor_dsn("grants") == first.auditor_dsn("grants")
    assert set(whole_town.states().values()) == {"ready"}


def test_a_second_up_finds_the_first(town: Town) -> None:
    town.up()
    before = [town.process(name) for name in NAMES]
    town.up()
    assert [town.process(name) for name in NAMES] == before
    assert f"programme: runs already at {Stack.load(town.home).urls['programme']}" in town.said
    assert len(town.starts()) == 4, "each stand-in was prepared and served once"


def test_a_second_up_starts_only_what_died_and_says_which_why_and_where(town: Town) -> None:
    town.up()
    kept = town.process("programme")
    os.kill(town.process("grants").pid, signal.SIGKILL)
    processes.wait_until_dead(town.process("grants"), within_seconds=5)
    assert town.states() == {"postgres": "outside", "nats": "outside", "programme": "ready", "grants": "dead"}
    town.said.clear()
    town.up()
    told = town.said[0]
    assert "grants: it was ended by SIGKILL" in told
    assert str(town.home.log("grants")) in told
    assert town.process("programme") == kept
    assert town.starts()[4:] == ["grants prepare", "grants serve"]


def test_a_service_that_crashes_is_reported_with_its_log_and_the_rest_runs_on(town: Town) -> None:
    with pytest.raises(StackFailed) as caught:
        town.up(grants="crash")
    (failure,) = caught.value.failures
    assert (failure.name, failure.reason) == ("grants", "it ended with exit code 3")
    assert "the coffee is out" in failure.told()
    assert str(town.home.log("grants")) in failure.told()
    assert town.states()["programme"] == "ready"
    assert town.states()["grants"] == "dead"
    town.said.clear()
    town.up()
    assert "grants: it ended with exit code 3" in town.said[0]
    assert town.states()["grants"] == "ready"


def test_a_failed_migration_is_reported_and_the_service_is_not_served(town: Town) -> None:
    with pytest.raises(StackFailed) as caught:
        town.up(programme="bad preparation")
    (failure,) = caught.value.failures
    assert failure.reason == "its preparation failed: it ended with exit code 1"
    assert "table note exists already" in failure.told()
    assert "programme serve" not in town.starts()


def test_a_service_that_is_never_ready_is_reported_with_what_it_waits_for(town: Town) -> None:
    with pytest.raises(StackFailed, match="waits for the moon"):
        town.up(ready_within_seconds=1, grants="never ready")
    part = next(part for part in parts_of(town.home) if part.name == "grants")
    assert (part.state, part.waiting_for) == ("waiting", ["the moon"])


def test_a_program_that_cannot_be_started_is_reported(town: Town) -> None:
    no = "/no/such/program"
    absent = ServiceCommands("grants", prepare=(no, "prepare"), serve=(no, "serve"))
    with pytest.raises(StackFailed, match="cannot be started: No such file"):
        bring_up(town.home, say=town.said.append, services=[absent], environment=town.outside)


def test_a_recycled_process_id_is_never_killed(town: Town) -> None:
    """Somebody else's process has the id that the record names: it is neither ours, nor ended by down."""
    town.up()
    processes.end(town.process("grants"))
    stranger = processes.launch([sys.executable, "-c", "import time; time.sleep(60)"], log=town.home.log("stranger"))
    try:
        record = read_record(town.home.stack_file)
        record["services"]["grants"]["process"]["pid"] = stranger.pid
        write_record(town.home.stack_file, record)
        assert town.states()["grants"] == "dead"
        town.down()
        assert stranger.alive
    finally:
        processes.kill(stranger)


def test_a_service_whose_settings_have_changed_is_started_anew(town: Town) -> None:
    town.up()
    before = town.process("programme")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GROSZ_AUTHORITY", "gdynia")
        town.up()
    assert not before.alive
    assert "programme: its settings have changed, it is started anew" in town.said


def test_a_port_that_somebody_took_meanwhile_is_given_up(town: Town) -> None:
    port = town.up().services["grants"].port
    town.down()
    with HTTPServer(("127.0.0.1", port), BaseHTTPRequestHandler):
        assert town.up().services["grants"].port != port


def test_two_ups_at_once_are_kept_apart(town: Town) -> None:
    with town.home.held(), pytest.raises(Busy, match="at work"):
        town.up()


def test_records_with_passwords_are_readable_by_their_owner_only(town: Town) -> None:
    town.up()
    files = [town.home.stack_file, town.home.passwords_file, town.home.issuer_private_key]
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}
    assert json.loads(town.home.passwords_file.read_text()).keys() == {*NAMES, *map(owner_of, NAMES), "auditor"}


def _owners_address(stack: Stack, service: str) -> str:
    passwords, owner = read_record(stack.home.passwords_file), owner_of(service)
    return stack.auditor_dsn(service).replace(f"auditor:{passwords['auditor']}", f"{owner}:{passwords[owner]}")


def test_down_without_a_stack_does_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    assert bring_down(Home(tmp_path / "nowhere"), say=said.append) == 0
    assert not (tmp_path / "nowhere").exists()
