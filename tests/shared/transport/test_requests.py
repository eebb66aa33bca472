"""Requests on the bus: in parallel, and every one is answered, with a problem when it must be."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from nats.aio.client import Client

from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from shared.hosting.watermark import watermark
from shared.messages.fields import Question
from shared.transport import commands as command_desk
from shared.transport.access import BusAccess
from shared.transport.actors import TokenCheck
from shared.transport.binding import BoundQuestion, answering
from shared.transport.bus import ACTOR_HEADER, make_broker, requests_router
from shared.transport.commands import CommandDesk
from shared.transport.issuer_keys import IssuerKeys
from shared.transport.questions import QuestionDesk
from tests.support import tally
from tests.support.running import Issuer
from tests.support.servers import Nats

pytestmark = pytest.mark.slow

AT_ONCE = 16

_names = (f"clerk{number}" for number in itertools.count())


class Together(Question):
    """Answered only when sixteen of it are asked at once."""

    NAME: ClassVar = "together"


class Broken(Question):
    """Its read model is broken."""

    NAME: ClassVar = "broken"


def fails(connection: Any) -> dict[str, Any]:
    raise ZeroDivisionError


def broken_command(desk: Any, **_: Any) -> None:
    raise ZeroDivisionError


class Asking:
    def __init__(self, service: str, client: Client, issuer: Issuer) -> None:
        self._service = service
        self._client = client
        self.token = issuer.token("counter")

    async def ask(self, name: str, body: bytes = b"{}") -> dict[str, Any]:
        reply = await self._client.request(f"query.{self._service}.{name}", body, timeout=8)
        return json.loads(reply.data)

    async def give(self, name: str, body: bytes, token: str | None = "") -> dict[str, Any]:
        headers = {ACTOR_HEADER: self.token if token == "" else token} if token is not None else None
        reply = await self._client.request(f"cmd.{self._service}.{name}", body, timeout=8, headers=headers)
        return json.loads(reply.data)


@asynccontextmanager
async def a_clerk(database: str, url: str, folder: Path) -> AsyncIterator[Asking]:
    """A service in this process that answers requests on the bus and nothing else."""
    service, issuer, store = next(_names), Issuer(folder), Store(database)
    writer = Writer(store, tally.CODEC, tally.no_message)
    writer.start()
    barrier = asyncio.Barrier(AT_ONCE)

    async def all_there(_: Any) -> None:
        await asyncio.wait_for(barrier.wait(), 5)

    bound = [
        *tally.questions(),
        answering(Together, lambda _: {"together": True}, before=all_there),
        answering(Broken, fails),
        watermark(store),
    ]
    questions: dict[str, BoundQuestion] = {one.shape.NAME: one for one in bound}
    known = tally.commands()
    commands = CommandDesk(known, writer, TokenCheck(IssuerKeys(issuer.key_file)), authority="torun")

    async def closed() -> None:
        """The test closes it itself."""

    broker = make_broker(BusAccess(url, service), closed=closed)
    desk = QuestionDesk(questions, store, None)
    broker.include_router(requests_router(service, commands, list(known), desk, list(questions)))
    await broker.start()
    try:
        yield Asking(service, broker.config.connection_state.connection, issuer)
    finally:
        await broker.stop()
        await asyncio.to_thread(writer.stop)
        store.close()


def test_requests_are_answered_in_parallel(database: str, nats_server: Nats, tmp_path: Path) -> None:
    async def play() -> list[dict[str, Any]]:
        async with a_clerk(database, nats_server.url, tmp_path) as clerk:
            return await asyncio.gather(*(clerk.ask("together") for _ in range(AT_ONCE)))

    assert asyncio.run(play()) == [{"together": True}] * AT_ONCE


def test_many_watermarks_asked_for_at_once_do_not_run_out_of_connections(
    database: str, nats_server: Nats, tmp_path: Path
) -> None:
    async def play() -> list[dict[str, Any]]:
        # As many threads as a machine with many cores would give.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(32))
        async with a_clerk(database, nats_server.url, tmp_path) as clerk:
            await clerk.ask("watermark")
            return await asyncio.gather(*(clerk.ask("watermark") for _ in range(3 * AT_ONCE)))

    assert [answer for answer in asyncio.run(play()) if "hlc" not in answer] == []


def test_a_command_on_the_bus_is_stored_before_it_is_answered_and_answered_again_the_same(
    database: str, nats_server: Nats, tmp_path: Path
) -> None:
    body = json.dumps({"command_id": "command-1", "data": {"counter_id": "a", "amount": 5}}).encode()

    async def play() -> tuple[dict[str, Any], ...]:
        async with a_clerk(database, nats_server.url, tmp_path) as clerk:
            first = await clerk.give("count", body)
            return first, await clerk.give("count", body), await clerk.ask("total", b'{"counter_id": "a"}')

    first, again, total = asyncio.run(play())
    assert (first["ok"], first["position"], first["repeated"]) == (True, 1, False)
    assert again == {**first, "repeated": True}
    assert total == {"total": 5}


BAD = {
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe",
    "nothing": b"",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "an unknown field": b'{"command_id": "command-1", "data": {"counter_id": "a", "amount": 5, "extra": 1}}',
    "text that nobody can keep": b'{"command_id": "command-1", "data": {"counter_id": "a\\u0000", "amount": 5}}',
    "half a surrogate": b'{"command_id": "command-1", "data": {"counter_id": "\\ud800", "amount": 5}}',
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_a_malformed_request_is_answered_with_a_problem_never_with_silence(
    database: str, nats_server: Nats, tmp_path: Path, body: bytes
) -> None:
    async def play() -> list[dict[str, Any]]:
        async with a_clerk(database, nats_server.url, tmp_path) as clerk:
            return [await clerk.give("count", body), await clerk.ask("total", body)]

    for answer in asyncio.run(play()):
        assert (answer["ok"], answer["code"], answer["status"]) == (False, "malformed", 422)
        assert answer["field"]


def test_free_text_with_a_nul_character_is_malformed(database: str, nats_server: Nats, tmp_path: Path) -> None:
    body = json.dumps({"command_id": "command-1", "data": {"counter_id": "a", "remark": "nul \x00"}}).encode()

    async def play() -> dict[str, Any]:
        async with a_clerk(database, nats_server.url, tmp_path) as clerk:
            return await clerk.give("remark", body)

    assert asyncio.run(play())["field"] == "data.remark"


def test_a_fault_of_ours_is_answered_with_a_problem_too(
    database: str, nats_server: Nats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps({"command_id": "command-1", "data": {"counter_id": "a", "amount": 5}}).encode()

    def cannot(*_: Any) -> bytes:
        raise OverflowError

    async def play() -> list[dict[str, Any]]:
        async with a_clerk(database, nats_server.url, tmp_path) as clerk:
            answers = [await clerk.ask("broken")]
            monkeypatch.setattr(command_desk, "_body_hash", cannot)
            answers.append(await clerk.give("count", body))
            monkeypatch.undo()
            monkeypatch.setattr(tally.CODEC, "name", cannot)
            answers.append(await clerk.give("count", body))
            monkeypatch.undo()
            assert (await clerk.give("count", body))["repeated"] is False
            return answers

    assert [(answer["code"], answer["status"]) for answer in asyncio.run(play())] == [("fault", 500)] * 3
