"""Traces (OpenTelemetry): one trace from a command over the store and the bus to what other services do about it.

The W3C trace context travels in the envelope of every fact, as it was stored; so the relay's own span is a sibling of
the reaction and not its parent: the bytes that are published are a pure function of the stored row. Off unless the
process was told where to send spans; then nothing of the library is even imported. Attributes are names and codes of
ours: no field of a command or fact, no person.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import time_ns
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.telemetry.otlp import Exporting


class Span:
    """What the code in a span may do with it: name how it ended, and hand its context on."""

    def __init__(self, traceparent: str | None, span: Any = None) -> None:
        self.traceparent = traceparent
        self._span = span

    def note(self, **attributes: str | int) -> None:
        if self._span is not None:
            self._span.set_attributes(_named(attributes))


class _Tracing:
    """Where this process sends its spans; one process is one service."""

    exporting: "Exporting | None" = None


def set_up(service: str, url: str | None) -> None:
    """Send spans to a collector (OTLP over HTTP, `url` without the path), in the background; None: make none."""
    if url:
        from shared.telemetry.otlp import Exporting  # noqa: PLC0415 - a third of a second that most need not spend

        _Tracing.exporting = Exporting(service, url)


def close() -> None:
    """Send what is left."""
    if _Tracing.exporting:
        _Tracing.exporting.close()


def on() -> bool:
    return _Tracing.exporting is not None


@contextmanager
def span(name: str, *, parent: str | None, kind: str = "internal", **attributes: str | int) -> Iterator[Span]:
    """A span below `parent` (a traceparent). Where tracing is off, the parent itself is handed on."""
    if _Tracing.exporting is None:
        yield Span(parent)
        return
    from shared.telemetry import otlp  # noqa: PLC0415 - see set_up

    started = _Tracing.exporting.start(name, kind, parent, _named(attributes))
    try:
        yield Span(otlp.traceparent_of(started), started)
    except BaseException as error:
        otlp.failed(started, error)
        raise
    finally:
        started.end()


@contextmanager
def spans(name: str, parents: Callable[[], Iterable[str | None]], *, kind: str = "internal") -> Iterator[None]:
    """One act for many traces at once (an append, a window of messages): a span of the same time in each."""
    if _Tracing.exporting is None:
        yield
        return
    started = time_ns()
    yield
    ended = time_ns()
    for parent in parents():
        if parent:
            _Tracing.exporting.start(name, kind, parent, {}, at=started).end(ended)


def _named(attributes: dict[str, str | int]) -> dict[str, str | int]:
    return {f"grosz.{name}": value for name, value in attributes.items()}
