"""What a process counts while it works. All of it starts at zero with the process; nothing of it is a fact.

Counting costs a microsecond and never fails. No label bears what a caller chose: names of commands, codes of rules and
stored names are ours, so the number of series is bounded by the code.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Counter, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, of no use to anybody here

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_BATCH = (1, 2, 4, 8, 16, 32, 64)

COMMANDS = Counter(
    "grosz_commands_total",
    "Commands answered, by door (http, bus, calendar) and outcome (accepted, repeated, refused, malformed, ...).",
    ["command", "door", "outcome"],
)
COMMAND_SECONDS = Histogram(
    "grosz_command_duration_seconds",
    "From a command's bytes to its answer, the wait for its append included.",
    ["command", "door"],
    buckets=_SECONDS,
)
REFUSALS = Counter("grosz_refusals_total", "Decisions that a rule refused, by the rule's code.", ["code"])
MESSAGES = Counter(
    "grosz_messages_total",
    "Messages of other services dealt with, by outcome (done, waiting, parked, repeated, failed).",
    ["publisher", "outcome"],
)
MESSAGE_SECONDS = Histogram(
    "grosz_message_duration_seconds",
    "From taking a message off the bus to the end of its append.",
    ["publisher"],
    buckets=_SECONDS,
)
CLOCK_AHEAD = Counter(
    "grosz_messages_clock_ahead_total",
    "Messages whose stamp lay far ahead of our clock, by what was done (returned, parked).",
    ["publisher", "done"],
)
APPENDS = Counter("grosz_store_appends_total", "Appends that were committed.")
EVENTS = Counter("grosz_store_events_total", "Events that were appended, by stored name.", ["event"])
CONFLICTS = Counter(
    "grosz_store_conflicts_total", "Appends taken back because a stream had moved, or the commit's fate was unknown."
)
APPEND_SECONDS = Histogram("grosz_store_append_duration_seconds", "Time of one append.", buckets=_SECONDS)
BATCH_SIZE = Histogram("grosz_store_batch_size", "Pieces of work in one append.", buckets=_BATCH)


def expect(
    *, events: Iterable[str], commands: Iterable[str], publishers: Iterable[str], refusals: Iterable[str]
) -> None:
    """Show from the start, as zero, what this service may count: a rate of nothing is 0 and not silence."""
    for event in events:
        EVENTS.labels(event)
    for command in commands:
        for door in ("http", "bus"):
            COMMANDS.labels(command, door, "accepted")
    for code in refusals:
        REFUSALS.labels(code)
    for publisher in publishers:
        for outcome in ("done", "waiting", "parked", "repeated", "failed"):
            MESSAGES.labels(publisher, outcome)
        for done in ("returned", "parked"):
            CLOCK_AHEAD.labels(publisher, done)


@contextmanager
def appending(works: int) -> Iterator[None]:
    """Times an append that commits; one that fails is counted as a conflict by whoever decides again."""
    started = perf_counter()
    yield
    APPEND_SECONDS.observe(perf_counter() - started)
    BATCH_SIZE.observe(works)
    APPENDS.inc()


def appended(names: Iterable[str]) -> None:
    for name, count in Tally(names).items():
        EVENTS.labels(name).inc(count)
