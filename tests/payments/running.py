"""A service as a process of its own on real servers, its people, and a voice for the services that it listens to."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import nats

from shared.eventstore.migrations import migrate
from shared.hosting.service import Service
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from tests.payments.office import cause_id
from tests.support.running import ServiceProcess, service_process
from tests.support.waiting import wait_until


class Running:
    """Commands and questions by HTTP and by the bus; facts of other services onto the bus."""

    def __init__(self, service: Service, process: ServiceProcess, nats_url: str) -> None:
        self.service = service
        self.process = process
        self._nats_url = nats_url

    def kill(self) -> None:
        """SIGKILL: no goodbye."""
        self.process.process.kill()

    def start_again(self) -> None:
        self.process.process.start()
        self.process.wait_ready()

    def command(
        self, name: str, /, *, on: str, by: str = "p-1", command_id: str, by_bus: bool = False, **fields: Any
    ) -> dict[str, Any]:
        """A command entered late, as of noon of a day."""
        envelope = {
            "command_id": f"{self.service.name}:{command_id}",
            "data": fields,
            "acted_at": f"{on}T12:00:00+00:00",
            "late_reason": "told-later",
        }
        role = self.service.commands[name].shape.ROLE
        token = self.process.issuer.token(role, "late-entry", person=by)
        if by_bus:
            return self.ask_bus(f"cmd.{self.service.name}.{name}", envelope, token=token)
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.process.url}/commands/{name}"
        return dict(httpx.post(url, content=canonical_json(envelope), headers=headers).json())

    def ask(self, name: str, /, **question: Any) -> dict[str, Any]:
        """A question by HTTP."""
        return dict(httpx.get(f"{self.process.url}/{name}", params=question).json())

    def ask_both_ways(self, name: str, /, **question: Any) -> dict[str, Any]:
        """A question by HTTP and by the bus, which must answer the same; for when nothing is on its way any more."""
        answer = self.ask(name, **question)
        assert answer == self.ask_bus(f"query.{self.service.name}.{name}", question)
        return answer

    def ask_bus(self, subject: str, body: dict[str, Any], *, token: str = "") -> dict[str, Any]:
        async def ask() -> dict[str, Any]:
            client = await nats.connect(self._nats_url)
            try:
                reply = await client.request(
                    subject, canonical_json(body), timeout=10, headers={"Grosz-Actor": token} if token else None
                )
                return dict(json.loads(reply.data))
            finally:
                await client.close()

        return asyncio.run(ask())

    def tell(self, type_name: str, /, *, on: str, told: int, times: int = 1, **fields: Any) -> UUID:
        """A fact of another service, put onto its stream as often as wanted. `told` is its position there."""
        publisher = type_name.partition(".")[0]
        identity = cause_id(publisher, told)
        stamp = ((time.time_ns() // 1_000_000) << hlc.COUNTER_BITS) + told
        envelope = {
            "event_id": str(identity),
            "type": type_name,
            "type_version": 1,
            "authority": "torun",
            "stream": f"told/{told}",
            "version": 1,
            "position": told,
            "hlc": hlc.text_of(stamp),
            "recorded_at": datetime.now(UTC),
            "acted_at": f"{on}T12:00:00Z",
            "effective_on": on,
            "actor": "p-9",
            "correlation_id": "journey",
            "data": fields,
        }

        async def publish() -> None:
            client = await nats.connect(self._nats_url)
            try:
                for _ in range(times):
                    await client.jetstream().publish(f"{type_name}.v1", canonical_json(envelope))
            finally:
                await client.close()

        asyncio.run(publish())
        return identity

    def published(self, count: int) -> list[dict[str, Any]]:
        """Every message on the service's EV stream, in order, once there are so many."""
        stream = f"EV_{self.service.name.upper()}"

        async def read() -> list[dict[str, Any]]:
            client = await nats.connect(self._nats_url)
            try:
                js = client.jetstream()
                messages = (await js.stream_info(stream)).state.messages
                return [json.loads((await js.get_msg(stream, seq=seq)).data or b"") for seq in range(1, messages + 1)]
            finally:
                await client.close()

        wait_until(lambda: len(asyncio.run(read())) >= count, missing=f"{count} messages on {stream}")
        return asyncio.run(read())


@contextmanager
def running(service: Service, *, database_url: str, nats_url: str, folder: Path) -> Iterator[Running]:
    """The service, migrated and ready."""
    migrate(database_url, service.migrations)
    arguments = ("-m", service.name, "serve")
    with service_process(*arguments, database_url=database_url, nats_url=nats_url, folder=folder) as process:
        process.wait_ready()
        yield Running(service, process, nats_url)
