"""A question's way in, the same for HTTP and the bus: shape, then a read model."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from eventsourcing.persistence import PersistenceError
from pydantic import ValidationError

from shared.eventstore.store import Store
from shared.kernel.canonical import canonical_json
from shared.kernel.refusal import Refusal
from shared.messages.envelope import Problem
from shared.messages.fields import Question
from shared.transport import problems
from shared.transport.binding import BoundQuestion, Connection

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)

# A reader holds a connection, and a watermark takes a second one meanwhile: more readers than this could wait for one
# another for ever, with the writer behind them.
READS_AT_ONCE = 3


class QuestionDesk:
    """Answers questions with canonical JSON bytes, or a problem."""

    def __init__(self, questions: Mapping[str, BoundQuestion], store: Store, host: Any) -> None:
        self._questions = questions
        self._store = store
        self._host = host
        self._turn = asyncio.Semaphore(READS_AT_ONCE)

    async def answer_json(self, name: str, body: bytes) -> bytes | Problem:
        """A question as JSON, from the bus."""
        try:
            question = self._questions[name].shape.model_validate_json(body or b"{}")
        except ValidationError as error:
            return problems.malformed(error)
        return await self._answer(name, question)

    async def answer_values(self, name: str, values: Mapping[str, str]) -> bytes | Problem:
        """A question as text values, from a query string."""
        try:
            question = self._questions[name].shape.model_validate(dict(values))
        except ValidationError as error:
            return problems.malformed(error)
        return await self._answer(name, question)

    async def _answer(self, name: str, question: Question) -> bytes | Problem:
        bound = self._questions[name]
        values = {field: getattr(question, field) for field in type(question).model_fields}
        return await self.look(
            lambda connection: canonical_json(bound.answer(connection, **values)), about=name, before=bound.before
        )

    async def look(
        self,
        read: Callable[[Connection], Answer],
        *,
        about: str,
        before: Callable[[Any], Awaitable[None]] | None = None,
    ) -> Answer | Problem:
        """What a reader finds in one snapshot of the store, in its turn; a problem where it refuses or fails."""
        try:
            if before:
                await before(self._host)
            async with self._turn:
                return await asyncio.to_thread(self._read, read)
        except Refusal as refusal:
            return problems.problem_of(refusal)
        except PersistenceError as error:
            return problems.unavailable(str(error))
        except Exception:
            log.exception("reading %s failed", about)
            return problems.fault()

    def _read(self, read: Callable[[Connection], Answer]) -> Answer:
        with self._store.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return read(connection)
