"""What went wrong with a process, told so that the reader knows which, why, and where its log is."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path

from grosz.processes import last_lines


@dataclass(frozen=True, slots=True)
class Failure:
    """One process that died, could not be started, or does not become ready."""

    name: str
    reason: str
    log: Path

    def told(self, *, lines: int = 12) -> str:
        """Several lines of text: which and why, the end of the log, where the log is."""
        shown = [f"    {line}" for line in last_lines(self.log, lines)] or ["    (the log is empty)"]
        return "\n".join([f"{self.name}: {self.reason}", *shown, f"    whole log: {self.log}"])


class StackFailed(Exception):
    """Part of the stack is not up. What runs is recorded, goes on running, and `grosz down` stops it."""

    def __init__(self, failures: list[Failure]) -> None:
        super().__init__(", ".join(f"{failure.name}: {failure.reason}" for failure in failures))
        self.failures = failures


def exit_text(exit_code: int | None) -> str:
    """How a process ended, in words: exit codes as they are, signals by name."""
    if exit_code is None:
        return "it ended, exit code unknown"
    if exit_code >= 0:
        return f"it ended with exit code {exit_code}"
    try:
        return f"it was ended by {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"it was ended by signal {-exit_code}"
