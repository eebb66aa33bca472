"""A command's way in, the same for HTTP and the bus: shape, person, moment, then the writer."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from shared.eventstore.desk import Desk
from shared.eventstore.records import Act
from shared.eventstore.work import CommandKey, NotTaken, Outcome, Work
from shared.eventstore.writer import CommandIdReused, Writer, WriterBusy
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from shared.kernel.periods import warsaw_date
from shared.messages.envelope import Accepted, CommandEnvelope, Problem, envelope_for
from shared.telemetry import counters, traces, words
from shared.transport import problems
from shared.transport.actors import NotAuthenticated, TokenCheck
from shared.transport.binding import BoundCommand
from shared.transport.traces import trace_of

SKEW_MAX = timedelta(seconds=30)
AHEAD_MAX = timedelta(seconds=60)
ANSWER_WITHIN_SECONDS = 30
log = logging.getLogger(__name__)


class NotAllowedNow(NotTaken):
    """The moment that the command states is not one that its caller may state now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class CommandDesk:
    """Takes commands as bytes and gives back what to answer; never raises for what a caller did wrong."""

    def __init__(
        self,
        commands: Mapping[str, BoundCommand],
        writer: Writer,
        tokens: TokenCheck,
        *,
        authority: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._commands = commands
        self._writer = writer
        self._tokens = tokens
        self._authority = authority
        self._now = now
        self._shapes = {name: envelope_for(bound.shape) for name, bound in commands.items()}

    async def carry_out(
        self, name: str, body: bytes, *, token: str | None, traceparent: str | None = None, door: str = "http"
    ) -> Accepted | Problem:
        """Decide one command, or say why not. An answer Accepted means: stored. `door`: http or bus."""
        with (
            counters.COMMAND_SECONDS.labels(name, door).time(),
            traces.span(name, parent=trace_of(traceparent), kind="server", command=name, door=door) as span,
        ):
            answer = await self._decide(name, body, token=token, traceparent=span.traceparent)
            outcome = _outcome_of(answer)
            span.note(outcome=outcome, **({"code": answer.code} if isinstance(answer, Problem) else {}))
        counters.COMMANDS.labels(name, door, outcome).inc()
        return answer

    async def _decide(
        self, name: str, body: bytes, *, token: str | None, traceparent: str | None
    ) -> Accepted | Problem:
        shape = self._commands[name].shape
        try:
            person = self._tokens.person(token)
            envelope = self._shapes[name].model_validate_json(body)
        except NotAuthenticated as error:
            return problems.unauthenticated(str(error))
        except ValidationError as error:
            return problems.malformed(error)
        if shape.ROLE not in person.roles:
            return problems.forbidden(f"{shape.NAME} needs the role {shape.ROLE}", article=shape.ARTICLE)
        try:
            late = "late-entry" in person.roles
            work = self.work(name, envelope, actor=person.pseudonym, traceparent=traceparent, may_be_late=late)
            outcome = await asyncio.wait_for(asyncio.wrap_future(self._writer.submit(work)), ANSWER_WITHIN_SECONDS)
        except NotAllowedNow as error:
            return error.problem
        except CommandIdReused:
            return problems.command_id_reused()
        except (WriterBusy, TimeoutError) as error:
            return problems.unavailable(str(error) or "the store did not answer in time")
        except Exception:
            log.exception("command %s failed", name, extra=_ties(envelope, traceparent))
            return problems.fault()
        if outcome.refused:
            log.info("command %s was refused: %s", name, outcome.refused.code, extra=_ties(envelope, traceparent))
        return _answer(outcome)

    def work(
        self,
        name: str,
        envelope: CommandEnvelope[Any],
        *,
        actor: str,
        traceparent: str | None = None,
        may_be_late: bool = False,
    ) -> Work:
        """The same command as work for the writer; the calendar comes in here too."""
        bound = self._commands[name]
        authority = envelope.authority or self._authority
        # To spell out the default is to say the same.
        envelope = envelope.model_copy(update={"authority": authority})
        now = self._now()
        not_allowed = _moment_not_allowed(envelope, now, may_be_late=may_be_late)
        acted_at = _moment(envelope, now, may_be_late=may_be_late)
        act = Act(
            actor=actor,
            authority=authority,
            acted_at=acted_at,
            acted_on=warsaw_date(acted_at),
            correlation_id=envelope.correlation_id or uuid4().hex,
            on_behalf_of=envelope.on_behalf_of,
            command_id=envelope.command_id,
            late_reason=envelope.late_reason,
            traceparent=trace_of(traceparent),
        )
        values = envelope.data.model_dump()

        def decide(desk: Desk) -> None:
            # Asked only now: whoever repeats a command that was carried out gets its answer, however old its moment.
            if not_allowed:
                raise NotAllowedNow(not_allowed)
            bound.handler(desk, **values)

        return Work(act, decide, command=CommandKey(actor, envelope.command_id, _body_hash(name, envelope)))


def _ties(envelope: CommandEnvelope[Any], traceparent: str | None) -> dict[str, str]:
    """What a log line of a command bears: what the caller knows it by, and nothing of what it says."""
    return words.about(correlation_id=envelope.correlation_id, traceparent=traceparent, command_id=envelope.command_id)


def _moment_not_allowed(envelope: CommandEnvelope[Any], now: datetime, *, may_be_late: bool) -> Problem | None:
    """Why the stated moment cannot stand. A clock's skew is forgiven, but is of no use to anybody: see _moment."""
    acted_at = envelope.acted_at
    if acted_at is None:
        return None
    if acted_at.tzinfo is None:
        return problems.late_entry("acted_at needs an offset", status=422, field="acted_at")
    if acted_at > now + AHEAD_MAX:
        return problems.late_entry("acted_at lies in the future", status=422, field="acted_at")
    if acted_at < now - SKEW_MAX:
        if not may_be_late:
            return problems.late_entry("an earlier acted_at needs the role late-entry", status=403, field="acted_at")
        if not envelope.late_reason:
            return problems.late_entry("a late entry needs late_reason", status=422, field="late_reason")
    return None


def _moment(envelope: CommandEnvelope[Any], now: datetime, *, may_be_late: bool) -> datetime:
    """When the person acted: now, by our clock, so that nobody passes a deadline by a clock of their own.

    Earlier only as a late entry: by a person with the role, and with the reason.
    """
    acted_at = envelope.acted_at
    if acted_at is None or acted_at.tzinfo is None or not (may_be_late and envelope.late_reason):
        return now
    return min(acted_at, now)


def _body_hash(name: str, envelope: CommandEnvelope[Any]) -> bytes:
    """What the same command id must mean each time it is sent. The trace of one sending is not part of it."""
    meaning = envelope.model_dump(exclude={"command_id", "correlation_id"})
    return hashlib.sha256(canonical_json({"command": name, **meaning})).digest()


def _answer(outcome: Outcome) -> Accepted | Problem:
    if outcome.refused:
        return problems.problem_of(outcome.refused)
    return Accepted(position=outcome.position, hlc=hlc.text_of(outcome.hlc), repeated=outcome.repeated)


_OF_THE_DOOR = {"malformed", "unauthenticated", "forbidden", "unavailable", "fault"}


def _outcome_of(answer: Accepted | Problem) -> str:
    """A word of a short list: what a rule said is "refused", and which rule is counted elsewhere."""
    if isinstance(answer, Accepted):
        return "repeated" if answer.repeated else "accepted"
    return answer.code if answer.code in _OF_THE_DOOR else "refused"
