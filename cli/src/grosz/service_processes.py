"""How a service is run: its two commands, the settings it gets, and how one sees that it is ready."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from grosz.bus_users import seed_file
from grosz.databases import AUDITOR
from grosz.home import Home
from grosz.processes import Process, launch
from grosz.stack import SERVICES, ServiceRecord

LOG_ROTATES_AT_BYTES = 20_000_000
_PUBLISHING = frozenset({"programme", "grants"})


@dataclass(frozen=True, slots=True)
class ServiceCommands:
    """What to run for a service: its database and its place on the bus are made ready, then it serves.

    `python -P`: the working folder is no place to import from.
    """

    name: str
    prepare: tuple[str, ...]
    serve: tuple[str, ...]

    @classmethod
    def of(cls, name: str) -> ServiceCommands:
        python = (sys.executable, "-P", "-m", name)
        return cls(name, prepare=(*python, "prepare"), serve=(*python, "serve"))


def our_services() -> list[ServiceCommands]:
    return [ServiceCommands.of(name) for name in SERVICES]


def preparation_settings(name: str, *, owner_url: str, bus: Mapping[str, str]) -> dict[str, str]:
    """What a preparation gets: the owner's address, for whom it says the rights, and the provisioner's key."""
    return {"GROSZ_DATABASE_URL": owner_url, "GROSZ_SERVICE_ROLE": name, "GROSZ_READER_ROLE": AUDITOR, **bus}


def bus_settings(record: Mapping[str, Any], user: str) -> dict[str, str]:
    """How a user gets onto the bus of this stack: by its key, where the bus is our own."""
    settings = {"GROSZ_NATS_URL": str(record["nats_url"])}
    if keys := record.get("bus_keys"):
        settings["GROSZ_NATS_NKEY_FILE"] = str(seed_file(Path(keys), user))
    return settings


def settings_of(
    home: Home, name: str, *, database_url: str, bus: Mapping[str, str], ports: Mapping[str, int]
) -> dict[str, str]:
    """The process interface of a service; authority and log level are handed on when they are set.

    ports: of all services, since the public pages of one link to those of another.
    """
    public = {
        f"GROSZ_PUBLIC_URL_{each.upper()}": f"http://127.0.0.1:{ports[each]}" for each in _PUBLISHING & ports.keys()
    }
    handed_on = {name: os.environ[name] for name in ("GROSZ_AUTHORITY", "GROSZ_LOG_LEVEL") if name in os.environ}
    return {
        "GROSZ_DATABASE_URL": database_url,
        **bus,
        "GROSZ_HTTP_HOST": "127.0.0.1",
        "GROSZ_HTTP_PORT": str(ports[name]),
        "GROSZ_ISSUER_KEY_FILE": str(home.issuer_public_key),
        "GROSZ_SEAL_KEY_FILE": str(home.seal_key(name)),
        **public,
        **handed_on,
    }


def digest_of(settings: Mapping[str, str]) -> str:
    """Tells whether a running service was started with these settings, without keeping its password twice."""
    return hashlib.sha256("\n".join(f"{key}={settings[key]}" for key in sorted(settings)).encode()).hexdigest()


def run_command(home: Home, name: str, command: tuple[str, ...], settings: Mapping[str, str]) -> Process:
    """Start one command of a service, its output to the service's log. Raises OSError."""
    log = home.log(name)
    if log.exists() and log.stat().st_size > LOG_ROTATES_AT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    environment = {**os.environ, **settings, "PYTHONUNBUFFERED": "1"}
    # The services get their own addresses only, not the administrator's.
    environment.pop("GROSZ_POSTGRES_URL", None)
    return launch(command, log=log, environment=environment, folder=home.root)


def readiness(service: ServiceRecord) -> tuple[bool, list[str]]:
    """Ready or not, and what it says it waits for. Never raises."""
    try:
        answer = httpx.get(f"{service.url}/health/ready", timeout=3, trust_env=False)
        body: Any = answer.json() if answer.content else {}
    except httpx.HTTPError:
        return False, ["its HTTP interface"]
    except ValueError:
        return False, ["an answer that can be read"]
    waiting_for = body.get("waiting_for", []) if isinstance(body, dict) else []
    return answer.status_code == httpx.codes.OK, [str(thing) for thing in waiting_for]
