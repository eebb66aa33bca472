"""Who follows the feed sleeps until something is appended, here or by another process (LISTEN), or a second has gone.

The second is the floor: a lost LISTEN connection costs latency, never an event.
"""

import asyncio
import logging
import threading
import time

import psycopg

log = logging.getLogger(__name__)


class Waker:
    """A counter that grows with each append; followers wait for it to grow."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._grown = threading.Condition()
        self._count = 0
        self._sleepers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="listen", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self.wake()

    def token(self) -> int:
        return self._count

    def wake(self) -> None:
        with self._grown:
            self._count += 1
            self._grown.notify_all()
            for loop, event in self._sleepers:
                loop.call_soon_threadsafe(event.set)

    def wait(self, seen: int, *, timeout_seconds: float) -> int:
        """Block until the counter is past `seen`, at most so long. Returns the counter."""
        with self._grown:
            self._grown.wait_for(lambda: self._count > seen, timeout_seconds)
            return self._count

    async def wait_async(self, seen: int, *, timeout_seconds: float) -> int:
        """The same without holding a thread."""
        sleeper = (asyncio.get_running_loop(), asyncio.Event())
        with self._grown:
            if self._count > seen:
                return self._count
            self._sleepers.add(sleeper)
        try:
            async with asyncio.timeout(timeout_seconds):
                await sleeper[1].wait()
        except TimeoutError:
            pass
        finally:
            with self._grown:
                self._sleepers.discard(sleeper)
        return self._count

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                with psycopg.connect(self._database_url, autocommit=True) as connection:
                    connection.execute("LISTEN events")
                    self.wake()  # whatever was appended while nobody listened
                    while not self._stopped.is_set():
                        for _ in connection.notifies(timeout=1.0, stop_after=1):
                            self.wake()
            except psycopg.Error as error:
                log.warning("listening for appends was cut off, trying again: %s", error)
                time.sleep(0.3)
