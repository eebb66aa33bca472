"""Ours: the real reaction of the programme service behind its real writer, with all that it leaves behind.

Each reservation leaves: the reservation's stream (its key is spent for ever), the journal entry on the budget's stream,
the inbox row (permanent idempotence per message), the contract message for the bus; in one append per batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, ClassVar, Self
from uuid import UUID, uuid5

from bench.contender import ANSWER_WITHIN_SECONDS, LIMIT_GROSZE, Contender, Request
from bench.journal import Journal
from programme.domain.reservation import FundsReserved
from programme.main import SERVICE
from programme.usecases.reactions import when_award_is_proposed_then_answer
from shared.eventstore.migrations import migrate
from shared.eventstore.records import Act, Cause
from shared.eventstore.store import Store
from shared.eventstore.work import CommandKey, Message, Work
from shared.eventstore.writer import Writer
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from shared.kernel.periods import warsaw_date
from shared.transport.inbox import Inbox

PROGRAMME, LINE, CALL = "torun-2025", "sport.wsir.926-92605-2360", "call-1"
ACTED_AT, DAY = datetime(2025, 2, 10, 9, 0, tzinfo=UTC), date(2025, 2, 10)
PROPOSER = UUID("6b3c2a52-5a0a-5f4e-9a55-0d3a1f0f7a11")
STAMP = int(ACTED_AT.timestamp() * 1000) << hlc.COUNTER_BITS


class Ours(Contender):
    """At the border of the use case: plain values in, as the rows get them."""

    name: ClassVar[str] = "ours"
    title: ClassVar[str] = "ours: single writer, journal, reservation, inbox, contract message"
    idempotent: ClassVar[bool] = True

    def __init__(self, database_url: str) -> None:
        migrate(database_url, SERVICE.migrations)
        self._store = Store(database_url)
        self._inbox = Inbox(SERVICE.name, SERVICE.subscriptions)
        self._writer = Writer(self._store, SERVICE.codec, SERVICE.publish, revive=self._inbox.revive)
        self._writer.start()
        self._open_a_call()

    @classmethod
    @contextmanager
    def opened(cls, database_url: str, callers: int) -> Iterator[Self]:  # noqa: ARG003 - one writer serves any number
        contender = cls(database_url)
        try:
            yield contender
        finally:
            contender.close()

    def reserve(self, request: Request) -> bool:
        work = self._work(request)
        self._writer.submit(work).result(ANSWER_WITHIN_SECONDS)
        # The answer, yes or no, is a fact; only the check asks for what may be refused, so only there it is looked up.
        return request.number > 0 or self._answer_is_yes(request)

    def reserved(self) -> tuple[int, int]:
        return Journal(self._store, PROGRAMME).reserved(limit_grosze=LIMIT_GROSZE)

    def close(self) -> None:
        self._writer.stop()
        self._store.close()

    def _work(self, request: Request) -> Work:
        identity = uuid5(PROPOSER, request.key)
        position = abs(request.number)
        return Work(
            Act(
                actor=SERVICE.name,
                authority="torun",
                acted_at=ACTED_AT,
                acted_on=DAY,
                correlation_id=request.key,
                on_behalf_of="p-director",
                cause=Cause(identity, "grants", position, STAMP + position),
            ),
            partial(
                when_award_is_proposed_then_answer,
                grant_id=request.key,
                decision_no=1,
                programme_id=PROGRAMME,
                call_id=CALL,
                organisation_id="o-1",
                amount_grosze=request.amount_grosze,
            ),
            message=Message("grants", identity, position, STAMP + position, request.key, b""),
        )

    def _answer_is_yes(self, request: Request) -> bool:
        rows = self._store.select_events(f"reservation/{PROGRAMME}/{request.key}/1")
        return [row.topic for row in rows] == [SERVICE.codec.name(FundsReserved(request.key, 1, PROGRAMME, CALL, 1))]

    def _open_a_call(self) -> None:
        year = {"programme_id": PROGRAMME}
        self._command("adopt-budget", **year, limit_grosze=LIMIT_GROSZE, resolution_number="1", adopted_on=DAY)
        self._command("allocate-area", **year, line_id=LINE, amount_grosze=LIMIT_GROSZE, document="1")
        self._command(
            "open-call",
            **year,
            call_id=CALL,
            line_id=LINE,
            number="1/2025",
            pool_grosze=LIMIT_GROSZE,
            opens_on=DAY,
            offers_until=datetime(2025, 3, 10, tzinfo=UTC),
            max_grant_grosze=LIMIT_GROSZE,
        )

    def _command(self, name: str, **values: Any) -> None:
        act = Act("p-treasurer", "torun", ACTED_AT, DAY, "bench")
        bound = SERVICE.commands[name]
        fields = bound.shape.model_validate_json(canonical_json(values)).model_dump()
        work = Work(act, partial(bound.handler, **fields), command=CommandKey("p", name, b"1"))
        outcome = self._writer.submit(work).result(ANSWER_WITHIN_SECONDS)
        if outcome.refused:
            raise AssertionError(outcome.refused)


class OursFromBytes(Ours):
    """The same from the bytes of an AwardProposed as it comes off the bus: parsed, checked, then decided."""

    name: ClassVar[str] = "ours from bytes"
    title: ClassVar[str] = "ours, from the message's bytes (JSON read and checked by each caller)"

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self._template = award_proposed(PROGRAMME, CALL, acted_at=ACTED_AT)

    def _work(self, request: Request) -> Work:
        return self._inbox.work(filled(self._template, request), publisher="grants")


def award_proposed(programme: str, call: str, *, acted_at: datetime) -> bytes:
    """The bytes of an AwardProposed with gaps for `filled`: what a sender does to make them is not measured."""
    envelope = {
        "event_id": "%(event)s",
        "type": "grants.award-proposed",
        "type_version": 1,
        "authority": "torun",
        "stream": "award/%(key)s",
        "version": 1,
        "position": "%(position)d",
        "hlc": hlc.text_of(hlc.last_at(acted_at)),
        "recorded_at": acted_at,
        "acted_at": acted_at,
        "effective_on": warsaw_date(acted_at),
        "actor": "p-director",
        "correlation_id": "%(key)s",
        "data": {
            "grant_id": "%(key)s",
            "decision_no": 1,
            "programme_id": programme,
            "call_id": call,
            "organisation_id": "o-1",
            "amount_grosze": "%(amount)d",
        },
    }
    return canonical_json(envelope).replace(b'"%(position)d"', b"%(position)d").replace(b'"%(amount)d"', b"%(amount)d")


def filled(template: bytes, request: Request) -> bytes:
    """One AwardProposed."""
    return template % {
        b"event": str(uuid5(PROPOSER, request.key)).encode(),
        b"key": request.key.encode(),
        b"position": abs(request.number),
        b"amount": request.amount_grosze,
    }
