"""Messages of other services: each one's effect once, in whatever order, however often, whatever fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import UUID

import pytest

from shared.eventstore.desk import Desk
from shared.eventstore.store import Store
from shared.eventstore.work import Outcome
from shared.eventstore.writer import Writer
from shared.kernel import hlc
from shared.kernel.refusal import NotYet
from shared.transport import inbox as inbox_module
from shared.transport.inbox import ClockAhead, Inbox
from tests.support import tally
from tests.support.running import running_writer
from tests.support.tally import COUNTER, fact_bytes
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

Handler = Callable[..., None]


class Hearing:
    """A service `hearer` with one reaction, and what its database says of the messages."""

    def __init__(self, database: str, store: Store, handler: Handler) -> None:
        self.database = database
        self.store = store
        self.inbox = Inbox("hearer", tally.listening("teller", handler))

    def writer(self) -> Any:
        return running_writer(self.database, revive=self.inbox.revive)

    def hear(self, writer: Writer, body: bytes, **options: Any) -> Outcome:
        return writer.submit(self.inbox.work(body, publisher="teller", **options)).result(10)

    def statuses(self) -> list[str]:
        with self.store.connection() as connection:
            rows = connection.execute("SELECT status FROM inbox ORDER BY position").fetchall()
        return [row["status"] for row in rows]

    def reasons(self) -> list[str | None]:
        with self.store.connection() as connection:
            rows = connection.execute("SELECT reason FROM inbox ORDER BY position").fetchall()
        return [row["reason"] for row in rows]

    def stamps(self) -> dict[int, int]:
        with self.store.connection() as connection:
            rows = connection.execute("SELECT position, hlc FROM inbox").fetchall()
        return {row["position"]: row["hlc"] for row in rows}

    def times(self, counter: str = "a") -> int:
        return len(self.store.select_events(COUNTER.stream(counter)))

    def wait_for(self, *statuses: str) -> None:
        wait_until(
            lambda: self.statuses() == list(statuses),
            missing=lambda: f"{statuses}, there is {self.statuses()}",
            within=5,
        )


@pytest.fixture
def hearing(database: str, store: Store) -> Callable[[Handler], Hearing]:
    return lambda handler: Hearing(database, store, handler)


def body(position: int, amount: int | None = None, *, counter: str = "a", **changes: Any) -> bytes:
    """The teller's fact at a position: the same bytes each time."""
    return fact_bytes("teller", counter, amount or position, position=position, identity=UUID(int=position), **changes)


def test_a_message_that_comes_twice_has_its_effect_once_also_after_a_restart(hearing: Any) -> None:
    heard = hearing(tally.when_counted_then_count)
    with heard.writer() as writer:
        assert not heard.hear(writer, body(1)).repeated
        assert heard.hear(writer, body(1)).repeated
    with heard.writer() as writer:
        assert heard.hear(writer, body(1)).repeated
    assert heard.times() == 1


def test_a_message_twice_in_one_batch_or_at_two_writers_has_its_effect_once(hearing: Any) -> None:
    heard = hearing(tally.when_counted_then_count)
    with heard.writer() as one, heard.writer() as other:
        answers = [
            writer.submit(heard.inbox.work(body(position), publisher="teller"))
            for position in range(1, 61)
            for writer in (one, other, one)
        ]
        for answer in answers:
            answer.result(30)
    assert heard.times() == 60


def test_an_early_message_waits_and_is_done_after_a_later_message_of_its_key(hearing: Any) -> None:
    heard = hearing(tally.when_counted_in_order_then_count)
    with heard.writer() as writer:
        assert [heard.hear(writer, body(position)).status for position in (3, 2)] == ["waiting", "waiting"]
        assert heard.hear(writer, body(3)).repeated, "a waiting message that comes again is only acknowledged"
        assert heard.times() == 0
        assert heard.hear(writer, body(1)).status == "done"
        heard.wait_for("done", "done", "done")
    amounts = [tally.CODEC.event(row.topic, _data(row.state)).amount for row in heard.store.select_events("counter/a")]
    assert amounts == [1, 2, 3]


def test_a_waiting_message_waits_on_across_a_restart(hearing: Any) -> None:
    heard = hearing(tally.when_counted_in_order_then_count)
    with heard.writer() as writer:
        heard.hear(writer, body(3))
        heard.hear(writer, body(2))
    with heard.writer() as writer:
        assert heard.statuses() == ["waiting", "waiting"]
        heard.hear(writer, body(1))
        heard.wait_for("done", "done", "done")
    assert heard.times() == 3


def test_what_was_made_possible_while_the_writer_was_down_is_done_when_it_starts(hearing: Any) -> None:
    heard = hearing(tally.when_counted_in_order_then_count)
    with heard.writer() as writer:
        heard.hear(writer, body(2))
    with running_writer(heard.database) as without_messages:
        without_messages.submit(tally.counting("a", command_id="command-1")).result(10)
    with heard.writer():
        heard.wait_for("done")
    assert heard.times() == 2


def test_a_message_that_waits_for_what_a_command_brings_is_done_after_the_command(hearing: Any) -> None:
    heard = hearing(tally.when_counted_in_order_then_count)
    with heard.writer() as writer:
        assert heard.hear(writer, body(2)).status == "waiting"
        writer.submit(tally.counting("a", command_id="command-1")).result(10)
        heard.wait_for("done")


def test_a_message_that_waited_for_another_key_lets_go_those_that_wait_for_its_own(hearing: Any) -> None:
    """As with grants: the take-over waits for the year, the payment for the take-over of its grant."""

    def take_over(desk: Desk, *, counter_id: str, amount: int) -> None:
        if amount == 10 and not desk.state(COUNTER, "year").times:
            raise NotYet("year", "the year is not there")
        if amount == 20 and not desk.state(COUNTER, counter_id).times:
            raise NotYet(counter_id, "the grant is not there")
        tally.count(desk, counter_id=counter_id, amount=amount)

    heard = hearing(take_over)
    with heard.writer() as writer:
        assert heard.hear(writer, body(1, 10, counter="grant")).status == "waiting"
        assert heard.hear(writer, body(2, 20, counter="grant")).status == "waiting"
        heard.hear(writer, body(3, 1, counter="year"))
        heard.wait_for("done", "done", "done")


def test_a_message_that_first_waits_for_one_key_and_then_for_another_is_woken_by_the_second(hearing: Any) -> None:
    def needs_both(desk: Desk, *, counter_id: str, amount: int) -> None:
        for needed in ("first", "second"):
            if counter_id == "grant" and not desk.state(COUNTER, needed).times:
                raise NotYet(needed, f"{needed} is not there")
        tally.count(desk, counter_id=counter_id, amount=amount)

    heard = hearing(needs_both)
    with heard.writer() as writer:
        heard.hear(writer, body(1, counter="grant"))
        heard.hear(writer, body(2, counter="first"))
        wait_until(
            lambda: heard.reasons()[0] == "second is not there", missing=lambda: f"the second wait: {heard.reasons()}"
        )
        heard.hear(writer, body(3, counter="second"))
        heard.wait_for("done", "done", "done")


def test_a_waiting_message_whose_reaction_fails_once_when_its_turn_comes_is_tried_again(hearing: Any) -> None:
    turns: list[int] = []

    def fail_once(desk: Desk, *, counter_id: str, amount: int) -> None:
        if amount == 2 and desk.state(COUNTER, counter_id).times:
            turns.append(amount)
            if len(turns) == 1:
                raise ZeroDivisionError
        tally.when_counted_in_order_then_count(desk, counter_id=counter_id, amount=amount)

    heard = hearing(fail_once)
    with heard.writer() as writer:
        heard.hear(writer, body(2))
        heard.hear(writer, body(1))
        heard.wait_for("done", "done")


def test_a_waiting_message_that_fails_each_time_its_turn_comes_is_parked_after_bounded_tries(hearing: Any) -> None:
    tries: list[int] = []

    def fail(desk: Desk, *, counter_id: str, amount: int) -> None:
        if amount == 2 and desk.state(COUNTER, counter_id).times:
            tries.append(amount)
            raise ZeroDivisionError
        tally.when_counted_in_order_then_count(desk, counter_id=counter_id, amount=amount)

    heard = hearing(fail)
    with heard.writer() as writer:
        heard.hear(writer, body(2))
        heard.hear(writer, body(1))
        heard.wait_for("done", "parked")
        assert heard.hear(writer, body(3)).status == "parked"
    assert 1 < len(tries) <= 20
    assert "ZeroDivisionError" in (heard.reasons()[1] or "")


def test_more_than_a_thousand_messages_that_wait_for_one_key_are_all_done_when_it_comes(hearing: Any) -> None:
    def need_the_year(desk: Desk, *, counter_id: str, amount: int) -> None:
        if counter_id != "year" and not desk.state(COUNTER, "year").times:
            raise NotYet("year", "the year is not there")
        desk.record(COUNTER, "year" if amount == 1 else counter_id, [tally.Counted(1)])

    heard = hearing(need_the_year)
    with heard.writer() as writer:
        works = [heard.inbox.work(body(n, 2, counter=f"grant-{n}"), publisher="teller") for n in range(1, 1201)]
        for answer in [writer.submit(work) for work in works]:
            assert answer.result(30).status == "waiting"
        heard.hear(writer, body(1201, 1, counter="year"))
        wait_until(
            lambda: "waiting" not in heard.statuses(), missing=lambda: f"{heard.statuses().count('waiting')} to be done"
        )


def test_a_fact_that_is_refused_is_parked_with_its_reason_and_later_ones_of_its_key_behind_it(hearing: Any) -> None:
    def refuse_two(desk: Desk, *, counter_id: str, amount: int) -> None:
        if amount == 2:
            raise tally.LimitReached("no two")
        tally.count(desk, counter_id=counter_id, amount=amount)

    heard = hearing(refuse_two)
    with heard.writer() as writer:
        statuses = [heard.hear(writer, body(position)).status for position in (1, 2, 3)]
        assert heard.hear(writer, body(4, counter="other")).status == "done"
        assert heard.hear(writer, body(2)).repeated
    assert statuses == ["done", "parked", "parked"]
    assert heard.reasons()[1] == "limit-reached: no two"
    assert (heard.times(), heard.times("other")) == (1, 1)
    with heard.writer() as restarted:
        assert heard.hear(restarted, body(5)).status == "parked"


def test_a_later_message_of_the_same_batch_does_not_overtake_one_that_is_parked(hearing: Any) -> None:
    held: list[Any] = []

    def refuse_two(desk: Desk, *, counter_id: str, amount: int) -> None:
        if counter_id == "gate":
            held.extend(writer.submit(heard.inbox.work(body(n), publisher="teller")) for n in (2, 3, 4))
        if amount == 2:
            raise tally.LimitReached("no two")
        tally.count(desk, counter_id=counter_id, amount=amount)

    heard = hearing(refuse_two)
    with heard.writer() as writer:
        heard.hear(writer, body(1, counter="gate"))
        assert [answer.result(10).status for answer in held] == ["parked", "parked", "parked"]
    assert heard.times() == 0


def test_a_parked_key_is_seen_behind_a_thousand_parked_messages_of_another(hearing: Any) -> None:
    heard = hearing(tally.when_counted_then_count)
    with heard.writer() as writer:
        parking = [
            heard.inbox.work(body(n, counter="a"), publisher="teller", park_because="broken") for n in range(1, 1002)
        ]
        parking.append(heard.inbox.work(body(1002, counter="b"), publisher="teller", park_because="broken"))
        for answer in [writer.submit(work) for work in parking]:
            answer.result(20)
        later = [heard.inbox.work(body(n, counter=c), publisher="teller") for n, c in ((1003, "a"), (1004, "b"))]
        answers = [writer.submit(work) for work in later]
        assert [answer.result(10).status for answer in answers] == ["parked", "parked"]


def test_a_message_that_was_tried_too_often_is_parked_without_another_try(hearing: Any) -> None:
    heard = hearing(tally.when_counted_then_count)
    with heard.writer() as writer:
        assert heard.hear(writer, body(1), park_because="failed 8 times").status == "parked"
    assert (heard.times(), heard.reasons()) == (0, ["failed 8 times"])


@pytest.mark.parametrize("ahead_seconds", [0, 5, 55])
def test_an_event_bears_a_greater_stamp_than_its_cause_also_when_the_causes_clock_is_ahead(
    hearing: Any, ahead_seconds: int
) -> None:
    heard = hearing(tally.when_counted_then_count)
    stamp = (int((time.time() + ahead_seconds) * 1000) << hlc.COUNTER_BITS) | 65_535
    with heard.writer() as writer:
        first = writer.submit(tally.counting("b", command_id="command-1")).result(10)
        effect = heard.hear(writer, body(1, stamp=stamp))
        after = writer.submit(tally.counting("b", command_id="command-2")).result(10)
    assert max(first.hlc, stamp) < effect.hlc < after.hlc
    assert [row.hlc for row in heard.store.feed(after=1, limit=5)] == [effect.hlc, after.hlc]
    assert heard.store.watermark().hlc >= after.hlc


def test_a_message_more_than_a_minute_ahead_is_to_come_again_until_it_was_tried_too_often(hearing: Any) -> None:
    heard = hearing(tally.when_counted_then_count)
    ahead = body(1, stamp=int((time.time() + 75) * 1000) << hlc.COUNTER_BITS)
    with heard.writer() as writer:
        with pytest.raises(ClockAhead, match="60 s ahead"):
            heard.inbox.work(ahead, publisher="teller")
        assert heard.statuses() == []
        assert heard.hear(writer, ahead, park_because="failed 8 times").status == "parked"
    assert heard.reasons() == ["failed 8 times: its clock is more than 60 s ahead of ours"]


def test_a_parked_message_keeps_its_true_stamp_and_does_not_move_our_clock(hearing: Any) -> None:
    """What was in flight at a past instant is told by the stamps of what is parked: none may say "always"."""
    heard = hearing(tally.when_counted_then_count)
    stamp = int((time.time() + 75) * 1000) << hlc.COUNTER_BITS
    with heard.writer() as writer:
        heard.hear(writer, body(1, stamp=stamp), park_because="failed 8 times")
        heard.hear(writer, body(2, stamp=5, data={"counter_id": "a", "amount": "many"}))
        after = writer.submit(tally.counting("b", command_id="command-1")).result(10)
    assert heard.stamps() == {1: stamp, 2: 5}
    assert after.hlc < stamp


def test_a_message_that_waited_and_is_ahead_once_our_clock_was_set_back_is_still_done(
    hearing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = hearing(tally.when_counted_in_order_then_count)
    with heard.writer() as writer:
        heard.hear(writer, body(2, stamp=int(time.time() * 1000) << hlc.COUNTER_BITS))
        monkeypatch.setattr(inbox_module, "AHEAD_MAX_SECONDS", -3600)
        writer.submit(tally.counting("a", command_id="command-1")).result(10)
        heard.wait_for("done")
    rows = heard.store.feed(after=0, limit=5)
    assert [row.version for row in rows] == [1, 2]
    assert heard.stamps()[2] < rows[1].hlc


def test_what_waited_and_can_no_longer_be_read_is_parked_and_does_not_pass_for_done(hearing: Any, store: Store) -> None:
    """As after a release of ours that asks more of a fact than the one that let it wait."""
    heard = hearing(tally.when_counted_in_order_then_count)
    with heard.writer() as writer:
        heard.hear(writer, body(2))
    with store.connection() as connection:
        connection.execute("UPDATE inbox SET message = %s", (body(2, data={"counter_id": "a", "amount": "two"}),))
    with heard.writer():
        heard.wait_for("parked")
    assert (heard.reasons()[0] or "").startswith("unreadable: ")


def test_a_trace_of_another_form_is_left_out_of_what_follows(hearing: Any) -> None:
    heard = hearing(tally.when_counted_then_count)
    good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with heard.writer() as writer:
        assert heard.hear(writer, body(1, traceparent="x" * 600_000)).status == "done"
        assert heard.hear(writer, body(2, traceparent=good)).status == "done"
    traces = [_envelope(row.state)["traceparent"] for row in heard.store.select_events("counter/a")]
    assert traces == [None, good]


def test_the_cause_stands_in_the_envelope_and_the_act_is_dated_as_the_cause(hearing: Any) -> None:
    heard = hearing(tally.when_counted_then_count)
    with heard.writer() as writer:
        heard.hear(writer, body(7))
    envelope = _envelope(heard.store.select_events("counter/a")[0].state)
    assert envelope["causation_id"] == str(UUID(int=7))
    assert envelope["causes"] == {"teller": 7}
    assert (envelope["actor"], envelope["on_behalf_of"]) == ("hearer", "anna")
    assert datetime.fromisoformat(envelope["acted_at"]) == tally.NOON
    assert envelope["effective_on"] == tally.TODAY.isoformat()


UNREADABLE = {
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe{}",
    "nothing": b"",
    "another shape": b"[]",
    "an unknown type": body(1, type="teller.unheard-of"),
    "another version": body(1, type_version=2),
    "no data": body(1, data={}),
    "a wrong type in the data": body(1, data={"counter_id": "a", "amount": "many"}),
    "a stamp that is none": body(1, hlc="yesterday"),
    "a stamp without counter": body(1, hlc="12345"),
    "a position beyond int64": fact_bytes("teller", "a", position=2**63, stamp=1),
    "a key that PostgreSQL cannot keep": body(1, data={"counter_id": "a\x00b", "amount": 1}),
    "a key too long for an index": body(1, data={"counter_id": token_hex(10_000), "amount": 1}),
    "a stamp beyond int64": body(1, hlc=f"{2**48}-00000"),
}


@pytest.mark.parametrize("bad", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_message_that_cannot_be_read_is_parked_once_and_holds_nobody_up(hearing: Any, bad: bytes) -> None:
    heard = hearing(tally.when_counted_then_count)
    with heard.writer() as writer:
        assert heard.hear(writer, bad).status == "parked"
        assert heard.hear(writer, bad).repeated
        assert heard.hear(writer, body(2)).status == "done"
    assert sorted(heard.statuses()) == ["done", "parked"]


def _envelope(state: bytes) -> dict[str, Any]:
    return json.loads(state)


def _data(state: bytes) -> dict[str, Any]:
    return _envelope(state)["data"]
