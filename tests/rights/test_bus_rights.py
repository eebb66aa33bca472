"""What nats-server itself refuses: each user tries what it may not do, on a server configured as in production."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client

from grants.main import SERVICE as GRANTS
from grosz import bus_users
from grosz.servers import NatsServer
from notifications.main import SERVICE as NOTIFICATIONS
from payments.main import SERVICE as PAYMENTS
from programme.main import SERVICE as PROGRAMME
from shared.hosting.provisioning import provision
from shared.hosting.rights import durables_of, rights_of
from shared.transport.access import BusAccess
from tests.support.waiting import wait_until_async

pytestmark = pytest.mark.slow

SERVICES = (PROGRAMME, GRANTS, PAYMENTS, NOTIFICATIONS)


@dataclass
class Bus:
    """A server with every user's key; `as_user` connects, and keeps what the server complained about."""

    server: NatsServer
    keys: Path

    def access(self, user: str) -> BusAccess:
        return BusAccess(self.server.address, user, nkey_file=bus_users.seed_file(self.keys, user))

    def run(self, user: str, act: Callable[[Client, list[str]], Awaitable[Any]]) -> Any:
        async def whole() -> Any:
            async with self._connected(user) as (client, complaints):
                return await act(client, complaints)

        return asyncio.run(whole())

    @asynccontextmanager
    async def _connected(self, user: str) -> AsyncIterator[tuple[Client, list[str]]]:
        complaints: list[str] = []

        async def complain(error: Exception) -> None:
            complaints.append(str(error).lower())

        client = await nats.connect(**self.access(user).options(), allow_reconnect=False, error_cb=complain)
        try:
            yield client, complaints
        finally:
            await client.close()

    def refused(self, user: str, subject: str, body: bytes = b"{}") -> bool:
        """Whether the server refuses this user a message on this subject."""

        async def publish(client: Client, complaints: list[str]) -> bool:
            await client.publish(subject, body)
            await _all_said(client, complaints)
            return any(f'publish to "{subject.lower()}"' in complaint for complaint in complaints)

        return bool(self.run(user, publish))

    def may_hear(self, user: str, subject: str) -> bool:
        async def subscribe(client: Client, complaints: list[str]) -> bool:
            await client.subscribe(subject)
            await _all_said(client, complaints)
            return not any(f'subscription to "{subject.lower()}"' in complaint for complaint in complaints)

        return bool(self.run(user, subscribe))


async def _all_said(client: Client, complaints: list[str]) -> None:
    """The server complains in order: once it has complained about this, it has about all before."""
    await client.publish("nobody.may.say.this", b"")

    async def complained() -> bool:
        return any("nobody.may.say.this" in complaint for complaint in complaints)

    await wait_until_async(complained, missing="the server's complaint about what nobody may say")


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bus]:
    folder = tmp_path_factory.mktemp("bus")
    users = bus_users.configuration(bus_users.ensure_seeds(folder / "keys"))
    server = NatsServer(folder / "nats", users=users)
    try:
        server.start()
        found = Bus(server, folder / "keys")
        for service in SERVICES:
            asyncio.run(provision(service, found.access("provisioner"), replicas=1, retire=False))
        yield found
    finally:
        server.stop()


def test_the_committed_rights_are_what_the_services_tables_say() -> None:
    assert bus_users.rights() == rights_of(SERVICES), "run: make messages"


def test_nobody_comes_in_without_a_key(bus: Bus) -> None:
    with socket.create_connection(("127.0.0.1", bus.server.port), timeout=10) as line:
        line.recv(4096)  # the server introduces itself
        line.sendall(b'CONNECT {"verbose": false}\r\nPING\r\n')
        assert b"Authorization Violation" in line.recv(4096)


@pytest.mark.parametrize("service", [service.name for service in SERVICES])
def test_a_service_publishes_its_own_facts_and_records_only(bus: Bus, service: str) -> None:
    assert not bus.refused(service, f"{service}.something-said.v1")
    assert not bus.refused(service, f"log.{service}.stream")
    for other in {one.name for one in SERVICES} - {service}:
        assert bus.refused(service, f"{other}.something-said.v1")
        assert bus.refused(service, f"log.{other}.stream")
        assert bus.refused(service, f"seal.{other}")


def test_a_service_takes_from_its_own_durable_and_from_no_other(bus: Bus) -> None:
    own, others = durables_of(PAYMENTS)["grants"], durables_of(PROGRAMME)["grants"]
    assert not bus.refused("payments", f"$JS.API.CONSUMER.MSG.NEXT.EV_GRANTS.{own}")
    assert bus.refused("payments", f"$JS.API.CONSUMER.MSG.NEXT.EV_GRANTS.{others}")
    assert bus.refused("payments", f"$JS.ACK.EV_GRANTS.{others}.1.1.1.1.1")


@pytest.mark.parametrize(
    "subject",
    [
        "$JS.API.CONSUMER.CREATE.EV_GRANTS.payments-deadbeef",
        "$JS.API.CONSUMER.CREATE.EV_GRANTS.payments-deadbeef.grants.>",
        "$JS.API.CONSUMER.DURABLE.CREATE.EV_GRANTS.payments-deadbeef",
        "$JS.API.STREAM.MSG.GET.EV_GRANTS",
        "$JS.API.DIRECT.GET.EV_GRANTS.1",
        "$JS.API.STREAM.MSG.GET.LOG_GRANTS",
        "$JS.API.CONSUMER.DELETE.EV_GRANTS.programme-deadbeef",
    ],
)
def test_a_service_has_no_way_to_facts_that_it_does_not_react_to(bus: Bus, subject: str) -> None:
    assert bus.refused("payments", subject)


@pytest.mark.parametrize(
    "subject", ["grants.>", "grants.contract-signed.v1", "log.>", "_INBOX.>", "_INBOX.grants.x", ">"]
)
def test_a_service_overhears_nothing(bus: Bus, subject: str) -> None:
    assert not bus.may_hear("payments", subject)


def test_a_service_answers_its_own_questions_only(bus: Bus) -> None:
    assert bus.may_hear("payments", "cmd.payments.*")
    assert not bus.may_hear("payments", "cmd.grants.*")
    assert not bus.may_hear("payments", "query.grants.watermark")


@pytest.mark.parametrize("user", ["programme", "provisioner", "auditor", "console"])
@pytest.mark.parametrize("verb", ["STREAM.DELETE", "STREAM.PURGE", "STREAM.MSG.DELETE"])
def test_nobody_deletes_or_purges_what_was_published(bus: Bus, user: str, verb: str) -> None:
    assert bus.refused(user, f"$JS.API.{verb}.LOG_PROGRAMME")


def test_the_provisioner_makes_streams_and_says_no_fact(bus: Bus) -> None:
    assert bus.refused("provisioner", "grants.contract-signed.v1")
    assert bus.refused("provisioner", "log.grants.contract")
    assert bus.refused("provisioner", "cmd.grants.sign-contract")


def test_the_auditor_reads_every_record_and_says_nothing(bus: Bus) -> None:
    assert not bus.refused("auditor", "$JS.API.STREAM.MSG.GET.LOG_GRANTS", b'{"seq": 1}')
    for subject in ("grants.contract-signed.v1", "log.grants.contract", "cmd.grants.sign-contract"):
        assert bus.refused("auditor", subject)
    assert bus.refused("auditor", "$JS.API.CONSUMER.CREATE.EV_GRANTS." + durables_of(PAYMENTS)["grants"])


def test_people_command_and_ask_and_publish_nothing_else(bus: Bus) -> None:
    assert not bus.refused("console", "cmd.grants.sign-contract")
    assert bus.refused("console", "grants.contract-signed.v1")
    assert not bus.may_hear("console", "grants.contract-signed.v1")
    assert not bus.may_hear("console", "_INBOX.grants.x")
