"""A service's store on a real PostgreSQL, in this process: commands and facts go in, read models move when told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import httpx
from fastapi import FastAPI

from shared.eventstore.migrations import migrate
from shared.eventstore.projections import ProjectionRunner
from shared.eventstore.records import Act
from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from shared.eventstore.work import CommandKey, Outcome, Work
from shared.eventstore.writer import Writer
from shared.hosting.service import Service
from shared.publishing.publication import Face
from shared.transport.inbox import Inbox
from shared.transport.publications import PublicationRoutes
from shared.transport.questions import QuestionDesk
from tests.support.grant_facts import Told
from tests.support.running import running_writer

FACE = Face(
    name="Gmina Zmyślona",
    addresses={"programme": "https://dotacje.example", "grants": "https://wyniki.example"},
    giving_prefix="360G-example",
    ocds_prefix="ocds-213czf",
    licence="https://creativecommons.org/licenses/by/4.0/",
)


class StoredService:
    def __init__(self, service: Service, database_url: str, writer: Writer, store: Store, inbox: Inbox) -> None:
        self.service = service
        self.store = store
        self._writer = writer
        self._inbox = inbox
        self._projections = ProjectionRunner(store, service.codec, service.projections, Waker(database_url))
        self._given = 0

    def give(self, name: str, /, *, on: date, **fields: Any) -> Outcome:
        """A command of that day; its answer, refused or not."""
        bound = self.service.commands[name]
        values = bound.shape.model_validate_json(json.dumps(fields, default=str)).model_dump()
        self._given += 1
        act = Act("anna", "torun", datetime.combine(on, time(11), UTC), on, "c")
        key = CommandKey("anna", f"command-{self._given}", b"x")
        return self._writer.submit(Work(act, lambda desk: bound.handler(desk, **values), command=key)).result(10)

    def done(self, name: str, /, *, on: date, **fields: Any) -> None:
        refused = self.give(name, on=on, **fields).refused
        assert refused is None, refused

    def hear(self, told: Told) -> str:
        return self._writer.submit(self._inbox.work(told.body, publisher=told.publisher)).result(10).status

    def ask(self, answer: Callable[..., Any], *fields: Any, **named: Any) -> Any:
        """A question, or what the calendar asks, after the read models have caught up."""
        self._catch_up()
        with self.store.connection() as connection:
            return answer(connection, *fields, **named)

    def visit(self, path: str, **headers: str) -> httpx.Response:
        """A public page or file, by HTTP and without a token, after the read models have caught up."""
        self._catch_up()

        async def get() -> httpx.Response:
            app = FastAPI()
            PublicationRoutes(self.service.publications, FACE, QuestionDesk({}, self.store, None)).add_to(app)
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://site") as client:
                return await client.get(path, headers=sent)

        return asyncio.run(get())

    def erase(self, text: str) -> None:
        """As an operator does on a person's demand: the body goes, the events stay."""
        with self.store.connection() as connection:
            assert connection.execute("DELETE FROM texts WHERE body = %s", (text,)).rowcount == 1

    def _catch_up(self) -> None:
        for projection in self.service.projections:
            while self._projections.advance(projection):
                pass


@contextmanager
def stored(service: Service, database_url: str) -> Iterator[StoredService]:
    migrate(database_url, service.migrations)
    inbox = Inbox(service.name, service.subscriptions)
    store = Store(database_url)
    try:
        with running_writer(database_url, codec=service.codec, publish=service.publish, revive=inbox.revive) as writer:
            yield StoredService(service, database_url, writer, store, inbox)
    finally:
        store.close()
