"""A command's way in: which moment, which authority and which trace its facts bear, and what makes two bodies one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from shared.messages.envelope import Accepted, Problem, envelope_for
from shared.transport.actors import TokenCheck
from shared.transport.commands import CommandDesk
from shared.transport.issuer_keys import IssuerKeys
from tests.support import tally
from tests.support.running import Issuer

pytestmark = pytest.mark.slow

NOON = datetime(2025, 3, 14, 12, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Counter:
    """A desk that counts, at a moment of the test's choice, and what was stored."""

    def __init__(self, store: Store, writer: Writer, issuer: Issuer) -> None:
        self._store = store
        self._issuer = issuer
        self.now = NOON
        self._desk = CommandDesk(
            tally.commands(), writer, TokenCheck(IssuerKeys(issuer.key_file)), authority="torun", now=lambda: self.now
        )

    def count(
        self, *roles: str, traceparent: str | None = None, amount: int = 1, **envelope: Any
    ) -> Accepted | Problem:
        whole = {"command_id": "command-1", "data": {"counter_id": "a", "amount": amount}} | envelope
        body = json.dumps(whole, default=datetime.isoformat).encode()
        token = self._issuer.token("counter", *roles)
        return asyncio.run(self._desk.carry_out("count", body, token=token, traceparent=traceparent))

    def stored(self) -> list[dict[str, Any]]:
        return [json.loads(row.state) for row in self._store.feed(after=0, limit=10)]


@pytest.fixture
def counter(store: Store, writer: Writer, tmp_path: Path) -> Counter:
    return Counter(store, writer, Issuer(tmp_path))


def moment(stored: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(stored["acted_at"])


def test_a_trace_of_the_published_form_is_kept(counter: Counter) -> None:
    counter.count(traceparent=TRACE)
    assert counter.stored()[0]["traceparent"] == TRACE


@pytest.mark.parametrize(
    "bad",
    ["", "x" * 600_000, TRACE + "-more", TRACE.upper(), TRACE + "\n", TRACE.replace("0", "٠"), f"{TRACE[:-1]}\x00"],
    ids=["empty", "huge", "longer", "upper case", "a line's end", "other digits", "a NUL"],
)
def test_a_trace_of_another_form_is_left_out_and_the_command_is_carried_out(counter: Counter, bad: str) -> None:
    assert counter.count(traceparent=bad).ok
    assert counter.stored()[0]["traceparent"] is None


def test_to_spell_out_the_default_authority_is_the_same_body(counter: Counter) -> None:
    assert isinstance(counter.count(), Accepted)
    again = counter.count(authority="torun")
    assert isinstance(again, Accepted), again
    assert again.repeated
    other = counter.count(authority="gdansk")
    assert isinstance(other, Problem)
    assert other.code == "command-id-reused"


@pytest.mark.parametrize("seconds", [-30, -29, -1, 0, 1, 59])
def test_without_a_late_entry_the_moment_is_ours_whatever_the_callers_clock_says(
    counter: Counter, seconds: int
) -> None:
    assert isinstance(counter.count(acted_at=NOON + timedelta(seconds=seconds)), Accepted)
    assert moment(counter.stored()[0]) == NOON


@pytest.mark.parametrize("late", [timedelta(seconds=31), timedelta(minutes=4, seconds=59), timedelta(days=3)])
def test_earlier_than_a_clocks_skew_needs_the_role(counter: Counter, late: timedelta) -> None:
    answer = counter.count(acted_at=NOON - late, late_reason="post")
    assert isinstance(answer, Problem), "a deadline could be passed by so much"
    assert (answer.code, answer.status, answer.field) == ("acted-at-not-allowed", 403, "acted_at")
    assert counter.stored() == []


@pytest.mark.parametrize("late", [timedelta(seconds=1), timedelta(seconds=31), timedelta(days=3)])
def test_a_late_entry_bears_the_moment_that_was_told(counter: Counter, late: timedelta) -> None:
    counter.count("late-entry", acted_at=NOON - late, late_reason="post")
    assert moment(counter.stored()[0]) == NOON - late


def test_a_late_entry_does_not_lie_in_the_future_either(counter: Counter) -> None:
    counter.count("late-entry", acted_at=NOON + timedelta(seconds=20), late_reason="post")
    assert moment(counter.stored()[0]) == NOON


def test_a_command_repeated_after_its_moment_has_aged_gets_the_stored_answer(counter: Counter) -> None:
    """Who timed out repeats the same body; by then its acted_at may lie further back than a clock's skew."""
    first = counter.count(acted_at=NOON)
    counter.now = NOON + timedelta(hours=1)
    assert isinstance(first, Accepted)
    assert counter.count(acted_at=NOON) == first.model_copy(update={"repeated": True})
    other = counter.count(acted_at=NOON, amount=2)
    assert isinstance(other, Problem)
    assert other.code == "command-id-reused"


def test_what_was_not_allowed_leaves_no_receipt(counter: Counter, store: Store) -> None:
    counter.count(acted_at=NOON - timedelta(days=1))
    assert store.receipts([("anna", "command-1")]) == {}
    assert isinstance(counter.count("late-entry", acted_at=NOON - timedelta(days=1), late_reason="post"), Accepted)


def test_the_calendars_commands_need_no_moment(counter: Counter) -> None:
    shape = envelope_for(tally.Count)
    envelope = shape.model_validate({"command_id": "calendar-1", "data": tally.Count(counter_id="a", amount=1)})
    work: Callable[..., Any] = counter._desk.work
    assert work("count", envelope, actor="calendar").act.acted_at == NOON
