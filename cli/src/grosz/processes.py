"""Processes by id: started detached, recognised again after a restart of ours, ended without hitting a stranger.

A process id alone says nothing: the kernel hands it out again. So each process is remembered with the moment of its
birth, and a process with the same id and another birth is somebody else's.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PROC = Path("/proc")
_BOOT_ID = _PROC / "sys/kernel/random/boot_id"
# Children of this very process: kept so that their exit codes can be asked for and no zombie stays.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Process:
    """A process that we started: its id and its birth (see `birth_of`)."""

    pid: int
    birth: str

    @property
    def alive(self) -> bool:
        return birth_of(self.pid) == self.birth

    @property
    def exit_code(self) -> int | None:
        """Known only for children of this process; negative for a signal."""
        child = _children.get(self.pid)
        return child.poll() if child else None


def launch(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user: int | None = None,
) -> Process:
    """Start a process in a session of its own, with both outputs appended to `log`; it outlives us.

    Raises OSError when the program cannot be started at all.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
            cwd=folder,
            start_new_session=True,
            **as_user(user),
        )
    _children[child.pid] = child
    return Process(child.pid, birth_of(child.pid) or "dead at birth")


def as_user(user: int | None) -> dict[str, Any]:
    """The options of `subprocess` that give up root for this user and the group of the same number."""
    return {} if user is None else {"user": user, "group": user, "extra_groups": []}


def birth_of(pid: int) -> str | None:
    """A text that differs for every process that ever bears this id; None when there is none, or only a zombie."""
    child = _children.get(pid)
    if child and child.poll() is not None:
        return None
    if not _BOOT_ID.exists():
        return _birth_by_ps(pid)
    try:
        fields = (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    state, ticks_since_boot = fields[0], fields[19]
    if state not in "ZX":
        return f"{_BOOT_ID.read_text().strip()}/{ticks_since_boot}"
    if child:
        child.wait()
    return None


def ask_to_end(process: Process, *, by: int = signal.SIGTERM) -> None:
    """Send the signal, to that very process or to none."""
    if process.alive:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, by)


def end(process: Process, *, by: int = signal.SIGTERM, within_seconds: float = 20) -> bool:
    """Ask the process to end, wait, then kill it. True when it ended by itself or was gone already."""
    ask_to_end(process, by=by)
    return wait_or_kill(process, within_seconds=within_seconds)


def wait_or_kill(process: Process, *, within_seconds: float) -> bool:
    """Wait for a process that was asked to end; kill it when it does not. True when it ended by itself."""
    if wait_until_dead(process, within_seconds=within_seconds):
        return True
    kill(process)
    return False


def kill(process: Process) -> None:
    """SIGKILL, and wait until the kernel has taken it away."""
    ask_to_end(process, by=signal.SIGKILL)
    wait_until_dead(process, within_seconds=10)


def wait_until_dead(process: Process, *, within_seconds: float) -> bool:
    deadline = time.monotonic() + within_seconds
    while process.alive:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def last_lines(log: Path, count: int = 12) -> list[str]:
    """The end of a log, to say why something died."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 20_000))
            return file.read().decode(errors="replace").splitlines()[-count:]
    except OSError:
        return []


def _birth_by_ps(pid: int) -> str | None:
    """Where there is no /proc, as on macOS: `ps` tells the start to the second."""
    found = subprocess.run(
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, started = found.stdout.strip().partition(" ")
    return None if found.returncode or state.startswith("Z") else started.strip()
