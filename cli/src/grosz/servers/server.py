"""What both servers share: a folder with a record, a port that is kept, a process that is found again."""

from __future__ import annotations

import abc
import signal
import time
from pathlib import Path
from typing import Any, ClassVar

from grosz import processes
from grosz.ports import free_port, is_free
from grosz.processes import Process
from grosz.records import read_record, write_record

READY_WITHIN_SECONDS = 60


class ServerFailed(Exception):
    """A server could not be prepared or started; the message says why, `log` where it is told in full."""

    def __init__(self, name: str, reason: str, *, log: Path, exit_code: int | None = None) -> None:
        super().__init__(f"{name} did not start: {reason}")
        self.name = name
        self.reason = reason
        self.log = log
        self.exit_code = exit_code


class Server(abc.ABC):
    """One server process. `home` is its folder; its record there survives us."""

    name: ClassVar[str]
    end_signal: ClassVar[int] = signal.SIGTERM

    def __init__(self, home: Path, *, log: Path | None = None) -> None:
        self.home = home.absolute()
        self.log = log or self.home / f"{self.name}.log"
        self._record_file = self.home / "record.json"

    @property
    def record(self) -> dict[str, Any]:
        """Read anew each time: another process, or another object, may have started or stopped the server."""
        return read_record(self._record_file)

    @property
    def port(self) -> int:
        return int(self.record["port"])

    @property
    def process(self) -> Process | None:
        """The process that was started last, alive or not; None when stopped in order or never started."""
        found = self.record.get("process")
        return Process(found["pid"], found["birth"]) if found else None

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.alive

    def start(self) -> None:
        """Start and wait until it answers. Nothing happens when it runs already. Raises ServerFailed."""
        if self.running:
            return
        self.home.mkdir(parents=True, exist_ok=True)
        self._prepare()
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while True:
            self._note(port=free_port(preferred=self.record.get("port")), process=None)
            process = self._launch()
            self._note(process={"pid": process.pid, "birth": process.birth})
            while process.alive and time.monotonic() < deadline:
                if self._answers():
                    return
                time.sleep(0.03)
            if self._may_try_again() and time.monotonic() < deadline:
                time.sleep(0.2)
                continue
            self._give_up(process)

    def stop(self) -> None:
        """Stop in order, data complete. Nothing happens when it does not run."""
        if self.process:
            processes.end(self.process, by=self.end_signal)
            self._note(process=None)

    def kill(self) -> None:
        """SIGKILL: what a crash of the machine's power would leave, minus the disk."""
        if self.process:
            processes.kill(self.process)

    @abc.abstractmethod
    def _prepare(self) -> None:
        """Make the folder ready for `_launch`; run before every start."""

    @abc.abstractmethod
    def _launch(self) -> Process: ...

    @abc.abstractmethod
    def _answers(self) -> bool: ...

    def _may_try_again(self) -> bool:
        """Somebody took the port between our look and the server's."""
        return not self.running and not is_free(self.port)

    def _note(self, **changes: Any) -> None:
        write_record(self._record_file, {**self.record, **changes})

    def _give_up(self, process: Process) -> None:
        exit_code = process.exit_code
        late = f"no answer within {READY_WITHIN_SECONDS} s"
        reason = late if process.alive else f"it ended with exit code {exit_code}"
        processes.kill(process)
        raise ServerFailed(self.name, reason, log=self.log, exit_code=exit_code)
