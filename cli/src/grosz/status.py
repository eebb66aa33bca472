"""`grosz status`: each part of the stack as it is at this moment."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from grosz.home import Home
from grosz.records import read_record
from grosz.servers import NatsServer, PostgresServer
from grosz.service_processes import readiness
from grosz.stack import SERVICES, ServiceRecord, service_records

State = Literal["ready", "waiting", "dead", "stopped", "outside"]


@dataclass(frozen=True, slots=True)
class Part:
    """One server or service. `dead`: it was started, nobody stopped it, and it does not run."""

    name: str
    state: State
    pid: int | None
    port: int | None
    url: str | None
    log: str
    waiting_for: list[str]

    @property
    def fine(self) -> bool:
        return self.state in ("ready", "outside")

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def parts_of(home: Home) -> list[Part]:
    """Servers first, then services in the order of the journey."""
    record = read_record(home.stack_file)
    outside = record.get("outside", [])
    found = service_records(record)
    servers: list[PostgresServer | NatsServer] = [
        PostgresServer(home.root / "postgres"),
        NatsServer(home.root / "nats"),
    ]
    names = list(found) or list(SERVICES)
    return [_server(home, server, outside=server.name in outside) for server in servers] + [
        _service(home, name, found.get(name)) for name in names
    ]


def _server(home: Home, server: PostgresServer | NatsServer, *, outside: bool) -> Part:
    process = server.process
    state: State = "ready" if server.running else "dead" if process else "stopped"
    if outside:
        state, process = "outside", None
    return Part(
        name=server.name,
        state=state,
        pid=process.pid if process else None,
        port=None if outside else server.record.get("port"),
        url=None,
        log=str(home.log(server.name)),
        waiting_for=[],
    )


def _service(home: Home, name: str, service: ServiceRecord | None) -> Part:
    state: State = "stopped"
    waiting_for: list[str] = []
    if service and service.process:
        state = "dead"
        if service.alive:
            ready, waiting_for = readiness(service)
            state = "ready" if ready else "waiting"
    return Part(
        name=name,
        state=state,
        pid=service.process.pid if service and service.process else None,
        port=service.port if service else None,
        url=service.url if service else None,
        log=str(home.log(name)),
        waiting_for=waiting_for,
    )


def log_of(part: Part) -> Path:
    return Path(part.log)
