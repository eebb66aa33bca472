"""The data folder: where everything of one local stack lives, and what each file is called."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class Busy(Exception):
    """Another `grosz up` or `grosz down` is at work on the same folder."""


@dataclass(frozen=True, slots=True)
class Home:
    """One data folder; default `.grosz` in the working folder, or what GROSZ_HOME says."""

    root: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Home:
        return cls(Path(environment.get("GROSZ_HOME") or ".grosz").absolute())

    @property
    def stack_file(self) -> Path:
        """Which processes run, where they listen, where their logs are."""
        return self.root / "stack.json"

    @property
    def passwords_file(self) -> Path:
        return self.root / "databases.json"

    @property
    def issuer_private_key(self) -> Path:
        return self.root / "issuer" / "private.pem"

    @property
    def issuer_public_key(self) -> Path:
        return self.root / "issuer" / "public.pem"

    @property
    def trusted_keys(self) -> Path:
        """The public keys that sign checkpoints, one a line: what an auditor takes along."""
        return self.root / "seals" / "trusted-keys"

    def seal_key(self, service: str) -> Path:
        """The key with which a service signs its checkpoints; no database right reaches it."""
        return self.root / "seals" / f"{service}.key"

    @property
    def auditor_file(self) -> Path:
        """Where the auditor's workbench finds databases and bus; it knows nothing else of this folder."""
        return self.root / "audit" / "places.json"

    @property
    def bus_keys(self) -> Path:
        """The seeds of the bus's users, one file each."""
        return self.root / "bus"

    def log(self, name: str) -> Path:
        return self.root / "logs" / f"{name}.log"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from starting or stopping meanwhile. Raises Busy."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(f"another grosz up or down is at work on {self.root}; wait for it and repeat") from None
            yield
