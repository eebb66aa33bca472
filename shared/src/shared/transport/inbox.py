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
from shared.transport.binding import BoundReaction

AHEAD_MAX_SECONDS = 60


class Inbox:
    """Makes work from messages. What cannot be read is parked with its reason, never dropped and never guessed at."""

    def __init__(self, service: str, reactions: Mapping[str, BoundReaction]) -> None:
        self._service = service
        self._reactions = reactions

    def work(self, body: bytes, *, publisher: str, park_because: str | None = None) -> Work:
        """Work from a message as it came off the bus."""
        try:
            envelope = FactEnvelope.model_validate_json(body)
            bound = self._reactions[f"{envelope.type}.v{envelope.type_version}"]
            fact = bound.fact.model_validate(envelope.data)
            values = fact.model_dump()
            key = _storable(str(values[bound.reaction.key]))
            stamp = hlc.from_text(envelope.hlc)
            _check_position(envelope.position)
        except (ValueError, KeyError) as error:
            return self._unreadable(body, publisher, f"unreadable: {error}")
        if _ahead_of_now(stamp):
            park_because = park_because or "its clock is more than 60 s ahead of ours"
            stamp = 0
        message = Message(publisher, envelope.event_id, envelope.position, stamp, key, body, park_because=park_because)
        return Work(self._act(envelope, message), _decision(bound, values), message=message)

    def revive(self, message: Message) -> Work:
        """Work again from a message that was kept waiting."""
        work = self.work(message.body, publisher=message.publisher)
        # It was kept under what it waited for; what waits for it knows it by the key of its own.
        own_key = work.message.key if work.message else message.key
        work.message = replace(message, key=own_key)
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
            traceparent=envelope.traceparent,
        )

    def _unreadable(self, body: bytes, publisher: str, reason: str) -> Work:
        now = datetime.now(UTC)
        act = Act(self._service, "unknown", now, warsaw_date(now), "unreadable")
        identity = uuid5(NAMESPACE, f"{publisher}/{body.hex()}")
        message = Message(
            publisher, identity, 0, 0, f"unreadable/{identity}", body, park_because=" ".join(reason.split())[:500]
        )
        return Work(act, _nothing, message=message)


def _decision(bound: BoundReaction, values: dict[str, Any]) -> Any:
    return lambda desk: bound.reaction.handler(desk, **values)


def _nothing(_: Desk) -> None:
    """An unreadable message is parked before it is decided."""


def _storable(key: str) -> str:
    if "\x00" in key:
        raise ValueError("the key holds a NUL character")
    return key


def _check_position(position: int) -> None:
    if not 0 < position < 2**63:
        raise ValueError("the position is not one of a store")


def _ahead_of_now(stamp: int) -> bool:
    return (stamp >> hlc.COUNTER_BITS) > (time.time() + AHEAD_MAX_SECONDS) * 1000
