"""Where the bus is, and who the auditor is on it."""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

USER = "auditor"


@dataclass(frozen=True, slots=True)
class BusPlace:
    """url      its address
    nkey_file  seed of the auditor's key (nkey); None: the address holds what is needed
    ca_file    PEM of whoever signs the server's certificate; None: no TLS, or what the address says
    """

    url: str
    nkey_file: Path | None = None
    ca_file: Path | None = None

    @property
    def name(self) -> str:
        """Host and port, without a password."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def options(self) -> dict[str, Any]:
        """For `nats.connect`: answers come to an inbox that no other user may read."""
        options: dict[str, Any] = {"servers": self.url, "name": "grosz-audit", "inbox_prefix": f"_INBOX.{USER}"}
        if self.nkey_file:
            options["nkeys_seed"] = str(self.nkey_file)
        if self.ca_file:
            # The client library makes asyncio warn at the end of every TLS connection; an auditor cannot act on it.
            logging.getLogger("asyncio").setLevel(logging.ERROR)
            options["tls"] = ssl.create_default_context(cafile=str(self.ca_file))
        return options
