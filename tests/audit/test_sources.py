"""Three sources, the same records: databases, LOG streams, bundle."""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import psycopg
import pytest

from audit.sources import SERVICES, Source, SourceDown
from audit.sources.bundle import Bundle
from audit.sources.bus_place import BusPlace
from audit.sources.databases import Databases
from audit.sources.log import Log
from audit.sources.merged import last_position, merged
from shared.kernel import hlc
from shared.transport.relay import POSITION_HEADER
from tests.audit.history import BEGAN_MS, History, insert
from tests.audit.three_sources import DAY, KINDS, ThreeSources, body_of, fresh_streams, some_history
from tests.support.bus import on_bus

pytestmark = pytest.mark.slow


def read(source: Source, service: str, **between: int) -> list[bytes]:
    return [record.body for record in source.records(service, **between)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_source_gives_the_exact_bytes_of_the_log_record_of_every_position(three: ThreeSources, kind: str):
    history = some_history()
    three.write(history.events)
    with closing(three.open(kind)) as source:
        for service in SERVICES:
            expected = [body_of(event) for event in history.events if event.service == service]
            assert read(source, service) == expected
            assert read(source, service, after=2, until=4) == expected[2:4]
            assert read(source, service, after=len(expected)) == []
            assert source.mark(service).position == len(expected)
        found = list(merged(source))
        assert [(r.service, r.position, r.stamp, r.stream, r.version, r.name) for r in found] == [
            (e.service, e.position, e.stamp, e.stream, e.version, e.name) for e in history.events
        ]
        assert [record.envelope["data"] for record in found] == [event.data for event in history.events]


@pytest.mark.parametrize("kind", KINDS)
def test_a_moment_makes_one_position_in_each_store(three: ThreeSources, kind: str):
    history = some_history()
    three.write(history.events)
    with closing(three.open(kind)) as source:
        for stamp in (0, *(event.stamp for event in history.events[::3]), hlc.last_at(hlc.instant_of(2**62))):
            for service in SERVICES:
                expected = [e.position for e in history.events if e.service == service and e.stamp <= stamp]
                assert last_position(source, service, stamp) == max(expected, default=0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_watermark_is_what_the_services_clock_has_passed_although_nothing_was_recorded(
    three: ThreeSources, kind: str
):
    history = some_history(8)
    passed = (BEGAN_MS + 3_600_000) << hlc.COUNTER_BITS
    three.write(history.events, passed=passed)
    with closing(three.open(kind)) as source:
        assert {source.mark(service).watermark for service in SERVICES} == {passed}


def test_a_fold_of_one_name_gets_what_picking_from_all_records_gives_also_where_a_clock_went_back(three: ThreeSources):
    history = History()
    for number in range(350):  # more than comes at a time
        name = "note.shelved.v1" if number % 3 else "note.taken.v1"
        history.add("grants", "note/1", name, DAY, number=number)
    history.events[200] = replace(history.events[200], stamp=history.events[100].stamp - 1)
    three.write(history.events, to_the_bus=False)
    with closing(Databases(three.dsns)) as source:
        records = list(source.records("grants"))
        for until in (0, *(records[number].stamp - number % 2 for number in (0, 7, 100, 199, 200, 201, 340, 349))):
            known = list(takewhile(lambda record, until=until: record.stamp <= until, records))
            for name in ("note.taken.v1", "note.shelved.v1", "note.unknown.v1"):
                picked = [(one.position, one.stored) for one in known if one.name == name]
                assert list(source.named("grants", name, until=until)) == picked


def test_without_an_answer_the_last_record_of_the_log_is_the_watermark(three: ThreeSources, own_nats_server):
    history = some_history(4)
    silent = ThreeSources(three.dsns, own_nats_server.url, three.folder)
    on_bus(silent.nats_url, fresh_streams)
    silent.write(history.events, passed=2**62)
    with closing(Log(BusPlace(silent.nats_url))) as source:
        assert [source.mark(service).watermark for service in SERVICES] == [event.stamp for event in history.events]


def test_reading_the_log_leaves_no_consumer_behind(three: ThreeSources):
    three.write(some_history().events)
    with closing(Log(BusPlace(three.nats_url))) as source:
        assert len(list(source.records("grants"))) == 5
        half = source.records("grants")
        next(half)
        half.close()

    async def consumers(js):
        return [(await js.stream_info(f"LOG_{service.upper()}")).state.consumer_count for service in SERVICES]

    assert on_bus(three.nats_url, consumers) == [0, 0, 0, 0]


def test_what_does_not_come_from_the_relay_is_passed_over(three: ThreeSources):
    history = some_history(8)

    async def foreign(js):
        await js.publish("log.grants.note", b"not ours")
        await js.publish("log.grants.note", b"{}", headers={POSITION_HEADER: "900"})

    on_bus(three.nats_url, foreign)
    three.write(history.events)
    with closing(Log(BusPlace(three.nats_url))) as source:
        assert read(source, "grants") == [body_of(event) for event in history.events if event.service == "grants"]


def test_the_auditors_session_cannot_write_whatever_its_role_may(three: ThreeSources):
    with (
        closing(Databases(three.dsns)) as source,
        source._reader("grants") as connection,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        connection.execute("UPDATE head SET position = 7")


def test_what_is_down_is_named_with_what_to_do_next(tmp_path: Path):
    nowhere = "postgresql://nobody@127.0.0.1:1/grants"
    with pytest.raises(SourceDown, match=r"the database of grants cannot be read(?s:.*)grosz up starts it"):
        Databases({"grants": nowhere}).mark("grants")
    with (
        closing(Log(BusPlace("nats://127.0.0.1:1"))) as source,
        pytest.raises(SourceDown, match=r"127\.0\.0\.1:1 does not"),
    ):
        source.mark("grants")
    with pytest.raises(SourceDown, match="is no bundle"):
        Bundle(tmp_path)


def test_a_leap_into_a_long_bundle_gives_the_same_as_reading_from_the_start(three: ThreeSources):
    history = History()
    for number in range(2_500):
        history.add("grants", "note/1", "note.taken.v1", DAY, number=number)
    history.events = [event for event in history.events if event.position % 3]  # a store that lost every third
    with psycopg.connect(three.dsns["grants"]) as connection:
        insert(connection, history.events)
    source = three.open("bundle")
    for after in (1, 999, 1_000, 1_001, 1_500, 2_000, 2_498):
        expected = [event.position for event in history.events if event.position > after]
        assert [record.position for record in source.records("grants", after=after)] == expected


@pytest.mark.parametrize("kind", KINDS)
def test_memory_does_not_grow_with_the_length_of_history(three: ThreeSources, kind: str):
    """Three times as many records, and the same peak: a batch of rows or messages."""
    peaks, history = [], History()
    for length in (1_500, 5_000):
        begun = len(history.events)
        while len(history.events) < length:
            history.add("grants", "note/1", "note.taken.v1", DAY, text="x" * 300, number=len(history.events))
        three.write(history.events[begun:], to_the_bus=kind == "log")
        with closing(three.open(kind)) as source:
            tracemalloc.start()
            assert sum(1 for _ in merged(source)) == length
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 300_000
