"""A service's process: up in any order, alive while its neighbours are gone, drained when it is told to stop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from nats.js import JetStreamContext

from grosz.servers import NatsServer, PostgresServer
from programme.main import SERVICE
from shared.eventstore.migrations import migrate
from shared.eventstore.records import Batch, NewEvent
from shared.eventstore.store import Store
from shared.kernel.canonical import canonical_json
from shared.transport.topology import events_stream, log_stream
from tests.support.bus import counts, expected_events, expected_log, messages, on_bus
from tests.support.grant_facts import commands, way_of
from tests.support.running import ServiceProcess, service_process
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def programme(empty_database: str, own_nats_server: NatsServer, tmp_path: Path) -> Iterator[ServiceProcess]:
    migrate(empty_database, SERVICE.migrations)
    with service_process(
        "-m", "programme", "serve", database_url=empty_database, nats_url=own_nats_server.url, folder=tmp_path
    ) as service:
        yield service.wait_ready()


def give_all(service: ServiceProcess) -> None:
    for number, (name, role, fields) in enumerate(commands()):
        answer = service.give(
            name, [role, "late-entry"], command_id=f"command-{number}", acted_at="2025-01-02T10:00:00+01:00", **fields
        )
        assert answer.status_code == 200, answer.text


def draft(service: ServiceProcess, year: int) -> httpx.Response:
    return service.give(
        "draft-programme",
        ["programme-editor"],
        command_id=f"draft-{year}",
        programme_id=f"torun-{year}",
        planned_grosze=5,
    )


def all_on_the_bus(url: str, store: Store) -> bool:
    wanted = (len(expected_log(store, "programme")), len(expected_events(store, "programme")))
    return on_bus(url, lambda js: counts(js, "programme")) == wanted


def test_a_service_that_is_first_up_waits_for_its_neighbours_and_says_for_which(
    empty_database: str, own_nats_server: NatsServer, tmp_path: Path
) -> None:
    own_nats_server.stop()
    with service_process(
        "-m", "programme", "serve", database_url=empty_database, nats_url=own_nats_server.url, folder=tmp_path
    ) as service:
        wait_until(
            lambda: service.waiting_for() == ["bus", "database"],
            missing=lambda: f"word of bus and database: {service.waiting_for()}",
        )
        assert httpx.get(f"{service.url}/health/live", timeout=5).json() == {"live": True}
        migrate(empty_database, SERVICE.migrations)
        wait_until(lambda: service.waiting_for() == ["bus"], missing=lambda: f"the bus alone: {service.waiting_for()}")
        assert draft(service, 2025).status_code == 200
        own_nats_server.start()
        service.wait_ready()
        store = Store(empty_database)
        wait_until(lambda: all_on_the_bus(own_nats_server.url, store), missing="what was decided without a bus")
        store.close()


def test_with_the_bus_gone_commands_are_taken_and_all_is_published_and_heard_when_it_is_back(
    programme: ServiceProcess, empty_database: str, own_nats_server: NatsServer
) -> None:
    store = Store(empty_database)
    give_all(programme)
    own_nats_server.stop()
    gone_at = time.monotonic()
    wait_until(lambda: "bus" in programme.waiting_for(), missing="word that the bus is gone")
    years = 0
    while time.monotonic() - gone_at < 5.5:
        assert draft(programme, 3000 + years).status_code == 200
        years += 1
    own_nats_server.start()
    programme.wait_ready()
    wait_until(lambda: all_on_the_bus(own_nats_server.url, store), missing="what was decided without a bus")
    told, _ = way_of(3)

    async def publish(js: JetStreamContext) -> None:
        for one in told:
            await js.publish(one.subject, one.body)

    on_bus(own_nats_server.url, publish)
    wait_until(
        lambda: _done(empty_database) == len(told), missing=lambda: f"{len(told)} heard: {_done(empty_database)}"
    )
    wait_until(lambda: all_on_the_bus(own_nats_server.url, store), missing="the answers to what was heard")
    for stream, expected in ((log_stream, expected_log), (events_stream, expected_events)):
        name = stream("programme")
        lying = on_bus(own_nats_server.url, lambda js, name=name: messages(js, name))
        assert lying == expected(store, "programme")
    assert programme.process.alive
    store.close()


def test_with_the_database_gone_a_command_is_told_to_come_again_and_then_carried_out_once(
    own_postgres_server: PostgresServer, own_nats_server: NatsServer, tmp_path: Path
) -> None:
    database = own_postgres_server.dsn("postgres")
    migrate(database, SERVICE.migrations)
    with service_process(
        "-m", "programme", "serve", database_url=database, nats_url=own_nats_server.url, folder=tmp_path
    ) as service:
        service.wait_ready()
        assert draft(service, 2025).status_code == 200
        own_postgres_server.kill()
        asked = httpx.get(f"{service.url}/programme", params={"programme": "torun-2025"}, timeout=20)
        assert (asked.status_code, asked.json()["code"], asked.json()["retryable"]) == (503, "unavailable", True)
        with ThreadPoolExecutor(1) as pool:
            meanwhile = pool.submit(draft, service, 2026)
            own_postgres_server.start()
            assert meanwhile.result().status_code == 200
        assert draft(service, 2026).json()["repeated"] is True
        wait_until(lambda: not service.waiting_for(), missing=lambda: f"readiness: {service.waiting_for()}")
        with psycopg.connect(database) as connection:
            assert connection.execute("SELECT count(*) FROM events").fetchone() == (2,)


def test_a_service_that_is_up_before_its_database_waits_for_it_and_says_so(
    own_postgres_server: PostgresServer, own_nats_server: NatsServer, tmp_path: Path
) -> None:
    database = own_postgres_server.dsn("postgres")
    migrate(database, SERVICE.migrations)
    own_postgres_server.stop()
    with service_process(
        "-m", "programme", "serve", database_url=database, nats_url=own_nats_server.url, folder=tmp_path
    ) as service:
        wait_until(
            lambda: "database" in service.waiting_for(),
            missing=lambda: f"word of the database: {service.waiting_for()}; {service.process.last_words()}",
        )
        assert httpx.get(f"{service.url}/health/live", timeout=5).json() == {"live": True}
        own_postgres_server.start()
        service.wait_ready()
        assert draft(service, 2025).status_code == 200


@pytest.mark.parametrize("gone", ["database", "bus"])
def test_a_service_that_is_told_to_stop_while_it_still_starts_ends_with_zero(
    own_postgres_server: PostgresServer, own_nats_server: NatsServer, tmp_path: Path, gone: str
) -> None:
    database = own_postgres_server.dsn("postgres")
    migrate(database, SERVICE.migrations)
    (own_postgres_server if gone == "database" else own_nats_server).stop()
    with service_process(
        "-m", "programme", "serve", database_url=database, nats_url=own_nats_server.url, folder=tmp_path
    ) as service:
        wait_until(lambda: gone in service.waiting_for(), missing=lambda: f"{gone}: {service.process.last_words()}")
        assert service.process.stop() == 0, service.process.last_words()
        assert "Traceback" not in service.process.last_words()


def test_a_relay_that_stands_still_is_told_by_readiness(
    programme: ServiceProcess, empty_database: str, own_nats_server: NatsServer
) -> None:
    """As with a record that is larger than the bus takes: everything else goes on, so somebody must be told."""
    store = Store(empty_database)
    whole = {"data": {}, "padding": "x" * 1_100_000}
    event = NewEvent("programme/x", 1, "programme.unheard-of.v1", canonical_json(whole), uuid4(), None, None)
    store.append(Batch(events=[event]))
    wait_until(
        lambda: any(word.startswith("relay of LOG_PROGRAMME") for word in programme.waiting_for()),
        missing=lambda: f"word of the relay: {programme.waiting_for()}",
        within=30,
    )
    assert not any("EV_PROGRAMME" in word for word in programme.waiting_for())
    assert programme.process.alive
    store.close()


def test_a_service_that_is_told_to_stop_answers_what_it_has_taken_and_ends_with_zero(
    programme: ServiceProcess, empty_database: str
) -> None:
    def send(year: int) -> Any:
        try:
            return draft(programme, year)
        except httpx.TransportError:
            return None

    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(send, 3000 + year) for year in range(80)]
        wait_until(lambda: any(one.done() for one in sent), missing="a first answer")
        assert programme.process.stop() == 0
    accepted = {
        one.result().json()["position"] for one in sent if one.result() is not None and one.result().status_code == 200
    }
    with psycopg.connect(empty_database) as connection:
        stored = {row[0] for row in connection.execute("SELECT notification_id FROM events").fetchall()}
    assert accepted
    assert accepted <= stored


def test_two_processes_of_one_service_share_its_work(
    programme: ServiceProcess, empty_database: str, own_nats_server: NatsServer, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other_one = service_process(
        "-m", "programme", "serve", database_url=empty_database, nats_url=own_nats_server.url, folder=tmp_path / "other"
    )
    store = Store(empty_database)
    with other_one as other:
        other.wait_ready()
        give_all(programme)
        told, _ = way_of(20)

        async def publish(js: JetStreamContext) -> None:
            await asyncio.gather(*(js.publish(one.subject, one.body) for one in told))

        on_bus(own_nats_server.url, publish)
        with ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(draft, (programme, other)[n % 2], 3000 + n // 2) for n in range(60)]
            assert {answer.result().status_code for answer in answers} == {200}
        programme.process.kill()
        wait_until(
            lambda: _done(empty_database) == len(told),
            missing=lambda: f"{len(told)}: {_done(empty_database)}",
            within=45,
        )
        wait_until(lambda: all_on_the_bus(own_nats_server.url, store), missing="all on the bus")
    lying = on_bus(own_nats_server.url, lambda js: messages(js, log_stream("programme")))
    assert lying == expected_log(store, "programme")
    store.close()


def _done(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM inbox WHERE status = 'done'").fetchone()
    assert row is not None
    return row[0]
