"""The command allocate-area, a thousand times on one budget: by HTTP, and the same by request and reply on the bus."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Self, TypeVar

import nats
from nats.aio.client import Client

from bench.contender import ANSWER_WITHIN_SECONDS, LIMIT_GROSZE, Contender, Request
from bench.contenders.ours import LINE
from bench.doors.service import REFUSED, ProgrammeService, send
from bench.journal import Journal
from grosz.bus_users import CONSOLE
from shared.transport.access import BusAccess

T = TypeVar("T")


class CommandDoor(Contender):
    """free → line, by a person with a token, with a receipt kept for ever."""

    idempotent: ClassVar[bool] = True

    def __init__(self, service: ProgrammeService, programme_id: str) -> None:
        self._service = service
        self._programme_id = programme_id
        self._token = service.token
        service.open_year(programme_id, call=False)

    @classmethod
    @contextmanager
    def opened(cls, service: ProgrammeService, programme_id: str) -> Iterator[Self]:
        door = cls(service, programme_id)
        try:
            yield door
        finally:
            door.close()

    def reserved(self) -> tuple[int, int]:
        return Journal(self._service.store, self._programme_id).allocated(limit_grosze=LIMIT_GROSZE)

    def _body(self, request: Request) -> bytes:
        data = {
            "programme_id": self._programme_id,
            "line_id": LINE,
            "amount_grosze": request.amount_grosze,
            "document": "1",
        }
        return json.dumps({"command_id": f"{self._programme_id}-{request.key}", "data": data}).encode()


class HttpDoor(CommandDoor):
    """A connection per caller, kept open."""

    name: ClassVar[str] = "HTTP command"
    title: ClassVar[str] = "POST /commands/allocate-area, connections kept open"

    def __init__(self, service: ProgrammeService, programme_id: str) -> None:
        super().__init__(service, programme_id)
        self._mine = threading.local()

    def reserve(self, request: Request) -> bool:
        if not hasattr(self._mine, "connection"):
            self._mine.connection = self._service.connect()
        return send(self._mine.connection, "allocate-area", self._body(request), self._token)[0]

    def close(self) -> None:
        """Each connection ends with its caller's thread."""


class BusDoor(CommandDoor):
    """One connection for all callers, as a service has it."""

    name: ClassVar[str] = "bus command"
    title: ClassVar[str] = "cmd.programme.allocate-area, request and reply on NATS"

    def __init__(self, service: ProgrammeService, programme_id: str) -> None:
        super().__init__(service, programme_id)
        self._bus = BusThread(service.stack.bus_access(CONSOLE))

    def reserve(self, request: Request) -> bool:
        return self._bus.wait_for(self._ask(self._body(request)))

    def close(self) -> None:
        self._bus.close()

    async def _ask(self, body: bytes) -> bool:
        reply = await self._bus.client.request(
            "cmd.programme.allocate-area", body, timeout=ANSWER_WITHIN_SECONDS, headers={"Grosz-Actor": self._token}
        )
        answer = json.loads(reply.data)
        if not answer["ok"] and answer["status"] not in REFUSED:
            raise AssertionError(answer)
        return bool(answer["ok"])


class BusThread:
    """An event loop of its own with one connection to the bus; callers of other threads wait for its coroutines."""

    client: Client

    def __init__(self, access: BusAccess) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.client = self.wait_for(nats.connect(**access.options(), allow_reconnect=False))

    def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(ANSWER_WITHIN_SECONDS)

    def close(self) -> None:
        self.wait_for(self.client.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(ANSWER_WITHIN_SECONDS)
        self._loop.close()
