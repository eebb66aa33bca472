"""Waiting for a condition, with words for what is still missing when it does not come."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_LOOK_EVERY_SECONDS = 0.02
_pause = threading.Event()


def wait_until(condition: Callable[[], T], *, missing: str | Callable[[], object], within: float = 60) -> T:
    """The first true value of `condition`. `missing` says what it was waited for; a function is asked at the end."""
    until = time.monotonic() + within
    while not (value := condition()):
        if time.monotonic() > until:
            raise AssertionError(_words(missing, within))
        _pause.wait(_LOOK_EVERY_SECONDS)
    return value


async def wait_until_async(
    condition: Callable[[], Awaitable[T]], *, missing: str | Callable[[], object], within: float = 60
) -> T:
    """The same inside an event loop."""
    until = time.monotonic() + within
    while not (value := await condition()):
        if time.monotonic() > until:
            raise AssertionError(_words(missing, within))
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    return value


def _words(missing: str | Callable[[], object], within: float) -> str:
    told = missing if isinstance(missing, str) else missing()
    return f"after {within:g} s still missing: {told}"
