"""`grosz down`: stop what `up` started, in reverse order, by process id and birth; the data stays."""

from __future__ import annotations

from dataclasses import replace

from grosz.home import Home
from grosz.processes import ask_to_end, wait_or_kill
from grosz.records import read_record, write_record
from grosz.servers import NatsServer, PostgresServer
from grosz.stack import service_records
from grosz.starting import Say

# A service answers what it has accepted before it ends; it gives itself 20 s for that.
END_WITHIN_SECONDS = 30


def bring_down(home: Home, *, say: Say) -> int:
    """Stop services, then NATS, then PostgreSQL; the number of processes that were stopped.

    Nothing happens to what has ended meanwhile, nor to another program that got its process id. Raises Busy.
    """
    if not home.root.exists():
        return 0
    with home.held():
        record = read_record(home.stack_file)
        services = service_records(record)
        backwards = list(reversed(services.values()))
        # All are asked before the first is waited for: each may need a while to finish what it has accepted.
        asked = [service.process for service in backwards if service.process and service.alive]
        for process in asked:
            ask_to_end(process)
        stopped = len(asked)
        for service in backwards:
            if service.process in asked:
                by_itself = wait_or_kill(service.process, within_seconds=END_WITHIN_SECONDS)
                say(f"{service.name}: stopped" if by_itself else f"{service.name}: did not stop in time, was killed")
            services[service.name] = replace(service, process=None, exit_code=None)
            write_record(
                home.stack_file, {**record, "services": {name: found.plain() for name, found in services.items()}}
            )
        for server in (NatsServer(home.root / "nats"), PostgresServer(home.root / "postgres")):
            was_running = server.running
            server.stop()
            if was_running:
                stopped += 1
                say(f"{server.name}: stopped")
        return stopped
