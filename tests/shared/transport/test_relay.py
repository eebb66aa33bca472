"""The relay: every position once and in order on the bus, whatever dies in between."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from nats.js import JetStreamContext

from grosz.servers import NatsServer, PostgresServer
from shared.eventstore.migrations import migrate
from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from shared.kernel.canonical import canonical_json
from shared.transport.relay import lanes
from shared.transport.topology import events_stream, log_stream, stream_configs
from tests.support import tally
from tests.support.bus import counts, expected_events, expected_log, make_streams, messages, on_bus
from tests.support.running import Process, process, running_writer
from tests.support.servers import Nats
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

_names = (f"teller{number}" for number in itertools.count())


@pytest.fixture
def service() -> str:
    """A name that no other test uses, and with it streams that none uses."""
    return next(_names)


@pytest.fixture
def relays(service: str, database: str, tmp_path: Path) -> Iterator[Relays]:
    with ExitStack() as running:
        yield Relays(service, database, tmp_path, running)


class Relays:
    def __init__(self, service: str, database: str, folder: Path, running: ExitStack) -> None:
        self._common = ("-m", "tests.support.relay_process", service, database)
        self._folder = folder
        self._running = running

    def start(self, nats_url: str, *how: str) -> Process:
        return self._running.enter_context(process(*self._common, nats_url, *how, log=self._folder / "relays.log"))


def count_many(writer: Writer, numbers: range) -> None:
    """Facts of two kinds: those that outsiders are told, and remarks that only the record holds."""
    answers = []
    for number in numbers:
        work = tally.counting(f"c{number % 7}", number, command_id=f"command-{number}")
        if number % 5 == 0:
            work = tally.command(
                lambda desk: tally.remark(desk, counter_id="a", remark="-"), command_id=f"command-{number}"
            )
        answers.append(writer.submit(work))
    for answer in answers:
        answer.result(20)


async def forgetful_streams(js: JetStreamContext, service: str) -> None:
    """Streams that know a message's id again for a tenth of a second only: what holds then is the fence alone."""
    for config in stream_configs(service):
        await js.add_stream(replace(config, duplicate_window=0.1))


def wait_for_all(nats_url: str, service: str, store: Store, *, within: float = 20) -> None:
    """Until the bus holds as many messages as the store's rows ask for."""
    wanted = (len(expected_log(store, service)), len(expected_events(store, service)))
    look = lambda: on_bus(nats_url, lambda js: counts(js, service))  # noqa: E731
    wait_until(lambda: look() == wanted, missing=lambda: f"{wanted} messages, there are {look()}", within=within)


def assert_bus_equals_store(nats_url: str, service: str, store: Store) -> None:
    assert on_bus(nats_url, lambda js: messages(js, log_stream(service))) == expected_log(store, service)
    assert on_bus(nats_url, lambda js: messages(js, events_stream(service))) == expected_events(store, service)


@pytest.mark.parametrize("how", ["in turn", "both at once"])
def test_two_relays_killed_again_and_again_under_load_leave_every_position_once_and_in_order(
    service: str, relays: Relays, database: str, store: Store, nats_server: Nats, how: str
) -> None:
    on_bus(nats_server.url, lambda js: forgetful_streams(js, service))
    both = how == "both at once"
    word = "publishes after" if both else "asks for the lead"
    pair = [relays.start(nats_server.url, *(["zombie"] if both else [])) for _ in range(2)]
    published = lambda: on_bus(nats_server.url, lambda js: counts(js, service))[0]  # noqa: E731
    enough = threading.Event()

    def load() -> None:
        with running_writer(database, publish=tally.publishing(service)) as writer:
            for turn in itertools.count():
                count_many(writer, range(turn * 20 + 1, turn * 20 + 21))
                if enough.is_set():
                    return

    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(load)
        try:
            for turn in range(6):
                for one in pair:
                    wait_until(lambda one=one: f"{one.pid} {word}" in one.log.read_text(), missing=one.last_words)
                before = published()
                wait_until(lambda before=before: published() > before + 100, missing=f"more than {before} messages")
                pair[turn % 2].kill()
                pair[turn % 2].start()
        finally:
            enough.set()
        loading.result()
    wait_for_all(nats_server.url, service, store)
    assert_bus_equals_store(nats_server.url, service, store)


def test_messages_are_canonical_and_bear_their_place_and_their_id(
    service: str, relays: Relays, database: str, store: Store, nats_server: Nats
) -> None:
    on_bus(nats_server.url, lambda js: make_streams(js, service))
    with running_writer(database, publish=tally.publishing(service)) as writer:
        count_many(writer, range(1, 11))
    relays.start(nats_server.url)
    wait_for_all(nats_server.url, service, store)

    async def last_of_each(js: JetStreamContext) -> list[dict[str, str]]:
        return [
            (await js.get_msg(name, seq)).headers
            for name, seq in ((log_stream(service), 10), (events_stream(service), 8))
        ]

    log, event = on_bus(nats_server.url, last_of_each)
    rows = store.feed(after=0, limit=20)
    assert (log["Nats-Msg-Id"], log["Grosz-Position"]) == (f"log:{rows[9].event_id}", "10")
    assert (event["Nats-Msg-Id"], event["Grosz-Position"]) == (str(rows[8].event_id), "9")
    for lying in on_bus(nats_server.url, lambda js: messages(js, events_stream(service))):
        assert canonical_json(_json(lying.body)) == lying.body
        assert _json(lying.body)["position"] == int(lying.position or 0)


@pytest.mark.parametrize("lost", [log_stream, events_stream])
def test_a_stream_that_was_lost_is_filled_again_with_identical_bytes(
    service: str, relays: Relays, database: str, store: Store, own_nats_server: NatsServer, lost: object
) -> None:
    url = own_nats_server.url
    stream = lost(service)  # type: ignore[operator]
    on_bus(url, lambda js: make_streams(js, service))
    with running_writer(database, publish=tally.publishing(service)) as writer:
        count_many(writer, range(1, 301))
        relays.start(url)
        wait_for_all(url, service, store)
        before = on_bus(url, lambda js: messages(js, stream))

        async def lose(js: JetStreamContext) -> None:
            await js.delete_stream(stream)
            await make_streams(js, service)

        on_bus(url, lose)
        count_many(writer, range(301, 302))
    wait_for_all(url, service, store)
    assert on_bus(url, lambda js: messages(js, stream))[: len(before)] == before
    assert_bus_equals_store(url, service, store)


def test_a_stream_that_lost_only_its_tail_is_filled_up_from_there(
    service: str, relays: Relays, database: str, store: Store, own_nats_server: NatsServer
) -> None:
    """As after a power failure of the bus: the stream ends earlier than the relay remembers."""
    url = own_nats_server.url

    async def short_stream(js: JetStreamContext) -> None:
        for config in stream_configs(service):
            await js.add_stream(config)
        lane = lanes(service)[0]
        for row in store.feed(after=0, limit=40):
            await js.publish(lane.subject(row), lane.body(row), headers={"Grosz-Position": str(row.position)})

    with running_writer(database, publish=tally.publishing(service)) as writer:
        count_many(writer, range(1, 101))
    on_bus(url, short_stream)
    relays.start(url)
    wait_for_all(url, service, store)
    assert_bus_equals_store(url, service, store)


FOREIGN: dict[str, dict[str, str] | None] = {
    "no header": None,
    "another header": {"Somebody": "5"},
    "no number": {"Grosz-Position": "five"},
    "an empty place": {"Grosz-Position": ""},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
def test_what_somebody_else_puts_into_our_streams_neither_stops_the_relay_nor_makes_it_skip_a_position(
    service: str, relays: Relays, database: str, store: Store, nats_server: Nats, headers: dict[str, str] | None
) -> None:
    on_bus(nats_server.url, lambda js: make_streams(js, service))

    async def intrude(js: JetStreamContext) -> None:
        """Before the relay knows: the next window is already numbered as if nobody had."""
        for subject in (f"{service}.counted.v1", f"{service}.counted.v1", f"log.{service}.counter"):
            await js.publish(subject, b"hi", headers=headers)

    def ours() -> tuple[list[int], list[int]]:
        def of(stream: str) -> list[int]:
            lying = on_bus(nats_server.url, lambda js: messages(js, stream))
            return [int(one.position or 0) for one in lying if one.body != b"hi"]

        return of(log_stream(service)), of(events_stream(service))

    def theirs() -> tuple[list[int], list[int]]:
        rows = store.feed(after=0, limit=1000)
        return [row.position for row in rows], [row.position for row in rows if row.subject]

    def wait() -> None:
        wait_until(lambda: ours() == theirs(), missing=lambda: f"{theirs()}, there are {ours()}")

    on_bus(nats_server.url, intrude)  # before there is any of ours
    relay = relays.start(nats_server.url)
    with running_writer(database, publish=tally.publishing(service)) as writer:
        for turn in range(3):
            count_many(writer, range(turn * 20 + 1, turn * 20 + 21))
            wait()
            on_bus(nats_server.url, intrude)
            if turn == 1:
                relay.kill()
                relay.start()
        count_many(writer, range(61, 81))
        wait()
    assert relay.alive
    assert "does not come from here" in relay.last_words()


def test_a_relay_outlives_a_bus_that_is_gone_and_publishes_all_when_it_is_back(
    service: str, relays: Relays, database: str, store: Store, own_nats_server: NatsServer
) -> None:
    url = own_nats_server.url
    on_bus(url, lambda js: make_streams(js, service))
    relay = relays.start(url)
    with running_writer(database, publish=tally.publishing(service)) as writer:
        for kill in (own_nats_server.stop, own_nats_server.kill):
            first = store.max_notification_id() or 0
            count_many(writer, range(first + 1, first + 101))
            wait_for_all(url, service, store)
            kill()
            count_many(writer, range(first + 101, first + 401))
            own_nats_server.start()
            wait_for_all(url, service, store)
    assert relay.alive
    assert_bus_equals_store(url, service, store)


def test_a_relay_outlives_a_database_that_is_gone(
    service: str, relays: Relays, own_postgres_server: PostgresServer, nats_server: Nats
) -> None:
    database = own_postgres_server.dsn("postgres")
    migrate(database)
    on_bus(nats_server.url, lambda js: make_streams(js, service))
    relays._common = ("-m", "tests.support.relay_process", service, database)
    relay = relays.start(nats_server.url)
    for turn in range(2):
        with running_writer(database, publish=tally.publishing(service)) as writer:
            count_many(writer, range(turn * 100 + 1, turn * 100 + 101))
        store = Store(database)
        wait_for_all(nats_server.url, service, store)
        if turn == 1:
            assert_bus_equals_store(nats_server.url, service, store)
        store.close()
        own_postgres_server.kill()
        own_postgres_server.start()
    assert relay.alive


def _json(body: bytes) -> dict[str, object]:
    return json.loads(body)
