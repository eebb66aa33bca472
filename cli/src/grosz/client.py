"""Commands and questions to a running stack, by HTTP and, the same, by request and reply on the bus.

A command is sent until it is answered, always with the same command id: the service stores it once and gives the
stored answer to every repetition. What may pass by itself (a service that is down, an answer that never came, a
problem marked retryable) is waited for; any other problem is raised as Refused.
"""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx
import nats
from nats.aio.client import Client as NatsConnection
from nats.errors import Error as NatsError
from pydantic import ValidationError

from grosz.bus_users import CONSOLE
from grosz.stack import Stack, StackNotRunning
from shared.messages.envelope import Accepted, CommandEnvelope, Problem
from shared.messages.fields import Command, Question

__all__ = ["BusClient", "Client", "Refused", "ServiceSilent", "Stack", "StackNotRunning", "mint_token"]

PATIENCE_SECONDS = 120.0
ANSWER_WITHIN_SECONDS = 35.0  # a little more than the services give themselves
_PAUSE_FIRST_SECONDS, _PAUSE_MAX_SECONDS = 0.05, 2.0
_TELL_AFTER_SECONDS = 2.0  # shorter waits are the ordinary travel of facts between services
LATE_ENTRY = "late-entry"


class Refused(Exception):
    """The service said no, with a problem (RFC 9457)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.detail}")
        self.problem = problem


class ServiceSilent(Exception):
    """A service gave no final answer for as long as we were ready to wait; the command may or may not be stored."""

    def __init__(self, service: str, last: str, *, seconds: float) -> None:
        super().__init__(f"{service} gave no answer within {seconds:.0f} s; last: {last}")
        self.service = service


class _Passing(Exception):
    """What may be gone at the next try."""


def mint_token(person: str, roles: Iterable[str], *, stack: Stack | None = None) -> str:
    """A token of the local stack's issuer for a pseudonym and roles."""
    return (stack or Stack.load()).mint_token(person, roles)


class _Sender(ABC):
    """What both ways have in common: tokens, envelopes, repetition."""

    def __init__(
        self,
        stack: Stack,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        on_wait: Callable[[str, str], None] | None = None,
    ) -> None:
        """`on_wait(service, reason)` is called once per wait for a service, by whichever request notices it first."""
        self._stack = stack
        self._patience = patience_seconds
        self._on_wait = on_wait
        self._waited_for: set[str] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def send(
        self,
        service: str,
        command: Command,
        *,
        command_id: str | None = None,
        person: str,
        acted_at: datetime | None = None,
        late_reason: str | None = None,
        authority: str | None = None,
        on_behalf_of: str | None = None,
        correlation_id: str | None = None,
        roles: Iterable[str] | None = None,
    ) -> Accepted:
        """Give a command as this person and wait until it is stored. Without a command_id a new one is made.

        The token bears the command's role, and late-entry when the act is dated; `roles` replaces that choice.
        Raises Refused, and ServiceSilent when patience ends.
        """
        envelope = CommandEnvelope[Command].model_construct(
            command_id=command_id or uuid4().hex,
            data=command,
            authority=authority,
            acted_at=acted_at,
            late_reason=late_reason,
            on_behalf_of=on_behalf_of,
            correlation_id=correlation_id,
        )
        body = envelope.model_dump_json(exclude_none=True, serialize_as_any=True).encode()
        if roles is None:
            roles = {command.ROLE} if acted_at is None else {command.ROLE, LATE_ENTRY}
        token = self._stack.mint_token(person, roles)
        answer = await self._repeat(service, lambda: self._send_once(service, command.NAME, body, token))
        return Accepted.model_validate(answer)

    async def ask(self, service: str, question: Question) -> dict[str, Any]:
        """The answer's JSON. Raises Refused and ServiceSilent."""
        return await self._repeat(service, lambda: self._ask_once(service, question))

    @abstractmethod
    async def close(self) -> None:
        """Free the connections."""

    @abstractmethod
    async def _send_once(self, service: str, name: str, body: bytes, token: str) -> dict[str, Any]:
        """One sending. Raises _Passing and Refused."""

    @abstractmethod
    async def _ask_once(self, service: str, question: Question) -> dict[str, Any]:
        """One asking. Raises _Passing and Refused."""

    async def _repeat(self, service: str, once: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        clock = asyncio.get_running_loop().time
        began, pause = clock(), _PAUSE_FIRST_SECONDS
        while True:
            try:
                answer = await once()
            except _Passing as passing:
                if clock() + pause > began + self._patience:
                    raise ServiceSilent(service, str(passing), seconds=self._patience) from passing
                if clock() - began > _TELL_AFTER_SECONDS:
                    self._tell(service, str(passing))
                # A service that came back may listen elsewhere.
                self._stack = self._stack.reloaded()
            else:
                self._waited_for.discard(service)
                return answer
            await asyncio.sleep(pause)
            pause = min(pause * 2, _PAUSE_MAX_SECONDS)

    def _tell(self, service: str, reason: str) -> None:
        if self._on_wait and service not in self._waited_for:
            self._waited_for.add(service)
            self._on_wait(service, reason)


class Client(_Sender):
    """Commands and questions by HTTP."""

    def __init__(
        self,
        stack: Stack | None = None,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        on_wait: Callable[[str, str], None] | None = None,
    ) -> None:
        super().__init__(stack or Stack.load(), patience_seconds=patience_seconds, on_wait=on_wait)
        # No proxy of the environment stands between us and the loopback address.
        self._http = httpx.AsyncClient(timeout=ANSWER_WITHIN_SECONDS, trust_env=False)

    async def close(self) -> None:
        await self._http.aclose()

    async def _send_once(self, service: str, name: str, body: bytes, token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return await self._answer("POST", self._url(service, f"commands/{name}"), content=body, headers=headers)

    async def _ask_once(self, service: str, question: Question) -> dict[str, Any]:
        fields = question.model_dump(mode="json", exclude_none=True)
        return await self._answer("GET", self._url(service, question.NAME), params=fields)

    def _url(self, service: str, path: str) -> str:
        return f"{self._stack.urls[service]}/{path}"

    async def _answer(self, method: str, url: str, **request: Any) -> dict[str, Any]:
        try:
            response = await self._http.request(method, url, **request)
        except httpx.TransportError as error:
            raise _Passing(str(error) or type(error).__name__) from error
        return _judged(response.content, status=response.status_code)


class BusClient(_Sender):
    """The same by request and reply on NATS; the token travels in the header Grosz-Actor."""

    def __init__(
        self,
        stack: Stack | None = None,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        on_wait: Callable[[str, str], None] | None = None,
    ) -> None:
        super().__init__(stack or Stack.load(), patience_seconds=patience_seconds, on_wait=on_wait)
        self._bus: NatsConnection | None = None

    async def close(self) -> None:
        if self._bus:
            await self._bus.close()

    async def _send_once(self, service: str, name: str, body: bytes, token: str) -> dict[str, Any]:
        return await self._request(f"cmd.{service}.{name}", body, {"Grosz-Actor": token})

    async def _ask_once(self, service: str, question: Question) -> dict[str, Any]:
        body = question.model_dump_json(exclude_none=True).encode()
        return await self._request(f"query.{service}.{question.NAME}", body, None)

    async def _request(self, subject: str, body: bytes, headers: dict[str, str] | None) -> dict[str, Any]:
        try:
            bus = await self._connected()
            reply = await bus.request(subject, body, timeout=ANSWER_WITHIN_SECONDS, headers=headers)
        except (NatsError, OSError, TimeoutError) as error:
            raise _Passing(str(error) or type(error).__name__) from error
        return _judged(reply.data)

    async def _connected(self) -> NatsConnection:
        """One connection; a new one when the old one has given up."""
        if self._bus is None or self._bus.is_closed:
            self._bus = await nats.connect(
                **self._stack.bus_access(CONSOLE).options(),
                allow_reconnect=True,
                max_reconnect_attempts=-1,
                reconnect_time_wait=0.5,
                error_cb=_ignore,
            )
        return self._bus


async def _ignore(_error: Exception) -> None:
    """A lost connection shows in the request that fails; nats-py would print it as well."""


def _judged(content: bytes, *, status: int = 200) -> dict[str, Any]:
    """The answer, or Refused for a final problem, or _Passing for whatever may be better next time."""
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    if isinstance(answer, dict) and answer.get("ok") is False:
        try:
            problem = Problem.model_validate(answer)
        except ValidationError as error:
            raise _Passing(f"an unreadable problem: {answer}") from error
        if problem.retryable or problem.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise _Passing(f"{problem.code}: {problem.detail}")
        raise Refused(problem)
    if not isinstance(answer, dict) or status >= httpx.codes.BAD_REQUEST:
        if httpx.codes.BAD_REQUEST <= status < httpx.codes.INTERNAL_SERVER_ERROR:
            raise Refused(_foreign_problem(status, content))
        raise _Passing(f"answer {status} that is no JSON object")
    return answer


def _foreign_problem(status: int, content: bytes) -> Problem:
    """A 4xx that did not come from our services' rules, such as a route that does not exist."""
    rule = "A request goes to a route that the service has."
    return Problem(
        type="urn:grosz:problem:no-such-route",
        title=rule,
        status=status,
        code="no-such-route",
        detail=content.decode(errors="replace")[:500],
        rule=rule,
        article="house rule",
    )
