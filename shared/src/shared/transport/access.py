"""How a process of ours gets onto the bus: address, key, and whom it trusts. For services, console and auditor."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faststream.nats.security import NatsNKey, NatsSecurity

from shared.runtime.settings import BusSettings


def inbox_of(user: str) -> str:
    """Below which subject the answers to a user come; only that user may hear there."""
    return f"_INBOX.{user}"


@dataclass(frozen=True, slots=True)
class BusAccess:
    """Who we are on the bus.

    user       under which name the server knows us; answers come to an inbox of our own, which no other may read
    nkey_file  file with the seed of our nkey (Ed25519); None: the address holds what is needed
    ca_file    whom we trust to name the server, PEM; None: no TLS, or what the address says
    """

    url: str
    user: str
    nkey_file: Path | None = None
    ca_file: Path | None = None

    @classmethod
    def of(cls, bus: BusSettings, user: str) -> "BusAccess":
        return cls(bus.url, user, nkey_file=bus.nkey_file, ca_file=bus.ca_file)

    @property
    def inbox_prefix(self) -> str:
        return inbox_of(self.user)

    def options(self) -> dict[str, Any]:
        """For `nats.connect`."""
        options: dict[str, Any] = {"servers": self.url, "inbox_prefix": self.inbox_prefix}
        if self.nkey_file:
            options["nkeys_seed"] = str(self.nkey_file)
        if context := self._tls():
            options["tls"] = context
        return options

    def security(self) -> NatsSecurity:
        """For FastStream's broker."""
        if self.nkey_file:
            return NatsNKey.from_file(self.nkey_file, ssl_context=self._tls())
        return NatsSecurity(ssl_context=self._tls())

    def _tls(self) -> ssl.SSLContext | None:
        return ssl.create_default_context(cafile=str(self.ca_file)) if self.ca_file else None
