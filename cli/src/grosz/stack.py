"""The local stack as the record in its data folder tells it: who runs, where, with which log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from grosz import databases
from grosz.bus_users import seed_file
from grosz.home import Home
from grosz.issuer import Issuer
from grosz.processes import Process
from grosz.records import read_record
from shared.transport.access import BusAccess

SERVICES = ("programme", "grants", "payments", "notifications")


class StackNotRunning(Exception):
    """There is no stack in this data folder, or it was stopped."""


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """One service as it was started last. `process` is None after an orderly stop, and where others run it.

    host  where it answers; ours are on this machine
    """

    name: str
    port: int
    process: Process | None = None
    exit_code: int | None = None
    settings_digest: str = ""
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.alive

    def plain(self) -> dict[str, Any]:
        process = {"pid": self.process.pid, "birth": self.process.birth} if self.process else None
        return {
            "port": self.port,
            "url": self.url,
            "process": process,
            "exit_code": self.exit_code,
            "settings_digest": self.settings_digest,
            "host": self.host,
        }


class Stack:
    """What the demo, the import and the questions need of a running stack."""

    def __init__(self, home: Home, record: Mapping[str, Any]) -> None:
        self.home = home
        self._record = record
        self.services = service_records(record)

    @classmethod
    def load(cls, home: Home | None = None) -> Stack:
        """Read the record. Raises StackNotRunning when nothing was started here, or all of it was stopped.

        A stack that is `attached` is run by others (Compose, a cluster); whether it answers, a question shows.
        """
        home = home or Home.from_environment()
        record = read_record(home.stack_file)
        if not record.get("attached") and not any(service.process for service in service_records(record).values()):
            raise StackNotRunning(f"no stack runs in {home.root}")
        return cls(home, record)

    def reloaded(self) -> Stack:
        """The same stack as the record tells it now; unchanged while there is none."""
        record = read_record(self.home.stack_file)
        if not record or record == self._record:
            return self
        fresh = Stack(self.home, record)
        fresh.__dict__["issuer"] = self.issuer  # with the tokens that it has minted
        return fresh

    @property
    def urls(self) -> dict[str, str]:
        """Service to base address of its HTTP interface."""
        return {name: service.url for name, service in self.services.items()}

    def bus_access(self, user: str) -> BusAccess:
        """How a user gets onto the bus: by its key, where the bus is this stack's own."""
        keys, ca_file = self._record.get("bus_keys"), self._record.get("nats_ca_file")
        return BusAccess(
            str(self._record["nats_url"]),
            user,
            nkey_file=seed_file(Path(keys), user) if keys else None,
            ca_file=Path(ca_file) if ca_file else None,
        )

    def auditor_dsn(self, service: str) -> str:
        """Read-only address of a service's database."""
        return databases.auditor_url(
            str(self._record["postgres_url"]), service, passwords_file=self.home.passwords_file
        )

    @cached_property
    def issuer(self) -> Issuer:
        return Issuer(self.home.issuer_private_key)

    def mint_token(self, person: str, roles: Iterable[str]) -> str:
        return self.issuer.mint_token(person, roles)


def service_records(record: Mapping[str, Any]) -> dict[str, ServiceRecord]:
    return {name: _service_record(name, found) for name, found in record.get("services", {}).items()}


def _service_record(name: str, found: Mapping[str, Any]) -> ServiceRecord:
    process = found.get("process")
    return ServiceRecord(
        name=name,
        port=found["port"],
        process=Process(process["pid"], process["birth"]) if process else None,
        exit_code=found.get("exit_code"),
        settings_digest=found.get("settings_digest", ""),
        host=found.get("host", "127.0.0.1"),
    )
