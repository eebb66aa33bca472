"""What an answer says of its own completeness, on a real PostgreSQL and a real NATS: looked at in the worst moments."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import nats
import pytest

from grosz.servers import NatsServer
from programme.adapters import watermarks
from programme.main import SERVICE
from programme.readmodels import budget_sheet
from shared.eventstore.migrations import migrate
from shared.eventstore.projections import ProjectionRunner
from shared.eventstore.records import Act
from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from shared.eventstore.work import CommandKey, Work
from shared.eventstore.writer import Writer
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from shared.transport.inbox import Inbox
from shared.transport.relay import POSITION_HEADER, newest_of_ours
from shared.transport.topology import ensure_streams
from tests.support.grant_facts import YEAR, commands, way_of
from tests.support.running import running_writer
from tests.support.servers import Postgres

pytestmark = pytest.mark.slow
STEPS = ("promised", "signed", "paid", "accepted", "given back")


class Programme:
    """A store of programme whose read models move only when the test says so."""

    def __init__(self, database_url: str, writer: Writer, store: Store, inbox: Inbox) -> None:
        self.writer, self.store, self.inbox = writer, store, inbox
        self._projections = ProjectionRunner(store, SERVICE.codec, SERVICE.projections, Waker(database_url))
        self._told = dict(zip(STEPS, way_of(1)[0], strict=True))

    def open_a_call(self) -> None:
        for number, (name, _, fields) in enumerate(commands()):
            bound = SERVICE.commands[name]
            values = bound.shape.model_validate_json(json.dumps(fields)).model_dump()
            act = Act("anna", "torun", datetime(2025, 1, 3, 11, tzinfo=UTC), date(2025, 1, 3), "c")
            work = Work(
                act,
                lambda desk, handler=bound.handler, values=values: handler(desk, **values),
                command=CommandKey("anna", f"command-{number}", b"x"),
            )
            assert not self.writer.submit(work).result(10).refused

    def hear(self, step: str, *, said_now: bool = False) -> str:
        told = self._told[step]
        body = told.body
        if said_now:
            stamp = hlc.text_of(time.time_ns() // 1_000_000 << hlc.COUNTER_BITS)
            body = canonical_json(json.loads(body) | {"hlc": stamp})
        return self.writer.submit(self.inbox.work(body, publisher=told.publisher)).result(10).status

    def project(self) -> None:
        for projection in SERVICE.projections:
            while self._projections.advance(projection):
                pass

    def all_have_passed(self) -> None:
        stamp = self.store.watermark().hlc
        with self.store.connection() as connection:
            for service in budget_sheet.MONEY_SERVICES:
                connection.execute(
                    "INSERT INTO watermarks VALUES (%s, %s) ON CONFLICT (service) DO UPDATE SET hlc = excluded.hlc",
                    (service, stamp),
                )

    def ask(self, known_at: datetime | None = None) -> dict[str, Any]:
        """As a question is answered: in one snapshot."""
        with self.store.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return budget_sheet.budget(connection, programme=YEAR, as_of=None, known_at=known_at)


@pytest.fixture
def programme(postgres: Postgres) -> Iterator[Programme]:
    database_url = postgres.fresh_database("answers")
    migrate(database_url, SERVICE.migrations)
    inbox = Inbox("programme", SERVICE.subscriptions)
    store = Store(database_url)
    with running_writer(database_url, codec=SERVICE.codec, publish=SERVICE.publish, revive=inbox.revive) as writer:
        ours = Programme(database_url, writer, store, inbox)
        ours.open_a_call()
        yield ours
    store.close()


def _a_payment_waits(programme: Programme) -> datetime:
    """A payment is here before its contract; the moment returned is one that every service has passed."""
    assert programme.hear("promised") == "done"
    assert programme.hear("paid") == "waiting"
    programme.project()
    time.sleep(0.01)
    moment = datetime.now(UTC)
    time.sleep(0.01)
    programme.all_have_passed()
    return moment


def _wait_for_posting(programme: Programme) -> None:
    until = time.monotonic() + 10
    while programme.store.unfinished("waiting"):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_between_a_postings_append_and_its_projection_no_answer_is_called_complete(programme: Programme) -> None:
    moment = _a_payment_waits(programme)
    before = programme.ask(moment)
    assert (before["complete"], before["in_flight"]) == (True, 90_00)
    programme.hear("signed", said_now=True)
    _wait_for_posting(programme)
    between = programme.ask(moment)
    assert (between["complete"], between["behind"]) == (False, ["programme"])
    programme.project()
    assert canonical_json(programme.ask(moment)) == canonical_json(before)


def test_an_answer_waits_a_moment_for_the_projection_and_is_read_again_whole(programme: Programme) -> None:
    moment = _a_payment_waits(programme)
    before = programme.ask(moment)
    programme.hear("signed", said_now=True)
    _wait_for_posting(programme)
    later = threading.Timer(0.2, programme.project)
    later.start()
    answer = programme.ask(moment)
    later.join()
    assert answer["complete"]
    assert canonical_json(answer) == canonical_json(before)


def test_without_any_watermark_an_answer_is_given_and_names_everybody_as_behind(programme: Programme) -> None:
    programme.project()
    answer = programme.ask()
    assert (answer["complete"], answer["behind"]) == (False, ["grants", "payments", "programme"])
    assert answer["limit"] > 0


class Looks:
    """The bus as our watermark task sees it, with a word of ours before any of its looks."""

    def __init__(self, before_look: Callable[[int], Awaitable[None]] | None = None) -> None:
        self._before_look, self._count = before_look, 0

    def at(self, real: Any) -> Any:
        def method(name: str) -> Any:
            async def look(*args: Any, **fields: Any) -> Any:
                self._count += 1
                if self._before_look:
                    await self._before_look(self._count)
                return await getattr(real, name)(*args, **fields)

            return look

        return SimpleNamespace(request=method("request"), consumer_info=method("consumer_info"))


PASSED = "01700000000099-00000"


def _stamp(position: int) -> str:
    return f"01700000000000-{position:05d}"


class Grants:
    """The grants service as far as a watermark goes: its stream, its answer, and programme's durable on it."""

    def __init__(self, client: nats.NATS) -> None:
        self.client, self.js = client, client.jetstream()
        self._heard: dict[int, int] = {}

    async def start(self, *, message_position: int) -> None:
        await ensure_streams(self.js, "grants")
        self._durable = await self.js.pull_subscribe("grants.*.*", durable="programme", stream="EV_GRANTS")
        body = json.dumps({"position": 9, "hlc": PASSED, "message_position": message_position}).encode()

        async def answer(message: Any) -> None:
            await message.respond(body)

        async def published(message: Any) -> None:
            _, position = await newest_of_ours(self.js, "EV_GRANTS")
            await message.respond(json.dumps({"position": position}).encode())

        await self.client.subscribe("query.grants.watermark", cb=answer)
        await self.client.subscribe("query.grants.published", cb=published)

    async def publish(self, position: int) -> None:
        body = json.dumps({"hlc": _stamp(position)}).encode()
        await self.js.publish("grants.contract-signed.v1", body, headers={POSITION_HEADER: str(position)})

    async def intrude(self) -> None:
        await self.js.publish("grants.contract-signed.v1", b"hi")

    async def take(self, count: int) -> None:
        for message in await self._durable.fetch(count, timeout=5):
            await message.ack_sync()
            if message.data.startswith(b"{"):
                self._heard[message.metadata.sequence.stream] = hlc.from_text(json.loads(message.data)["hlc"])

    async def passed(self, before_look: Callable[[int], Awaitable[None]] | None = None) -> int | None:
        looks = Looks(before_look)
        listening = SimpleNamespace(durable=lambda _: "programme", heard_until=self._heard_until)
        host = SimpleNamespace(client=looks.at(self.client), js=looks.at(self.js), listening=listening)
        return await watermarks._passed(host, "grants")

    def _heard_until(self, _: str, sequence: int) -> int | None:
        return max((stamp for at, stamp in self._heard.items() if at <= sequence), default=None)


def _with_grants(url: str, message_position: int, play: Callable[[Grants], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        client = await nats.connect(url)
        try:
            grants = Grants(client)
            await grants.start(message_position=message_position)
            return await play(grants)
        finally:
            await client.close()

    return asyncio.run(whole())


@pytest.mark.parametrize("look", [1, 2, 3])
def test_a_message_published_between_two_of_our_looks_is_not_passed_before_it_was_taken(
    own_nats_server: NatsServer, look: int
) -> None:
    async def play(grants: Grants) -> int | None:
        await grants.publish(5)
        await grants.take(1)

        async def relay_publishes(number: int) -> None:
            if number == look:
                await grants.publish(6)

        return await grants.passed(relay_publishes)

    assert _with_grants(own_nats_server.url, 6, play) == hlc.from_text(_stamp(5))


def test_a_service_is_passed_once_all_that_it_said_was_taken(own_nats_server: NatsServer) -> None:
    async def play(grants: Grants) -> list[int | None]:
        await grants.publish(5)
        await grants.publish(6)
        none_taken = await grants.passed()
        await grants.take(1)
        one_taken = await grants.passed()
        await grants.take(1)
        return [none_taken, one_taken, await grants.passed()]

    passed = _with_grants(own_nats_server.url, 6, play)
    assert passed == [None, hlc.from_text(_stamp(5)), hlc.from_text(PASSED)]


def test_what_somebody_else_put_last_into_the_stream_does_not_hold_a_watermark_back(
    own_nats_server: NatsServer,
) -> None:
    async def play(grants: Grants) -> list[int | None]:
        await grants.publish(5)
        await grants.intrude()
        await grants.intrude()
        await grants.take(3)
        whole = await grants.passed()
        await grants.publish(6)
        return [whole, await grants.passed()]

    assert _with_grants(own_nats_server.url, 5, play) == [hlc.from_text(PASSED), hlc.from_text(_stamp(5))]
