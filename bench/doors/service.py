"""A real programme service as a process of its own, on the benchmark's PostgreSQL, with a NATS of its own."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bench.contender import ANSWER_WITHIN_SECONDS, LIMIT_GROSZE
from bench.contenders.ours import LINE
from grosz.home import Home
from grosz.servers import NatsServer, PostgresServer
from grosz.service_processes import ServiceCommands
from grosz.stack import Stack
from grosz.starting import bring_up
from grosz.stopping import bring_down
from shared.eventstore.store import Store
from shared.kernel.periods import warsaw_date

ROLES = ("treasurer", "council-clerk", "call-editor")
ACCEPTED, REFUSED = 200, (409, 422)


@dataclass(frozen=True)
class ProgrammeService:
    """Where it listens, and its store, to count in."""

    stack: Stack
    store: Store

    @property
    def token(self) -> str:
        return self.stack.mint_token("p-bench", ROLES)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.stack.urls["programme"]).netloc, timeout=ANSWER_WITHIN_SECONDS)

    def open_year(self, programme_id: str, *, call: bool) -> None:
        """A year with the whole limit free; or, with `call`, allocated to one line and opened in one call."""
        today = warsaw_date(datetime.now(UTC)).isoformat()
        year = {"programme_id": programme_id}
        whole: list[tuple[str, dict[str, Any]]] = [
            ("adopt-budget", {**year, "limit_grosze": LIMIT_GROSZE, "resolution_number": "1", "adopted_on": today})
        ]
        if call:
            opened = {
                "call_id": f"call-{programme_id}",
                "line_id": LINE,
                "number": "1/2025",
                "pool_grosze": LIMIT_GROSZE,
                "opens_on": today,
                "offers_until": "2099-01-01T12:00:00+01:00",
                "max_grant_grosze": LIMIT_GROSZE,
            }
            whole += [
                ("allocate-area", {**year, "line_id": LINE, "amount_grosze": LIMIT_GROSZE, "document": "1"}),
                ("open-call", {**year, **opened}),
            ]
        connection = self.connect()
        for name, fields in whole:
            body = json.dumps({"command_id": f"{programme_id}-{name}", "data": fields}).encode()
            accepted, text = send(connection, name, body, self.token)
            assert accepted, text
        connection.close()


def send(connection: http.client.HTTPConnection, name: str, body: bytes, token: str) -> tuple[bool, str]:
    """One command by HTTP: whether it was accepted or a rule refused it, and the answer's text."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", f"/commands/{name}", body, headers)
    response = connection.getresponse()
    text = response.read().decode(errors="replace")
    if response.status in {ACCEPTED, *REFUSED}:
        return response.status == ACCEPTED, text
    raise AssertionError(f"{name}: {response.status} {text}")


@contextmanager
def programme_service(home: Home, postgres: PostgresServer) -> Iterator[ProgrammeService]:
    """Started as `grosz up` starts it, alone: the facts of grants are ours to tell."""
    quiet: list[str] = []
    environment = {"GROSZ_POSTGRES_URL": postgres.admin_dsn}
    try:
        stack = bring_up(home, say=quiet.append, services=[ServiceCommands.of("programme")], environment=environment)
        store = Store(postgres.dsn("programme"))
        try:
            yield ProgrammeService(stack, store)
        finally:
            store.close()
    finally:
        _stop(home, quiet, postgres)


def _stop(home: Home, quiet: list[str], postgres: PostgresServer) -> None:
    """The service and the bus; PostgreSQL goes on when it was running before."""
    was_running = postgres.running
    bring_down(home, say=quiet.append)
    NatsServer(home.root / "nats").stop()
    if was_running and not postgres.running:
        postgres.start()
