"""Who is waited for: while commands are under way, a service that keeps one waiting for long is named."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

LONG_SECONDS = 5.0
TOLD_EVERY_SECONDS = 10.0
_LOOK_EVERY_SECONDS = 0.5


@dataclass
class Watch:
    """Commands and questions under way. `tell` shows one line to whoever looks on."""

    tell: Callable[[str], None]
    _since: dict[str, tuple[str, float]] = field(default_factory=dict)
    _reasons: dict[str, str] = field(default_factory=dict)
    _told: dict[str, float] = field(default_factory=dict)

    def on_wait(self, service: str, reason: str) -> None:
        """The client's word that it repeats itself; most such waits are over before anybody need know."""
        self._reasons[service] = reason

    @contextmanager
    def under_way(self, name: str, service: str) -> Iterator[None]:
        self._since[name] = (service, asyncio.get_running_loop().time())
        try:
            yield
        finally:
            del self._since[name]

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """Look at what is under way until the block ends."""
        task = asyncio.create_task(self._look())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
            now = asyncio.get_running_loop().time()
            late = {service for service, since in self._since.values() if now - since > LONG_SECONDS}
            for service in sorted(late):
                if now - self._told.get(service, -TOLD_EVERY_SECONDS) >= TOLD_EVERY_SECONDS:
                    self._told[service] = now
                    self.tell(f"waiting for {service}: {self._reasons.get(service, 'no answer yet')}")
            for service in sorted(set(self._told) - late):
                del self._told[service]
                self.tell(f"{service} answers again")
