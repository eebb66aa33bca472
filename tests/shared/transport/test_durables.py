"""A service with another set of reactions starts without a hand: nothing is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, DeliverPolicy

from shared.transport import bus, durables
from shared.transport.durables import consumer_config, ensure_consumer, is_ours, ours_on
from shared.transport.topology import TopologyDiffers, ensure_streams, events_stream
from tests.support import tally
from tests.support.bus import on_bus
from tests.support.ear import Ear, a_teller, an_ear
from tests.support.servers import Nats
from tests.support.waiting import wait_until_async

pytestmark = pytest.mark.slow

Version = Callable[..., AbstractAsyncContextManager[Ear]]


@pytest.fixture
def teller() -> str:
    return a_teller()


@pytest.fixture
def version(teller: str, database: str, nats_server: Nats, monkeypatch: pytest.MonkeyPatch) -> Version:
    """version("counted", …) is a replica of the hearer that listens to these facts of one teller."""
    monkeypatch.setattr(bus, "WATCH_EVERY_SECONDS", 0.05)
    handler = tally.when_counted_then_count
    return lambda *facts: an_ear(database, nats_server.url, handler, teller=teller, facts=facts)


async def delivered(ear: Ear) -> int:
    return int((await ear.js.consumer_info(events_stream(ear.teller), ear.durable)).delivered.consumer_seq)


async def durables_are(ear: Ear, *names: str) -> None:
    found: list[str] = []

    async def look() -> bool:
        found[:] = sorted(info.name for info in await ours_on(ear.js, "hearer", ear.teller))
        return found == sorted(names)

    await wait_until_async(look, missing=lambda: f"the durables {names}, there are {found}")


def test_a_service_with_one_reaction_more_takes_the_old_facts_of_the_new_kind_and_does_nothing_twice(
    version: Version,
) -> None:
    async def play() -> None:
        async with version("counted") as before:
            await before.tell(*range(1, 11))
            await before.tell(11, 12, fact="doubled")
            await before.tell(13)
            await before.heard(11)
            await before.all_acknowledged()
        async with version("counted", "doubled") as after:
            await after.tell(14)
            await after.tell(15, fact="doubled")
            await after.heard(15)
            await after.all_acknowledged()
            assert sorted(after.amounts()) == list(range(1, 16))
            assert await delivered(after) == 5, "from the first fact of the new kind on: 11 to 15"
            await durables_are(after, after.durable)

    asyncio.run(play())


def test_with_a_kind_that_was_never_published_the_new_durable_goes_on_where_the_old_one_was(version: Version) -> None:
    async def play() -> None:
        async with version("counted") as before:
            await before.tell(*range(1, 11))
            await before.heard(10)
            await before.all_acknowledged()
            await before.js.delete_consumer(events_stream(before.teller), before.durable)
            await durables_are(before, before.durable)  # made again from the first message, and taken through again
            await before.all_acknowledged()
        async with version("counted", "doubled") as after:
            await after.tell(11, fact="doubled")
            await after.heard(11)
            await after.all_acknowledged()
            assert await delivered(after) == 1

    asyncio.run(play())


def test_what_the_old_durable_had_not_acknowledged_is_taken_by_the_new_one(
    version: Version, teller: str, nats_server: Nats
) -> None:
    """The old version was killed with a message in hand and another to come."""
    kind = f"{teller}.counted"

    async def leave_behind(js: JetStreamContext) -> None:
        await ensure_streams(js, teller)
        old = consumer_config("hearer", [f"{kind}.v1"], unacknowledged_max=64)
        await ensure_consumer(js, "hearer", teller, old)
        for number in range(1, 5):
            body = tally.fact_bytes(teller, "a", number, position=number, identity=UUID(int=number))
            await js.publish(f"{kind}.v1", body)
        taker = await js.pull_subscribe_bind(str(old.name), events_stream(teller))
        for message in (await taker.fetch(3))[:2]:
            await message.ack_sync()

    async def play() -> None:
        async with version("counted", "doubled") as after:
            await after.heard(2)
            await after.all_acknowledged()
            assert after.inbox() == {3: "done", 4: "done"}, "1 and 2 were acknowledged, so they had been stored"

    on_bus(nats_server.url, leave_behind)
    asyncio.run(play())


def test_two_versions_side_by_side_lose_nothing_and_do_nothing_twice(version: Version) -> None:
    async def play() -> None:
        async with version("counted") as old, version("counted", "doubled") as new:
            for number in range(1, 61):
                await old.tell(number, fact="doubled" if number % 3 == 0 else "counted")
            await new.heard(60)
            await old.all_acknowledged()
            await new.all_acknowledged()
            assert sorted(new.amounts()) == list(range(1, 61))
            await durables_are(new, old.durable, new.durable)
            # Even when one takes away the other's, in use: it is made again at the right place.
            await new.js.delete_consumer(events_stream(new.teller), old.durable)
            await old.js.delete_consumer(events_stream(new.teller), new.durable)
            await new.tell(*range(61, 71))
            await new.heard(70)
            await durables_are(new, old.durable, new.durable)
            await old.all_acknowledged()
            await new.all_acknowledged()
            assert sorted(new.amounts()) == list(range(1, 71))

    asyncio.run(play())


def test_the_durable_named_after_the_service_alone_is_taken_over_and_removed(version: Version) -> None:
    async def play() -> None:
        async with version("counted") as ear:
            teller, durable = ear.teller, ear.durable
            await ear.tell(1, 2)
            await ear.heard(2)
            await ear.all_acknowledged()
            wanted = consumer_config("hearer", [f"{teller}.counted.v1"], unacknowledged_max=64)
            await ear.js.add_consumer(events_stream(teller), replace(wanted, name="hearer", durable_name="hearer"))
            await durables_are(ear, durable)

    asyncio.run(play())


def test_a_durable_of_another_service_is_never_ours() -> None:
    assert is_ours("grants", "grants")
    assert is_ours("grants", "grants-0a1b2c3d")
    for name in (
        "grants-0a1b2c3d-x",
        "payments",
        "payments-0a1b2c3d",
        "grants-audit",
        "grants2-0a1b2c3d",
        "grants-0A1B2C3D",
    ):
        assert not is_ours("grants", name)


def test_the_order_of_subjects_makes_no_other_durable_and_every_other_setting_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def name(*subjects: str, many: int = 64) -> str | None:
        return consumer_config("hearer", subjects, unacknowledged_max=many).durable_name

    first = name("a.b.v1", "a.c.v1")
    assert name("a.c.v1", "a.b.v1") == first
    assert len({first, name("a.b.v1"), name("a.b.v1", "a.c.v1", many=1)}) == 3
    monkeypatch.setattr(durables, "ACK_WAIT_SECONDS", 5)
    assert name("a.b.v1", "a.c.v1") != first


@pytest.mark.parametrize(
    "change",
    [
        {"ack_wait": 30},
        {"max_deliver": 5},
        {"max_ack_pending": 1},
        {"filter_subjects": ["other"]},
        {"ack_policy": AckPolicy.NONE, "max_ack_pending": None, "max_deliver": None},
        {"deliver_policy": DeliverPolicy.NEW},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_durable_of_our_name_that_differs_is_refused_and_not_rewritten(
    teller: str, nats_server: Nats, change: dict[str, Any]
) -> None:
    stream = events_stream(teller)
    wanted = consumer_config("hearer", [f"{teller}.counted.v1"], unacknowledged_max=64)
    change = {name: [f"{teller}.other.v1"] if name == "filter_subjects" else value for name, value in change.items()}

    async def refuse(js: JetStreamContext) -> None:
        await ensure_streams(js, teller)
        await js.add_consumer(stream, replace(wanted, **change))
        before = (await js.consumer_info(stream, str(wanted.name))).config.as_dict()
        with pytest.raises(TopologyDiffers, match=f"{stream}/hearer"):
            await ensure_consumer(js, "hearer", teller, wanted)
        assert (await js.consumer_info(stream, str(wanted.name))).config.as_dict() == before

    on_bus(nats_server.url, refuse)


def test_a_durable_that_somebody_made_by_hand_tells_nothing_of_what_was_done(teller: str, nats_server: Nats) -> None:
    by_hand = replace(
        consumer_config("hearer", [f"{teller}.counted.v1"], unacknowledged_max=64),
        name="hearer",
        durable_name="hearer",
        deliver_policy=DeliverPolicy.NEW,
    )

    async def begin(js: JetStreamContext) -> int | None:
        await ensure_streams(js, teller)
        await js.publish(f"{teller}.counted.v1", b"{}")
        await js.add_consumer(events_stream(teller), by_hand)
        wanted = consumer_config("hearer", [f"{teller}.counted.v1"], unacknowledged_max=64)
        await ensure_consumer(js, "hearer", teller, wanted)
        return (await js.consumer_info(events_stream(teller), str(wanted.name))).num_pending

    assert on_bus(nats_server.url, begin) == 1
