"""Writers, services and people for tests: in this process where a test must look inside, else as processes to kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import jwt
import psycopg
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from grosz.ports import free_port
from shared.eventstore.codec import Codec
from shared.eventstore.drafting import Publish
from shared.eventstore.store import Store
from shared.eventstore.work import Message, Work
from shared.eventstore.writer import Writer
from tests.support import tally
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]
HEAD = "SELECT position, hlc FROM head"


@contextmanager
def running_writer(
    database_url: str,
    *,
    codec: Codec = tally.CODEC,
    publish: Publish = tally.no_message,
    revive: Callable[[Message], Work] | None = None,
) -> Iterator[Writer]:
    """A Writer with a Store of its own, stopped in order at the end."""
    store = Store(database_url)
    writer = Writer(store, codec, publish, revive=revive)
    writer.start()
    try:
        yield writer
    finally:
        writer.stop()
        store.close()


def tables(database_url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that a store holds, to compare before and after."""
    names = ("events", "head", "receipts", "inbox", "texts", "projections")
    with psycopg.connect(database_url) as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


class Issuer:
    """Signs tokens with a key of its own; `key_file` holds the public half."""

    def __init__(self, folder: Path) -> None:
        self._private = Ed25519PrivateKey.generate()
        self.key_file = folder / f"issuer-{id(self)}.pem"
        self.key_file.write_bytes(
            self._private.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )

    def token(self, *roles: str, person: str = "anna", **claims: Any) -> str:
        now = int(time.time())
        whole = {"iss": "grosz", "aud": "grosz", "sub": person, "roles": list(roles), "iat": now, "exp": now + 3600}
        kept = {name: value for name, value in (whole | claims).items() if value is not None}
        pem = self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return jwt.encode(kept, pem, algorithm="EdDSA")


@dataclass
class Process:
    """A Python process of ours: started, killed without warning, started again. Its words go to a log file."""

    arguments: list[str]
    environment: Mapping[str, str]
    log: Path
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> Process:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": _with_root(), **self.environment},
                stdout=log,
                stderr=log,
            )
        return self

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def kill(self) -> None:
        """SIGKILL: no handler runs, no queue is drained."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def wait(self, *, within: float) -> int:
        """The exit code of a process that ends by itself."""
        assert self._running is not None
        return self._running.wait(within)

    def last_words(self) -> str:
        return self.log.read_text()[-3000:] if self.log.exists() else "nothing"

    def _end(self, number: int) -> int:
        if self._running is None:
            return 0
        if self._running.poll() is None:
            self._running.send_signal(number)
        try:
            return self._running.wait(30)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
            raise


@contextmanager
def process(*arguments: str, log: Path, **environment: str) -> Iterator[Process]:
    """A process, started; killed at the end if it still lives."""
    ours = Process(list(arguments), environment, log).start()
    try:
        yield ours
    finally:
        ours.kill()


@dataclass
class ServiceProcess:
    """A service as its own process, reached by HTTP."""

    process: Process
    url: str
    issuer: Issuer

    def waiting_for(self) -> list[str]:
        """What readiness lacks; empty when it lacks nothing."""
        try:
            answer = httpx.get(f"{self.url}/health/ready", timeout=2)
        except httpx.HTTPError as error:
            return [repr(error)]
        return [] if answer.status_code == 200 else answer.json()["waiting_for"]

    def wait_ready(self, *, within: float = 30) -> ServiceProcess:
        def ready() -> bool:
            assert self.process.alive, f"the service ended: {self.process.last_words()}"
            return not self.waiting_for()

        wait_until(ready, missing=lambda: f"{self.waiting_for()}; {self.process.last_words()}", within=within)
        return self

    def give(
        self, name: str, roles: Iterable[str] = (), *, command_id: str, acted_at: str | None = None, **fields: Any
    ) -> httpx.Response:
        """A command by HTTP, by a person who bears these roles; with `acted_at`, entered late."""
        token = self.issuer.token(*roles)
        late = {"acted_at": acted_at, "late_reason": "test"} if acted_at else {}
        return httpx.post(
            f"{self.url}/commands/{name}",
            content=json.dumps({"command_id": command_id, "data": fields, **late}),
            headers={"Authorization": f"Bearer {token}"},
            timeout=40,
        )


@contextmanager
def service_process(
    *arguments: str, database_url: str, nats_url: str, folder: Path, **environment: str
) -> Iterator[ServiceProcess]:
    """`python <arguments>` with a service's settings; not yet ready. The caller has migrated its database."""
    issuer = Issuer(folder)
    port = free_port()
    settings = {
        "GROSZ_DATABASE_URL": database_url,
        "GROSZ_NATS_URL": nats_url,
        "GROSZ_HTTP_PORT": str(port),
        "GROSZ_ISSUER_KEY_FILE": str(issuer.key_file),
        "GROSZ_LOG_LEVEL": "INFO",
    }
    with process(*arguments, log=folder / "service.log", **settings, **environment) as running:
        yield ServiceProcess(running, f"http://127.0.0.1:{port}", issuer)


def _with_root() -> str:
    """Our root before whatever path there is already."""
    return os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
