"""Which source a command means, and where it is: from the environment, else from what `grosz up` noted for auditors."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.sources import SERVICES, Source, SourceDown
from audit.sources.bundle import Bundle
from audit.sources.bus_place import BusPlace
from audit.sources.databases import Databases
from audit.sources.log import Bus, Log

NOTED = "places.json"


@dataclass(frozen=True, slots=True)
class Places:
    """home: the workbench's own folder. databases: service to address; nats: the bus. Addresses hold passwords."""

    home: Path
    databases: Mapping[str, str]
    nats: BusPlace | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Places:
        """What the environment says (GROSZ_AUDIT_DATABASE_URL, GROSZ_AUDIT_NATS_…) goes before GROSZ_AUDIT_HOME."""
        stack = Path(environment.get("GROSZ_HOME") or ".grosz")
        home = Path(environment.get("GROSZ_AUDIT_HOME") or stack / "audit").absolute()
        noted = _noted(home / NOTED)
        address = environment.get("GROSZ_AUDIT_DATABASE_URL")
        databases = {service: address.replace("{service}", service) for service in SERVICES} if address else None
        return cls(
            home=home,
            databases=databases or noted.get("databases", {}),
            nats=_bus({**noted, **_given(environment)}),
        )


def opened(name: str, places: Places) -> Source:
    """The source of this name: "db", "log", or the folder of a bundle. Raises SourceDown."""
    match name:
        case "db":
            if not places.databases:
                raise SourceDown(_nowhere("databases", "GROSZ_AUDIT_DATABASE_URL", places))
            return Databases(places.databases, bus=Bus(places.nats) if places.nats else None)
        case "log":
            if not places.nats:
                raise SourceDown(_nowhere("bus", "GROSZ_AUDIT_NATS_URL", places))
            return Log(places.nats)
        case _:
            return Bundle(Path(name))


def _given(environment: Mapping[str, str]) -> dict[str, str]:
    found = {
        "nats_url": environment.get("GROSZ_AUDIT_NATS_URL"),
        "nats_nkey_file": environment.get("GROSZ_AUDIT_NATS_NKEY_FILE"),
        "nats_ca_file": environment.get("GROSZ_AUDIT_NATS_CA_FILE"),
    }
    return {key: value for key, value in found.items() if value}


def _bus(words: Mapping[str, Any]) -> BusPlace | None:
    if not words.get("nats_url"):
        return None
    nkey_file, ca_file = (Path(words[key]) if words.get(key) else None for key in ("nats_nkey_file", "nats_ca_file"))
    return BusPlace(words["nats_url"], nkey_file, ca_file)


def _noted(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_bytes()))
    except FileNotFoundError:
        return {}


def _nowhere(what: str, setting: str, places: Places) -> str:
    return (
        f"no {what} known: neither {setting} nor {places.home / NOTED} says where\n"
        "    grosz up notes it; in another folder set GROSZ_HOME; a bundle is read with --from FOLDER"
    )
