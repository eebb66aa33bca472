"""Durable subscriptions: nothing is dropped by an error, lost by the client, or stuck because a consumer vanished."""

from __future__ import annotations

import asyncio
import random
import time
from concurrent.futures import Future
from typing import Any
from uuid import UUID

import pytest

from shared.eventstore.desk import Desk
from shared.eventstore.work import Outcome, Work
from shared.eventstore.writer import Writer, WriterBusy
from shared.kernel import hlc
from shared.kernel.refusal import NotYet
from shared.transport import bus
from shared.transport import inbox as inbox_module
from shared.transport.access import BusAccess
from shared.transport.bus import make_broker
from shared.transport.topology import events_stream
from tests.support import tally
from tests.support.ear import Ear, an_ear
from tests.support.servers import Nats
from tests.support.tally import COUNTER, fact_bytes
from tests.support.waiting import wait_until_async

pytestmark = pytest.mark.slow


def test_the_client_never_gives_up_the_bus(nats_server: Nats) -> None:
    async def closed() -> None:
        """Nothing closes here."""

    async def options() -> dict[str, Any]:
        broker = make_broker(BusAccess(nats_server.url, "hearer"), closed=closed)
        await broker.connect()
        try:
            return dict(broker.config.connection_state.connection.options)
        finally:
            await broker.stop()

    chosen = asyncio.run(options())
    assert (chosen["max_reconnect_attempts"], chosen["allow_reconnect"]) == (-1, True)


def test_a_lone_message_does_not_wait_for_the_batch_that_was_asked_for(
    database: str, nats_server: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request for 64 stays open for an hour here: who waited for it to fill or to expire would hear nothing."""
    monkeypatch.setattr(bus, "PULL_SECONDS", 3600)

    async def play() -> None:
        async with an_ear(database, nats_server.url, tally.when_counted_then_count) as ear:
            for number in range(1, 4):
                await ear.tell(number)
                await ear.heard(number)

    asyncio.run(play())


def test_of_sparse_messages_none_is_lost_by_the_client_until_it_is_delivered_again(
    database: str, nats_server: Nats
) -> None:
    async def play() -> None:
        chance = random.Random(7)
        async with an_ear(database, nats_server.url, tally.when_counted_then_count) as ear:
            for number in range(1, 81):
                await ear.tell(number)
                await asyncio.sleep(chance.choice([0, 0.01, 0.05, 0.2]))
            await ear.heard(80, within=10)
            await ear.all_acknowledged()
            assert sorted(ear.amounts()) == list(range(1, 81))
            info = await ear.js.consumer_info(events_stream(ear.teller), ear.durable)
            assert info.delivered.consumer_seq == 80, "some were delivered twice"

    asyncio.run(play())


def test_an_exception_in_a_reaction_does_not_drop_the_message_and_others_flow(database: str, nats_server: Nats) -> None:
    tries: list[int] = []

    def fail_three_times(desk: Desk, *, counter_id: str, amount: int) -> None:
        if amount == 2:
            tries.append(amount)
            if len(tries) <= 3:
                raise ZeroDivisionError
        tally.count(desk, counter_id=counter_id, amount=amount)

    async def play() -> None:
        async with an_ear(database, nats_server.url, fail_three_times) as ear:
            await ear.tell(1, 2, 3, 4)
            await ear.heard(4)
            await ear.all_acknowledged()
            assert ear.amounts()[-1] == 2, "the others did not wait for it"
            assert ear.inbox() == dict.fromkeys(range(1, 5), "done")

    asyncio.run(play())
    assert len(tries) == 4


def test_a_reaction_that_always_fails_is_parked_after_bounded_tries_and_its_key_behind_it(
    database: str, nats_server: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "RETRY_SECONDS_MAX", 0.05)
    tries: list[int] = []

    def fail(desk: Desk, *, counter_id: str, amount: int) -> None:
        if amount == 1:
            tries.append(amount)
            raise ZeroDivisionError
        tally.count(desk, counter_id=counter_id, amount=amount)

    async def play() -> None:
        async with an_ear(database, nats_server.url, fail) as ear:
            await ear.tell(1)
            await ear.tell(2, counter="b")
            await ear.heard(2)
            await ear.tell(3)
            await ear.heard(3)
            await ear.all_acknowledged()
            assert ear.inbox() == {1: "parked", 2: "done", 3: "parked"}

    asyncio.run(play())
    assert len(tries) == bus.TRIES_BEFORE_PARKING


def ahead(teller: str, number: int, *, seconds: float) -> bytes:
    stamp = int((time.time() + seconds) * 1000) << hlc.COUNTER_BITS
    return fact_bytes(teller, "a", number, position=number, identity=UUID(int=number), stamp=stamp)


def test_a_message_ahead_of_our_clock_is_done_once_our_clock_has_come_near(
    database: str, nats_server: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "RETRY_SECONDS_MAX", 0.05)

    async def play() -> None:
        async with an_ear(database, nats_server.url, tally.when_counted_then_count) as ear:
            await ear.js.publish(f"{ear.teller}.counted.v1", ahead(ear.teller, 1, seconds=120))
            await ear.tell(2)
            await ear.heard(1)
            assert ear.inbox() == {2: "done"}
            monkeypatch.setattr(inbox_module, "AHEAD_MAX_SECONDS", 3600)  # as if two minutes had gone by
            await ear.heard(2)
            assert ear.inbox() == {1: "done", 2: "done"}

    async def many_tries() -> None:
        monkeypatch.setattr(bus, "TRIES_BEFORE_PARKING", 1_000_000)
        await play()

    asyncio.run(many_tries())


def test_a_message_that_stays_ahead_of_our_clock_is_parked_after_bounded_tries(
    database: str, nats_server: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "RETRY_SECONDS_MAX", 0.05)

    async def play() -> str:
        async with an_ear(database, nats_server.url, tally.when_counted_then_count) as ear:
            await ear.js.publish(f"{ear.teller}.counted.v1", ahead(ear.teller, 1, seconds=3600))
            await ear.heard(1)
            assert ear.inbox() == {1: "parked"}
            return str(ear.store.unfinished("parked")[0].reason)

    reason = asyncio.run(play())
    assert reason == f"failed {bus.TRIES_BEFORE_PARKING} times: its clock is more than 60 s ahead of ours"


class BusyAtFirst(Writer):
    """A writer whose store cannot be reached for the first dozen sendings."""

    busy = 12

    def submit(self, work: Work) -> Future[Outcome]:
        if self.busy:
            self.busy -= 1
            work.answer.set_exception(WriterBusy("the store could not be reached"))
            return work.answer
        return super().submit(work)


def test_a_store_that_is_gone_for_long_parks_nothing(
    database: str, nats_server: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "RETRY_SECONDS_MAX", 0.05)

    async def play() -> None:
        async with an_ear(database, nats_server.url, tally.when_counted_then_count, writer_class=BusyAtFirst) as ear:
            await ear.tell(1)
            await ear.heard(1)
            assert ear.inbox() == {1: "done"}

    asyncio.run(play())


def test_a_message_that_a_dying_process_took_again_and_again_is_not_parked_untried(
    database: str, nats_server: Nats
) -> None:
    """Deliveries are not failures: ten crashes with the message in hand say nothing about the message."""

    async def play() -> None:
        async with an_ear(database, nats_server.url, tally.when_counted_then_count, before=take_ten_times) as ear:
            await ear.heard(1)
            assert ear.inbox() == {1: "done"}

    async def take_ten_times(ear: Ear) -> None:
        await ear.tell(1)
        taker = await ear.js.pull_subscribe_bind(ear.durable, events_stream(ear.teller))
        for _ in range(10):
            await (await taker.fetch(1))[0].nak()
        await taker.unsubscribe()

    asyncio.run(play())


def test_a_durable_deleted_under_its_subscriber_is_made_again_and_nothing_is_lost_or_done_twice(
    database: str, nats_server: Nats
) -> None:
    async def play() -> None:
        async with an_ear(database, nats_server.url, tally.when_counted_then_count) as ear:
            await ear.tell(*range(1, 31))
            await ear.heard(30)
            await ear.js.delete_consumer(events_stream(ear.teller), ear.durable)
            await ear.tell(*range(31, 61))
            await ear.heard(60)
            await ear.all_acknowledged()
            await ear.tell(61)
            await ear.heard(61)
            assert sorted(ear.amounts()) == list(range(1, 62))

    asyncio.run(play())


def test_an_unreadable_message_is_parked_and_acknowledged(database: str, nats_server: Nats) -> None:
    async def play() -> None:
        async with an_ear(database, nats_server.url, tally.when_counted_then_count) as ear:
            for body in (b"\xff", b"{}", fact_bytes(ear.teller, "a", position=1, hlc="never")):
                await ear.js.publish(f"{ear.teller}.counted.v1", body)
            await ear.tell(7)
            await ear.all_acknowledged()
            with ear.store.connection() as connection:
                rows = connection.execute("SELECT status, count(*) FROM inbox GROUP BY status").fetchall()
            assert {row["status"]: row["count"] for row in rows} == {"parked": 3, "done": 1}

    asyncio.run(play())


def test_an_early_message_is_acknowledged_and_waits_in_our_inbox(database: str, nats_server: Nats) -> None:
    def in_order(desk: Desk, *, counter_id: str, amount: int) -> None:
        if desk.state(COUNTER, counter_id).times + 1 < amount:
            raise NotYet(counter_id, "too early")
        tally.count(desk, counter_id=counter_id, amount=amount)

    async def play() -> None:
        async with an_ear(database, nats_server.url, in_order) as ear:
            await ear.tell(5, 4, 3, 2)
            await ear.all_acknowledged()
            assert ear.inbox() == dict.fromkeys(range(2, 6), "waiting")
            await ear.tell(1)
            await wait_until_async(
                lambda: asyncio.to_thread(lambda: ear.amounts() == [1, 2, 3, 4, 5]), missing=lambda: str(ear.inbox())
            )

    asyncio.run(play())
