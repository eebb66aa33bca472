"""A reaction as an operator sees it: how long it took, how it ended, in which trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from shared.eventstore.work import Work
from shared.telemetry import counters, traces


@contextmanager
def reacting(work: Work, *, publisher: str, subject: str) -> Iterator[traces.Span]:
    """A span around the reaction, below the trace of its fact; what it records goes on from this span."""
    with (
        counters.MESSAGE_SECONDS.labels(publisher).time(),
        traces.span(f"react to {subject}", parent=work.act.traceparent, kind="consumer", publisher=publisher) as span,
    ):
        if traces.on():
            work.act = replace(work.act, traceparent=span.traceparent)
        yield span
