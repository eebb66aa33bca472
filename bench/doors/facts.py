"""The promise as services make it: AwardProposed is published on EV_GRANTS, the answer is read from EV_PROGRAMME."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import ClassVar, Self

from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import DeliverPolicy

from bench.contender import ANSWER_WITHIN_SECONDS, LIMIT_GROSZE, Contender, Request
from bench.contenders.ours import award_proposed, filled
from bench.doors.commands import BusThread
from bench.doors.service import ProgrammeService
from bench.journal import Journal
from grosz.servers import NatsServer
from shared.transport.access import BusAccess
from shared.transport.relay import POSITION_HEADER
from shared.transport.topology import events_stream


class FactsDoor(Contender):
    """Latency is the whole conversation: published and on the bus's disk, decided, relayed, read from the stream."""

    name: ClassVar[str] = "facts on the bus"
    title: ClassVar[str] = "AwardProposed on EV_GRANTS until FundsReserved is read from EV_PROGRAMME"
    idempotent: ClassVar[bool] = True

    def __init__(self, service: ProgrammeService, programme_id: str) -> None:
        self._service = service
        self._programme_id = programme_id
        service.open_year(programme_id, call=True)
        self._template = award_proposed(programme_id, f"call-{programme_id}", acted_at=datetime.now(UTC))
        self._answers: dict[str, asyncio.Future[bool]] = {}
        # It plays grants and reads programme's stream, which no user of the bus may do at once: the administrator does.
        self._bus = BusThread(BusAccess(NatsServer(service.stack.home.root / "nats").url, "bench"))
        self._js: JetStreamContext = self._bus.client.jetstream()
        self._bus.wait_for(self._listen())

    @classmethod
    @contextmanager
    def opened(cls, service: ProgrammeService, programme_id: str) -> Iterator[Self]:
        door = cls(service, programme_id)
        try:
            yield door
        finally:
            door.close()

    def reserve(self, request: Request) -> bool:
        return self._bus.wait_for(self._propose(request))

    def reserved(self) -> tuple[int, int]:
        journal = Journal(self._service.store, self._programme_id, inbox_keys=f"{self._programme_id}-%")
        return journal.reserved(limit_grosze=LIMIT_GROSZE)

    def close(self) -> None:
        self._bus.close()

    async def _listen(self) -> None:
        await self._js.subscribe(
            "programme.*.v1",
            stream=events_stream("programme"),
            ordered_consumer=True,
            deliver_policy=DeliverPolicy.NEW,
            cb=self._heard,
        )

    async def _heard(self, message: Msg) -> None:
        fact = json.loads(message.data)
        answer = self._answers.get(fact["data"].get("grant_id"))
        if answer and not answer.done():
            answer.set_result(fact["type"] == "programme.funds-reserved")

    async def _propose(self, request: Request) -> bool:
        """A repeat is published too, and nobody answers it again: the first answer stands."""
        grant = f"{self._programme_id}-{request.key}"
        answer = self._answers.setdefault(grant, asyncio.get_running_loop().create_future())
        body = filled(self._template, Request(request.number, grant, request.amount_grosze))
        await self._js.publish(
            "grants.award-proposed.v1",
            body,
            stream=events_stream("grants"),
            headers={POSITION_HEADER: str(abs(request.number))},
            timeout=ANSWER_WITHIN_SECONDS,
        )
        return await asyncio.wait_for(asyncio.shield(answer), ANSWER_WITHIN_SECONDS)
