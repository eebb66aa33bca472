"""A question's way in, the same for HTTP and the bus: shape, then a read model."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from eventsourcing.persistence import PersistenceError
from pydantic import ValidationError

from shared.eventstore.store import Store
from shared.kernel.canonical import canonical_json
from shared.kernel.refusal import Refusal
from shared.messages.envelope import Problem
from shared.messages.fields import Question
from shared.transport import problems
from shared.transport.binding import BoundQuestion

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
        try:
            if bound.before:
                await bound.before(self._host)
            async with self._turn:
                return await asyncio.to_thread(self._read, bound, question)
        except Refusal as refusal:
            return problems.problem_of(refusal)
        except PersistenceError as error:
            return problems.unavailable(str(error))
        except Exception:
            log.exception("question %s failed", name)
            return problems.fault()

    def _read(self, bound: BoundQuestion, question: Question) -> bytes:
        values = {field: getattr(question, field) for field in type(question).model_fields}
        with self._store.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return canonical_json(bound.answer(connection, **values))
