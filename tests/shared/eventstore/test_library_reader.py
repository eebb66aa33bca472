"""The event-sourcing library's own recorder reads our table: nothing of ours stands between it and the record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from tests.support import tally

pytestmark = pytest.mark.slow


@pytest.fixture
def library(database: str) -> Iterator[PostgresApplicationRecorder]:
    part = conninfo_to_dict(database)
    datastore = PostgresDatastore(
        *(str(part[name]) for name in ("dbname", "host", "port", "user", "password")),
        originator_id_type="text",
        pool_size=4,
    )
    yield PostgresApplicationRecorder(datastore, events_table_name="events")
    datastore.close()


def test_the_librarys_own_reader_reads_our_table(
    library: PostgresApplicationRecorder, writer: Writer, store: Store
) -> None:
    assert library.max_notification_id() is None
    for number in range(1, 8):
        writer.submit(tally.counting("ab"[number % 2], number, command_id=f"command-{number}")).result(10)

    feed = store.feed(after=0, limit=10)
    notifications = library.select_notifications(start=1, limit=10)
    assert [(n.id, n.originator_id, n.originator_version, n.topic, n.state) for n in notifications] == [
        (row.position, row.stream, row.version, row.name, row.state) for row in feed
    ]
    assert [n.id for n in library.select_notifications(start=3, limit=2, inclusive_of_start=False)] == [4, 5]
    assert library.select_notifications(start=1, limit=10, topics=["counter.remarked.v1"]) == []
    assert library.max_notification_id() == 7
    events = library.select_events("counter/b", gt=1, lte=3)
    assert [event.originator_version for event in events] == [2, 3]
    assert [event.state for event in events] == [row.state for row in feed if row.stream == "counter/b"][1:3]


def test_the_librarys_subscription_follows_our_appends(library: PostgresApplicationRecorder, writer: Writer) -> None:
    for number in range(1, 4):
        writer.submit(tally.counting("a", number, command_id=f"command-{number}")).result(10)
    with library.subscribe(gt=0) as subscription:
        assert [next(subscription).id for _ in range(3)] == [1, 2, 3]
        writer.submit(tally.counting("a", 4, command_id="command-4")).result(10)
        assert next(subscription).id == 4
