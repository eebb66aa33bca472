"""A message's way in: bytes of another service's fact become work for the writer, done once whatever comes twice."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

from shared.eventstore.desk import Desk
from shared.eventstore.records import Act, Cause
from shared.eventstore.work import Message, Work
from shared.kernel import hlc
from shared.kernel.ids import NAMESPACE
from shared.kernel.periods import warsaw_date
from shared.messages.envelope import FactEnvelope
from shared.telemetry import counters
from shared.transport.binding import BoundReaction
from shared.transport.traces import trace_of

AHEAD_MAX_SECONDS = 60
KEY_LENGTH_MAX = 500


class ClockAhead(Exception):
    """A message's stamp lies far ahead of our clock. It is to come again later: ours may be the slow one."""


class Inbox:
    """Makes work from messages. What cannot be read is parked with its reason, never dropped and never guessed at."""

    def __init__(self, service: str, reactions: Mapping[str, BoundReaction]) -> None:
        self._service = service
        self._reactions = reactions

    def work(self, body: bytes, *, publisher: str, park_because: str | None = None) -> Work:
        """Work from a message as it came off the bus. Raises ClockAhead, unless the message is to be parked anyway.

        park_because  why it must not be tried (again).
        """
        work = self._read(body, publisher)
        message = work.message
        if message is None or message.park_because:
            return work
        if _ahead_of_now(message.hlc):
            too_far = f"its clock is more than {AHEAD_MAX_SECONDS} s ahead of ours"
            counters.CLOCK_AHEAD.labels(publisher, "parked" if park_because else "returned").inc()
            if not park_because:
                raise ClockAhead(too_far)
            park_because = f"{park_because}: {too_far}"
            work.act = replace(work.act, cause=None)  # its row keeps the true stamp, but our clock must not follow
        work.message = replace(message, park_because=park_because)
        return work

    def _read(self, body: bytes, publisher: str) -> Work:
        """Work that does not look at any clock."""
        position, stamp = 0, 0
        try:
            envelope = FactEnvelope.model_validate_json(body)
            position, stamp = _place_of(envelope)
            bound = self._reactions[f"{envelope.type}.v{envelope.type_version}"]
            fact = bound.fact.model_validate(envelope.data)
            values = fact.model_dump()
            key = _storable(str(values[bound.reaction.key]))
        except (ValueError, KeyError) as error:
            return self._unreadable(body, publisher, f"unreadable: {error}", position, stamp)
        message = Message(publisher, envelope.event_id, position, stamp, key, body)
        return Work(self._act(envelope, message), _decision(bound, values), message=message)

    def revive(self, message: Message) -> Work:
        """Work again from a message that was kept waiting."""
        work = self._read(message.body, message.publisher)
        if work.message:
            # It was kept under what it waited for; what waits for it knows it by the key of its own. And what this
            # version of ours can no longer read must not pass for done.
            reason = message.park_because or work.message.park_because
            message = replace(message, key=work.message.key, park_because=reason)
        work.message = message
        return work

    def _act(self, envelope: FactEnvelope, message: Message) -> Act:
        """A reaction acts at the moment and on the day of its cause: the clock plays no part in it."""
        return Act(
            actor=self._service,
            authority=envelope.authority,
            acted_at=envelope.acted_at,
            acted_on=envelope.effective_on,
            correlation_id=envelope.correlation_id,
            on_behalf_of=envelope.actor,
            cause=Cause(envelope.event_id, message.publisher, envelope.position, message.hlc),
            traceparent=trace_of(envelope.traceparent),
        )

    def _unreadable(self, body: bytes, publisher: str, reason: str, position: int, stamp: int) -> Work:
        """Work that parks the message; its place is told where at least the envelope could be read."""
        now = datetime.now(UTC)
        act = Act(self._service, "unknown", now, warsaw_date(now), "unreadable")
        identity = uuid5(NAMESPACE, f"{publisher}/{body.hex()}")
        reason = " ".join(reason.split())[:500]
        key = f"unreadable/{identity}"
        return Work(
            act, _nothing, message=Message(publisher, identity, position, stamp, key, body, park_because=reason)
        )


def _decision(bound: BoundReaction, values: dict[str, Any]) -> Any:
    return lambda desk: bound.reaction.handler(desk, **values)


def _nothing(_: Desk) -> None:
    """An unreadable message is parked before it is decided."""


def _storable(key: str) -> str:
    if "\x00" in key:
        raise ValueError("the key holds a NUL character")
    if len(key) > KEY_LENGTH_MAX:
        raise ValueError("the key is too long for the inbox's index")
    return key


def _place_of(envelope: FactEnvelope) -> tuple[int, int]:
    """(position, stamp): numbers that a store of ours could have given."""
    if not 0 < envelope.position < 2**63:
        raise ValueError("the position is not one of a store")
    stamp = hlc.from_text(envelope.hlc)
    if not 0 <= stamp < 2**63:
        raise ValueError("the stamp is not one of a store")
    return envelope.position, stamp


def _ahead_of_now(stamp: int) -> bool:
    return (stamp >> hlc.COUNTER_BITS) > (time.time() + AHEAD_MAX_SECONDS) * 1000
