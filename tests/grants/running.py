"""The grants service as a process of its own on real servers, and a voice for the services that it listens to."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jwt
import nats
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from grants.main import SERVICE
from grosz.ports import free_port
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json

WAIT_SECONDS = 30.0


class RunningGrants:
    """start, kill and start again; commands and questions by HTTP and by the bus; facts of others onto the bus."""

    def __init__(self, *, database_url: str, nats_url: str, folder: Path) -> None:
        self.nats_url = nats_url
        self.http_url = f"http://127.0.0.1:{free_port()}"
        key = Ed25519PrivateKey.generate()
        public = folder / "issuer.pem"
        public.write_bytes(
            key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        roles = sorted({bound.shape.ROLE for bound in SERVICE.commands.values()} | {"late-entry"})
        expires = datetime.now(UTC) + timedelta(hours=1)
        claims = {"iss": "grosz", "aud": "grosz", "sub": "p-7", "roles": roles, "exp": expires}
        self._token = jwt.encode(claims, key, algorithm="EdDSA")
        self._environment = os.environ | {
            "GROSZ_DATABASE_URL": database_url,
            "GROSZ_NATS_URL": nats_url,
            "GROSZ_HTTP_PORT": self.http_url.rpartition(":")[2],
            "GROSZ_ISSUER_KEY_FILE": str(public),
        }
        self._log = folder / "grants.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._told = 0

    def start(self) -> None:
        python = [sys.executable, "-m", "grants"]
        subprocess.run([*python, "migrate"], env=self._environment, check=True, capture_output=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen([*python, "serve"], env=self._environment, stdout=log, stderr=log)
        self.wait_until(self._ready, "ready")

    def kill(self) -> None:
        """SIGKILL: no goodbye."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def command(self, name: str, fields: dict[str, Any], *, on: str, by_bus: bool = False) -> dict[str, Any]:
        """A command entered late, as of noon of a day. The same fields have the same command id."""
        naming = ("offer_id", "grant_id", "organisation_id", "amount_grosze")
        identity = "-".join(str(fields.get(name, "")) for name in naming)
        envelope = {
            "command_id": f"{name}:{identity}",
            "data": fields,
            "acted_at": f"{on}T12:00:00+00:00",
            "late_reason": "told-later",
        }
        body = canonical_json(envelope)
        if by_bus:
            return self.request(f"cmd.grants.{name}", body)
        answer = httpx.post(
            f"{self.http_url}/commands/{name}", content=body, headers={"Authorization": f"Bearer {self._token}"}
        )
        return dict(answer.json())

    def grant(self, grant_id: str) -> dict[str, Any]:
        return dict(httpx.get(f"{self.http_url}/grant", params={"grant_id": grant_id}).json())

    def request(self, subject: str, body: bytes) -> dict[str, Any]:
        async def ask() -> dict[str, Any]:
            client = await nats.connect(self.nats_url)
            try:
                reply = await client.request(subject, body, timeout=10, headers={"Grosz-Actor": self._token})
                return dict(json.loads(reply.data))
            finally:
                await client.close()

        return asyncio.run(ask())

    def tell(self, type_name: str, fields: dict[str, Any], *, on: str, times: int = 1) -> None:
        """A fact of another service, put onto its stream, as often as wanted, each time with the same identity."""
        self._told += 1
        now = int(time.time() * 1000) << hlc.COUNTER_BITS
        envelope = {
            "event_id": str(uuid4()),
            "type": type_name,
            "type_version": 1,
            "authority": "torun",
            "stream": f"told/{self._told}",
            "version": 1,
            "position": self._told,
            "hlc": hlc.text_of(now + self._told),
            "recorded_at": datetime.now(UTC),
            "acted_at": f"{on}T12:00:00Z",
            "effective_on": on,
            "actor": "p-1",
            "correlation_id": "journey",
            "data": fields,
        }

        async def publish() -> None:
            client = await nats.connect(self.nats_url)
            try:
                for _ in range(times):
                    await client.jetstream().publish(f"{type_name}.v1", canonical_json(envelope))
            finally:
                await client.close()

        asyncio.run(publish())

    def published(self) -> list[dict[str, Any]]:
        """Every message on EV_GRANTS, in order."""

        async def read() -> list[dict[str, Any]]:
            client = await nats.connect(self.nats_url)
            try:
                js = client.jetstream()
                count = (await js.stream_info("EV_GRANTS")).state.messages
                messages = [await js.get_msg("EV_GRANTS", seq=seq) for seq in range(1, count + 1)]
                return [json.loads(message.data or b"") for message in messages]
            finally:
                await client.close()

        return asyncio.run(read())

    def wait_for_stage(self, grant_id: str, stage: str) -> dict[str, Any]:
        self.wait_until(lambda: self.grant(grant_id).get("stage") == stage, f"{grant_id} at stage {stage}")
        return self.grant(grant_id)

    def wait_until(self, true: Any, what: str) -> None:
        until = time.monotonic() + WAIT_SECONDS
        while not true():
            if self._process and self._process.poll() is not None:
                raise AssertionError(f"the service ended:\n{self._log.read_text()[-3000:]}")
            if time.monotonic() > until:
                raise AssertionError(f"not {what} after {WAIT_SECONDS} s:\n{self._log.read_text()[-3000:]}")
            time.sleep(0.05)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.http_url}/health/ready").status_code == 200
        except httpx.TransportError:
            return False
