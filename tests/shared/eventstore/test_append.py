"""One append, one transaction: what conflicts is refused whole, and nothing of it stays behind."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError

from shared.eventstore.records import Batch, InboxRow, KeptText, NewEvent, Receipt
from shared.eventstore.store import Base, Store
from shared.kernel.ids import event_id
from tests.support.running import tables

MESSAGE = UUID(int=7)


def new_event(version: int, stream: str = "counter/a") -> NewEvent:
    return NewEvent(stream, version, "counter.counted.v1", b"{}", event_id("torun", stream, version), None, None)


def receipt(command_id: str, last: int = 0) -> Receipt:
    return Receipt("anna", command_id, b"hash", b"{}", last)


def message(identity: UUID = MESSAGE, status: str = "done", *, again: bool = False) -> InboxRow:
    return InboxRow("grants", identity, 1, 1, "key", status, None, None if status == "done" else b"{}", again)


def whole_batch(version: int, name: str) -> Batch:
    """A batch with one of everything, to see that none of it stays when one conflicts."""
    return Batch(
        events=[new_event(version), new_event(1, f"counter/{name}")],
        receipts=[receipt(name, 2)],
        inbox=[message(UUID(int=1000 + version))],
        texts=[KeptText(name, b"salt", "text")],
    )


def taken_version(batch: Batch) -> None:
    batch.events[0] = new_event(1)


def taken_receipt(batch: Batch) -> None:
    batch.receipts[0] = receipt("first")


def taken_message(batch: Batch) -> None:
    batch.inbox[0] = message()


def taken_text(batch: Batch) -> None:
    batch.texts[0] = KeptText("first", b"salt", "another")


def stream_moved(batch: Batch) -> None:
    batch.fences["counter/read"] = 3


def stream_was_absent(batch: Batch) -> None:
    batch.fences["counter/a"] = 0


def message_dealt_with_meanwhile(batch: Batch) -> None:
    batch.inbox[0] = message(again=True)


def message_never_kept(batch: Batch) -> None:
    batch.inbox[0] = message(UUID(int=99), again=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "conflict",
    [
        taken_version,
        taken_receipt,
        taken_message,
        taken_text,
        stream_moved,
        stream_was_absent,
        message_dealt_with_meanwhile,
        message_never_kept,
    ],
)
def test_a_conflict_refuses_the_whole_batch_and_writes_nothing(
    store: Store, database: str, conflict: Callable[[Batch], None]
) -> None:
    first = whole_batch(1, "first")
    first.inbox = [message()]
    store.append(first)
    before = tables(database)
    batch = whole_batch(2, "second")
    conflict(batch)
    with pytest.raises(IntegrityError):
        store.append(batch)
    assert tables(database) == before
    assert store.append(whole_batch(2, "second")).position == 2


@pytest.mark.slow
def test_positions_and_stamps_go_on_from_where_the_last_append_ended(store: Store) -> None:
    first = store.append(whole_batch(1, "first"))
    second = store.append(whole_batch(2, "second"))
    rows = store.feed(after=0, limit=10)
    assert [row.position for row in rows] == [1, 2, 3, 4]
    assert [row.hlc for row in rows[:2]] == [first.hlc + 1, first.hlc + 2]
    assert [row.hlc for row in rows[2:]] == [second.hlc + 1, second.hlc + 2]
    assert second.hlc >= first.hlc + 2
    assert store.receipts([("anna", "second")])["anna", "second"].position == 4


@pytest.mark.slow
def test_a_batch_without_events_moves_no_position_and_keeps_its_receipt(store: Store) -> None:
    store.append(whole_batch(1, "first"))
    assert store.append(Batch(receipts=[receipt("refused")])).position == 2
    assert store.receipts([("anna", "refused")])["anna", "refused"].position == 2
    assert store.watermark().position == 2


@pytest.mark.slow
def test_a_fence_on_a_stream_that_stands_where_it_was_read_lets_the_batch_pass(store: Store) -> None:
    store.append(whole_batch(1, "first"))
    batch = Batch(events=[new_event(1, "counter/b")], fences={"counter/a": 1, "counter/never": 0})
    assert isinstance(store.append(batch), Base)
