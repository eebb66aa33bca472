"""The smallest service there is: counters that grow, up to a limit. What the tests of `shared` run on.

Its name is chosen by the test, so that many of it can live on one bus.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

from shared.eventstore.codec import Codec
from shared.eventstore.desk import Desk
from shared.eventstore.reaction import Reaction
from shared.eventstore.records import Act, Cause
from shared.eventstore.work import CommandKey, Work
from shared.kernel import hlc
from shared.kernel.aggregate import Aggregate
from shared.kernel.canonical import canonical_json
from shared.kernel.ids import event_id
from shared.kernel.refusal import NotYet, Refusal
from shared.kernel.texts import TextRef
from shared.messages.fields import Amount, Command, Fact, FreeText, Question, Slug
from shared.transport.binding import BoundCommand, BoundReaction, answering, bind_commands, bind_reactions

NO_MIGRATIONS = Path(__file__).parent / "no_migrations"
TODAY = date(2025, 3, 14)
NOON = datetime(2025, 3, 14, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Counted:
    amount: int


@dataclass(frozen=True, slots=True)
class Remarked:
    remark: TextRef


@dataclass(frozen=True, slots=True)
class CounterState:
    total: int = 0
    times: int = 0


def evolve(state: CounterState, event: object) -> CounterState:
    match event:
        case Counted():
            return CounterState(state.total + event.amount, state.times + 1)
        case _:
            return state


COUNTER = Aggregate("counter", CounterState(), evolve)
CODEC = Codec({"counter.counted.v1": Counted, "counter.remarked.v1": Remarked})


class LimitReached(Refusal):
    rule = "A counter does not pass its limit."


class OutOfPaper(Refusal):
    rule = "Counting needs paper."
    status = 503
    retryable = True


def count(desk: Desk, *, counter_id: str, amount: int, limit: int | None = None) -> None:
    state = desk.state(COUNTER, counter_id)
    if limit is not None and state.total + amount > limit:
        raise LimitReached(f"{state.total} of {limit} are counted", field="data.amount")
    desk.record(COUNTER, counter_id, [Counted(amount)])


def remark(desk: Desk, *, counter_id: str, remark: str) -> None:
    desk.record(COUNTER, counter_id, [Remarked(desk.keep_text(remark))])


def act(*, actor: str = "anna", command_id: str | None = None, cause: Cause | None = None) -> Act:
    return Act(actor, "torun", NOON, TODAY, "correlation", command_id=command_id, cause=cause)


def command(decide: Callable[[Desk], None], *, command_id: str, caller: str = "anna", body: str = "") -> Work:
    """A command as work; `body` stands for what the hash is taken of."""
    digest = hashlib.sha256(body.encode()).digest()
    return Work(act(actor=caller, command_id=command_id), decide, command=CommandKey(caller, command_id, digest))


def counting(
    counter_id: str, amount: int = 1, *, command_id: str, limit: int | None = None, caller: str = "anna"
) -> Work:
    return command(
        lambda desk: count(desk, counter_id=counter_id, amount=amount, limit=limit),
        command_id=command_id,
        caller=caller,
        body=f"{counter_id} {amount}",
    )


def counted_fact(service: str, name: str = "counted") -> type[Fact]:
    class CountedFact(Fact):
        """A counter has grown."""

        TYPE: ClassVar = f"{service}.{name}"
        counter_id: str
        amount: int

    return CountedFact


def publishing(service: str) -> Callable[..., Fact | None]:
    shape = counted_fact(service)

    def publish(event: object, *, key: str) -> Fact | None:
        return shape(counter_id=key, amount=event.amount) if isinstance(event, Counted) else None

    return publish


def no_message(event: object, *, key: str) -> None:
    """Outsiders are told nothing."""


def fact_bytes(
    service: str,
    counter_id: str,
    amount: int = 1,
    *,
    position: int = 1,
    stamp: int | None = None,
    identity: UUID | None = None,
    **changes: Any,
) -> bytes:
    """A fact `counted` of another service, as it lies on the bus. `stamp`: its hlc; default: position milliseconds."""
    stamp = (position << hlc.COUNTER_BITS) if stamp is None else stamp
    return canonical_json(
        {
            "event_id": str(identity or event_id("torun", f"{service}/{counter_id}/{uuid4()}", position)),
            "type": f"{service}.counted",
            "type_version": 1,
            "authority": "torun",
            "stream": f"counter/{counter_id}",
            "version": position,
            "position": position,
            "hlc": hlc.text_of(stamp),
            "recorded_at": NOON,
            "acted_at": NOON,
            "effective_on": TODAY,
            "actor": "anna",
            "correlation_id": "correlation",
            "data": {"counter_id": counter_id, "amount": amount},
            **changes,
        }
    )


def listening(
    service: str, handler: Callable[..., None], *, facts: Sequence[str] = ("counted",)
) -> dict[str, BoundReaction]:
    """Subscriptions of a service that hears another one count; its messages are keyed by counter."""
    shapes = [counted_fact(service, name) for name in facts]
    return bind_reactions(shapes, {shape.TYPE: Reaction(handler, key="counter_id") for shape in shapes})


def when_counted_then_count(desk: Desk, *, counter_id: str, amount: int) -> None:
    count(desk, counter_id=counter_id, amount=amount)


def when_counted_in_order_then_count(desk: Desk, *, counter_id: str, amount: int) -> None:
    """Facts come numbered 1, 2, 3 by their amount; one that is early waits."""
    if desk.state(COUNTER, counter_id).times + 1 < amount:
        raise NotYet(counter_id, "an earlier one has not come")
    count(desk, counter_id=counter_id, amount=amount)


class Count(Command):
    """Count so many."""

    NAME: ClassVar = "count"
    ROLE: ClassVar = "counter"
    counter_id: Slug
    amount: Amount


class Remark(Command):
    """Say something about a counter."""

    NAME: ClassVar = "remark"
    ROLE: ClassVar = "counter"
    counter_id: Slug
    remark: FreeText


class TotalQuestion(Question):
    """What a counter has come to."""

    NAME: ClassVar = "total"
    counter_id: Slug


def total(connection: Any, *, counter_id: str) -> dict[str, Any]:
    rows = connection.execute(
        "SELECT convert_from(state, 'UTF8')::jsonb #>> '{data,amount}' AS amount FROM events "
        "WHERE originator_id = %s AND topic = 'counter.counted.v1'",
        (COUNTER.stream(counter_id),),
    ).fetchall()
    return {"total": sum(int(row["amount"]) for row in rows)}


def commands() -> dict[str, BoundCommand]:
    return bind_commands([Count, Remark], {"count": count, "remark": remark})


def questions() -> list[Any]:
    return [answering(TotalQuestion, total)]
