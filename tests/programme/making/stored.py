"""Programme's store on a real PostgreSQL, in this process: commands and facts go in, read models move when told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from programme.main import SERVICE
from shared.eventstore.migrations import migrate
from shared.eventstore.projections import ProjectionRunner
from shared.eventstore.records import Act
from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from shared.eventstore.work import CommandKey, Outcome, Work
from shared.eventstore.writer import Writer
from shared.transport.inbox import Inbox
from tests.support.grant_facts import Told
from tests.support.running import running_writer


class StoredProgramme:
    def __init__(self, database_url: str, writer: Writer, store: Store, inbox: Inbox) -> None:
        self.store = store
        self._writer = writer
        self._inbox = inbox
        self._projections = ProjectionRunner(store, SERVICE.codec, SERVICE.projections, Waker(database_url))
        self._given = 0

    def give(self, name: str, *, on: date, **fields: Any) -> Outcome:
        """A command of that day; its answer, refused or not."""
        bound = SERVICE.commands[name]
        values = bound.shape.model_validate_json(json.dumps(fields, default=str)).model_dump()
        self._given += 1
        act = Act("anna", "torun", datetime.combine(on, time(11), UTC), on, "c")
        key = CommandKey("anna", f"command-{self._given}", b"x")
        return self._writer.submit(Work(act, lambda desk: bound.handler(desk, **values), command=key)).result(10)

    def done(self, name: str, *, on: date, **fields: Any) -> None:
        refused = self.give(name, on=on, **fields).refused
        assert refused is None, refused

    def hear(self, told: Told) -> str:
        return self._writer.submit(self._inbox.work(told.body, publisher=told.publisher)).result(10).status

    def ask(self, answer: Callable[..., Any], *fields: Any, **named: Any) -> Any:
        """A question, or what the calendar asks, after the read models have caught up."""
        for projection in SERVICE.projections:
            while self._projections.advance(projection):
                pass
        with self.store.connection() as connection:
            return answer(connection, *fields, **named)


@contextmanager
def stored_programme(database_url: str) -> Iterator[StoredProgramme]:
    migrate(database_url, SERVICE.migrations)
    inbox = Inbox("programme", SERVICE.subscriptions)
    store = Store(database_url)
    try:
        with running_writer(database_url, codec=SERVICE.codec, publish=SERVICE.publish, revive=inbox.revive) as writer:
            yield StoredProgramme(database_url, writer, store, inbox)
    finally:
        store.close()
