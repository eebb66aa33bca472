"""Streams are made as declared; one that is there and differs is refused, never rewritten."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nats.js import JetStreamContext
from nats.js.api import StorageType
from nats.js.errors import NoStreamResponseError

from grosz.servers import NatsServer
from programme.main import SERVICE
from shared.eventstore.migrations import migrate
from shared.transport.topology import (
    TopologyDiffers,
    ensure_streams,
    events_stream,
    stream_configs,
)
from tests.support.bus import on_bus
from tests.support.running import service_process
from tests.support.servers import Nats

pytestmark = pytest.mark.slow

_names = (f"place{number}" for number in itertools.count())


@pytest.fixture
def service() -> str:
    return next(_names)


async def config_of(js: JetStreamContext, stream: str) -> dict[str, Any]:
    return (await js.stream_info(stream)).config.as_dict()


def test_streams_are_made_as_declared_and_found_again(service: str, nats_server: Nats) -> None:
    async def make_twice(js: JetStreamContext) -> dict[str, Any]:
        await ensure_streams(js, service)
        await ensure_streams(js, service)
        return await config_of(js, events_stream(service))

    made = on_bus(nats_server.url, make_twice)
    assert made["subjects"] == [f"{service}.*.v{version}" for version in range(1, 10)]
    assert (made["retention"], made["storage"], made["max_age"], made["max_bytes"]) == ("limits", "file", 0, -1)
    assert (made["deny_delete"], made["deny_purge"]) == (True, True)


@pytest.mark.parametrize(
    "change",
    [
        {"max_age": 3600},
        {"max_msgs": 1000},
        {"duplicate_window": 120},
        {"deny_delete": False},
        {"deny_purge": False},
        {"storage": StorageType.MEMORY},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_stream_that_is_there_and_differs_is_refused_and_not_rewritten(
    service: str, nats_server: Nats, change: dict[str, Any]
) -> None:
    stream = events_stream(service)

    async def refuse(js: JetStreamContext) -> None:
        await js.add_stream(replace(stream_configs(service)[0], **change))
        before = await config_of(js, stream)
        with pytest.raises(TopologyDiffers, match=f"{stream}.*{next(iter(change))}"):
            await ensure_streams(js, service)
        assert await config_of(js, stream) == before

    on_bus(nats_server.url, refuse)


def test_the_number_of_copies_is_compared_by_whoever_is_told_it_and_left_alone_by_others(
    service: str, nats_server: Nats
) -> None:
    """`prepare` is told; a service that serves is not, since it could not mend it."""

    async def look(js: JetStreamContext) -> None:
        await ensure_streams(js, service, replicas=1)
        await ensure_streams(js, service)
        with pytest.raises(TopologyDiffers, match="num_replicas"):
            await ensure_streams(js, service, replicas=3)

    on_bus(nats_server.url, look)


def test_nobody_can_delete_or_purge_what_was_published(service: str, nats_server: Nats) -> None:
    async def tamper(js: JetStreamContext) -> None:
        await ensure_streams(js, service)
        await js.publish(f"{service}.counted.v1", b"{}")
        with pytest.raises(Exception, match="not permitted"):
            await js.purge_stream(events_stream(service))
        with pytest.raises(Exception, match="not permitted"):
            await js.delete_msg(events_stream(service), 1)

    on_bus(nats_server.url, tamper)


def test_what_is_no_fact_of_some_version_finds_no_stream(service: str, nats_server: Nats) -> None:
    async def publish(js: JetStreamContext) -> None:
        await ensure_streams(js, service)
        await js.publish(f"{service}.counted.v1", b"{}")
        await js.publish(f"{service}.counted.v9", b"{}")
        for subject in ("hello.world", "counted.v", "counted.v1.more", "counted.v0", "counted"):
            with pytest.raises(NoStreamResponseError):
                await js.publish(f"{service}.{subject}", b"{}")

    on_bus(nats_server.url, publish)


def test_a_service_ends_at_start_and_says_why_when_a_stream_differs(
    empty_database: str, own_nats_server: NatsServer, tmp_path: Path
) -> None:
    migrate(empty_database, SERVICE.migrations)

    async def differ(js: JetStreamContext) -> None:
        await js.add_stream(replace(stream_configs("programme")[0], max_age=3600))

    on_bus(own_nats_server.url, differ)
    with service_process(
        "-m", "programme", "serve", database_url=empty_database, nats_url=own_nats_server.url, folder=tmp_path
    ) as service:
        assert service.process.wait(within=30) == 70
        assert "TopologyDiffers: EV_PROGRAMME" in service.process.last_words()
