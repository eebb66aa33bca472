"""Texts lie beside the events: erasing one leaves every byte of the record as it was."""

from __future__ import annotations

import hashlib
import json

import pytest

from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from tests.support import tally

pytestmark = pytest.mark.slow

SECRET = "Jan Kowalski, ul. Różana 5"


def test_an_event_holds_a_reference_and_a_salted_digest_and_never_the_body(writer: Writer, store: Store) -> None:
    writer.submit(
        tally.command(lambda desk: tally.remark(desk, counter_id="a", remark=SECRET), command_id="command-1")
    ).result(10)
    writer.submit(
        tally.command(lambda desk: tally.remark(desk, counter_id="a", remark=SECRET), command_id="command-2")
    ).result(10)
    rows = store.feed(after=0, limit=10)
    assert all(SECRET.encode() not in row.state and b"Kowalski" not in row.state for row in rows)
    remarks = [json.loads(row.state)["data"]["remark"] for row in rows]
    assert remarks[0] != remarks[1], "without salt, equal texts would show as equal"
    with store.connection() as connection:
        for remark in remarks:
            kept = connection.execute("SELECT salt, body FROM texts WHERE ref = %s", (remark["ref"],)).fetchone()
            assert kept is not None
            assert kept["body"] == SECRET
            assert hashlib.sha256(bytes(kept["salt"]) + SECRET.encode()).hexdigest() == remark["digest"]


def test_erasing_a_text_leaves_the_events_bytes_untouched_and_the_stream_readable(writer: Writer, store: Store) -> None:
    writer.submit(
        tally.command(lambda desk: tally.remark(desk, counter_id="a", remark=SECRET), command_id="command-1")
    ).result(10)
    before = store.feed(after=0, limit=10)
    with store.connection() as connection:
        connection.execute("DELETE FROM texts")
    assert store.feed(after=0, limit=10) == before
    assert writer.submit(tally.counting("a", command_id="command-2")).result(10).position == 2


def test_a_receipt_holds_no_text(writer: Writer, store: Store) -> None:
    writer.submit(
        tally.command(
            lambda desk: tally.remark(desk, counter_id="a", remark=SECRET), command_id="command-1", body=SECRET
        )
    ).result(10)
    receipt = store.receipts([("anna", "command-1")])["anna", "command-1"]
    assert SECRET.encode() not in receipt.answer
    assert len(receipt.body_hash) == 32
