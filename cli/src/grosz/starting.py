"""`grosz up`: servers, keys, databases, migrations, services, in this order; only what is missing is started.

The record is written after every step, so that whatever interrupts us, `grosz down` knows what to stop.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import psycopg

from grosz import bus_users, databases, issuer
from grosz.failures import Failure, StackFailed, exit_text
from grosz.home import Home
from grosz.ports import free_port
from grosz.processes import Process, end, kill
from grosz.records import read_record, write_record
from grosz.sealing_keys import ensure_sealing_keys
from grosz.servers import NatsServer, PostgresServer, ServerFailed
from grosz.service_processes import (
    ServiceCommands,
    bus_settings,
    digest_of,
    our_services,
    preparation_settings,
    readiness,
    run_command,
    settings_of,
)
from grosz.stack import ServiceRecord, Stack, service_records

READY_WITHIN_SECONDS = 90
PREPARED_WITHIN_SECONDS = 120
Say = Callable[[str], None]
AServer = TypeVar("AServer", PostgresServer, NatsServer)


def bring_up(
    home: Home,
    *,
    say: Say,
    services: Sequence[ServiceCommands] | None = None,
    environment: Mapping[str, str] = os.environ,
    ready_within_seconds: float = READY_WITHIN_SECONDS,
) -> Stack:
    """Start what is missing and wait until each service is ready.

    What was found dead is told first: which, why, where its log is. Raises StackFailed and Busy.
    """
    with home.held():
        start = _Start(home, our_services() if services is None else services, say, environment)
        start.tell_the_dead()
        start.servers()
        start.prepare()
        start.launch_missing()
        start.wait(ready_within_seconds)
    return Stack.load(home)


class _Start:
    """One run of `up`."""

    def __init__(
        self, home: Home, services: Sequence[ServiceCommands], say: Say, environment: Mapping[str, str]
    ) -> None:
        self.home = home
        self.say = say
        self.environment = environment
        self.commands = {service.name: service for service in services}
        self.record: dict[str, Any] = read_record(home.stack_file)
        self.found = service_records(self.record)
        self.old: set[str] = set()
        self.failures: list[Failure] = []

    def tell_the_dead(self) -> None:
        """Whatever was started, not stopped, and does not run any more."""
        for server in (PostgresServer(self.home.root / "postgres"), NatsServer(self.home.root / "nats")):
            if server.process and not server.running:
                self._tell(Failure(server.name, exit_text(server.process.exit_code), self.home.log(server.name)))
        for service in self.found.values():
            if service.process and not service.alive:
                code = service.exit_code if service.exit_code is not None else service.process.exit_code
                self._tell(Failure(service.name, exit_text(code), self.home.log(service.name)))

    def servers(self) -> None:
        """Our own servers, or those of the environment."""
        postgres_url = self.environment.get("GROSZ_POSTGRES_URL")
        nats_url = self.environment.get("GROSZ_NATS_URL")
        self._note(
            outside=[name for name, url in (("postgres", postgres_url), ("nats", nats_url)) if url],
            postgres_url=postgres_url or self._own(PostgresServer).admin_dsn,
        )
        if nats_url:
            self._note(nats_url=nats_url, bus_keys=None)
        else:
            self._note(nats_url=self._own_bus().address, bus_keys=str(self.home.bus_keys))

    def prepare(self) -> None:
        """Keys of the issuer and of the seals, databases, roles, and where an auditor reads."""
        issuer.ensure_key_pair(self.home)
        authority = self.environment.get("GROSZ_AUTHORITY", "torun")
        ensure_sealing_keys(self.home, list(self.commands), authority=authority)
        try:
            databases.provision(
                self.record["postgres_url"], list(self.commands), passwords_file=self.home.passwords_file
            )
        except psycopg.Error as error:
            reason = f"the databases cannot be prepared: {str(error).strip()}"
            raise StackFailed([Failure("postgres", reason, self.home.log("postgres"))]) from error
        databases.note_for_the_auditor(
            self.record["postgres_url"],
            list(self.commands),
            bus=self._auditors_bus(),
            passwords_file=self.home.passwords_file,
            file=self.home.auditor_file,
        )

    def _auditors_bus(self) -> dict[str, str]:
        bus = {"nats_url": str(self.record["nats_url"])}
        if self.record.get("bus_keys"):
            bus["nats_nkey_file"] = str(bus_users.seed_file(self.home.bus_keys, bus_users.AUDITOR))
        return bus

    def launch_missing(self) -> None:
        """Migrate and start each service that does not run, or runs with settings that have changed since."""
        missing = []
        for name in self.commands:
            self._take_port(name)
        for name in self.commands:
            settings = self._settings(name)
            service = self.found[name]
            if service.alive and service.settings_digest == digest_of(settings):
                self.say(f"{name}: runs already at {service.url}")
                self.old.add(name)
                continue
            if service.alive and service.process:
                self.say(f"{name}: its settings have changed, it is started anew")
                end(service.process)
            missing.append(name)
        for name in self._prepare(missing):
            self._serve(name, self._settings(name))

    def wait(self, within_seconds: float) -> None:
        """Until each is ready, or dead, or the time is over."""
        deadline = time.monotonic() + within_seconds
        waiting = [name for name in self.commands if self.found[name].alive or self.found[name].process]
        waiting = [name for name in waiting if name not in {failure.name for failure in self.failures}]
        while waiting:
            waiting = [name for name in waiting if not self._settled(name, late=time.monotonic() > deadline)]
            if waiting:
                time.sleep(0.1)
        if self.failures:
            raise StackFailed(self.failures)

    def _own_bus(self) -> NatsServer:
        """Each user has a key of its own; a server that runs learns of new rights."""
        users = bus_users.configuration(bus_users.ensure_seeds(self.home.bus_keys))
        server = NatsServer(self.home.root / NatsServer.name, log=self.home.log(NatsServer.name), users=users)
        if server.take_over_users():
            self.say("nats: the rights of its users have changed, it was told")
        self._started(server)
        return server

    def _own(self, kind: type[PostgresServer]) -> PostgresServer:
        return self._started(kind(self.home.root / kind.name, log=self.home.log(kind.name)))

    def _started(self, server: AServer) -> AServer:
        if server.running:
            self.say(f"{server.name}: runs already")
            return server
        try:
            server.start()
        except ServerFailed as error:
            raise StackFailed([Failure(error.name, error.reason, error.log)]) from error
        self.say(f"{server.name}: started")
        if isinstance(server, PostgresServer) and server.record.get("data_outside"):
            self.say(f"    its files are in {server.data}: run as root, it cannot reach {self.home.root}")
        return server

    def _take_port(self, name: str) -> None:
        """A port once taken is kept, unless somebody else sits there now."""
        known = self.found.get(name)
        taken = {service.port for service in self.found.values()}
        kept = known.port if known else None
        port = known.port if known and known.alive else free_port(preferred=kept, avoid=taken)
        if known is None or port != known.port:
            self._note_service(ServiceRecord(name, port) if known is None else replace(known, port=port))

    def _settings(self, name: str) -> dict[str, str]:
        ports = {each: self.found[each].port for each in self.commands}
        database_url = databases.service_url(self.record["postgres_url"], name, passwords_file=self.home.passwords_file)
        return settings_of(self.home, name, database_url=database_url, bus=bus_settings(self.record, name), ports=ports)

    def _prepare(self, missing: list[str]) -> list[str]:
        """All at once, each with the keys of whoever may; the names of those that came through."""
        running: dict[str, Process] = {}
        for name in missing:
            owner_url = databases.owner_url(self.record["postgres_url"], name, passwords_file=self.home.passwords_file)
            bus = bus_settings(self.record, bus_users.PROVISIONER)
            settings = preparation_settings(name, owner_url=owner_url, bus=bus)
            if process := self._run(name, self.commands[name].prepare, settings):
                running[name] = process
        deadline = time.monotonic() + PREPARED_WITHIN_SECONDS
        while any(process.alive for process in running.values()) and time.monotonic() < deadline:
            time.sleep(0.05)
        done = []
        for name, process in running.items():
            if process.alive:
                kill(process)
                self._fail(name, f"its preparation took longer than {PREPARED_WITHIN_SECONDS} s and was stopped")
            elif process.exit_code:
                self._fail(name, f"its preparation failed: {exit_text(process.exit_code)}")
            else:
                done.append(name)
        return done

    def _serve(self, name: str, settings: dict[str, str]) -> None:
        if process := self._run(name, self.commands[name].serve, settings):
            self._note_service(ServiceRecord(name, self.found[name].port, process, settings_digest=digest_of(settings)))

    def _run(self, name: str, command: tuple[str, ...], settings: dict[str, str]) -> Process | None:
        try:
            return run_command(self.home, name, command, settings)
        except OSError as error:
            self._fail(name, f"{command[0]} cannot be started: {error.strerror}")
            return None

    def _settled(self, name: str, *, late: bool) -> bool:
        service = self.found[name]
        if not service.alive:
            code = service.process.exit_code if service.process else None
            self._note_service(replace(service, exit_code=code))
            self._fail(name, exit_text(code))
            return True
        ready, waiting_for = readiness(service)
        if ready and name not in self.old:
            self.say(f"{name}: ready at {service.url}")
        if late and not ready:
            self._fail(
                name, f"it runs, and is not ready in time; it waits for {', '.join(waiting_for) or 'nothing it names'}"
            )
        return ready or late

    def _tell(self, failure: Failure) -> None:
        self.say("found dead, started anew: " + failure.told())

    def _fail(self, name: str, reason: str) -> None:
        self.failures.append(Failure(name, reason, self.home.log(name)))

    def _note(self, **changes: Any) -> None:
        self.record = {**self.record, **changes}
        write_record(self.home.stack_file, self.record)

    def _note_service(self, service: ServiceRecord) -> None:
        self.found[service.name] = service
        self._note(services={name: found.plain() for name, found in self.found.items()})
