"""The calendar speaks: deadlines that fell due become commands, each once, whoever restarts."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from eventsourcing.persistence import PersistenceError

from shared.eventstore.store import Store
from shared.eventstore.work import Outcome
from shared.eventstore.writer import Writer
from shared.kernel.periods import warsaw_date
from shared.messages.envelope import CommandEnvelope
from shared.telemetry import counters
from shared.transport.commands import CommandDesk

LOOK_EVERY_SECONDS = 2.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due(connection, today)` lists, for a Warsaw date, the fields of each command that the calendar now owes.

    identity  the field that makes the command's id, so that each deadline falls due once.
    """

    command: str
    identity: str
    due: Callable[[psycopg.Connection[dict[str, Any]], date], list[dict[str, Any]]]


class Calendar:
    """Looks at the read models and gives the commands that fell due. Run it as a task."""

    def __init__(
        self, deadlines: list[Deadline], store: Store, commands: CommandDesk, writer: Writer, shapes: dict[str, Any]
    ) -> None:
        self._deadlines = deadlines
        self._store = store
        self._commands = commands
        self._writer = writer
        self._shapes = shapes

    async def run(self) -> None:
        while True:
            for deadline in self._deadlines:
                try:
                    await self._give(deadline)
                except PersistenceError as error:
                    log.warning("the calendar could not look at %s: %s", deadline.command, error)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _give(self, deadline: Deadline) -> None:
        owed = await asyncio.to_thread(self._owed, deadline)
        shape = self._shapes[deadline.command].shape
        answers = []
        for fields in owed:
            envelope = CommandEnvelope[Any](
                command_id=f"calendar:{deadline.command}:{fields[deadline.identity]}", data=shape(**fields)
            )
            work = self._commands.work(deadline.command, envelope, actor="calendar")
            answers.append(asyncio.wrap_future(self._writer.submit(work)))
        for outcome in await asyncio.gather(*answers, return_exceptions=True):
            counters.COMMANDS.labels(deadline.command, "calendar", _outcome_of(outcome)).inc()
            if isinstance(outcome, BaseException):
                log.warning("the calendar's %s failed and will be given again: %s", deadline.command, outcome)
            elif outcome.refused:
                log.warning("the calendar's %s was refused: %s", deadline.command, outcome.refused.code)

    def _owed(self, deadline: Deadline) -> list[dict[str, Any]]:
        with self._store.connection() as connection:
            return deadline.due(connection, warsaw_date(datetime.now(UTC)))


def _outcome_of(outcome: Outcome | BaseException) -> str:
    if isinstance(outcome, BaseException):
        return "fault"
    return "refused" if outcome.refused else "repeated" if outcome.repeated else "accepted"
