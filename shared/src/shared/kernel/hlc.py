"""Hybrid logical clock (Kulkarni et al., 2014): real milliseconds, then a counter, in one int64.

Stamps are given by the store inside its append lock; this module only reads and compares them.
"""

from datetime import UTC, datetime, timedelta

COUNTER_BITS = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant_of(hlc: int) -> datetime:
    """The physical part, as a UTC instant with millisecond precision: `recorded_at`."""
    return _EPOCH + timedelta(milliseconds=hlc >> COUNTER_BITS)


def last_at(instant: datetime) -> int:
    """The greatest stamp whose physical part is not after this instant (microseconds are cut off)."""
    milliseconds = (instant - _EPOCH) // timedelta(milliseconds=1)
    return (milliseconds << COUNTER_BITS) | ((1 << COUNTER_BITS) - 1)


def text_of(hlc: int) -> str:
    """Sortable text for JSON, where int64 would lose digits: "01764000000123-00007"."""
    return f"{hlc >> COUNTER_BITS:014d}-{hlc & ((1 << COUNTER_BITS) - 1):05d}"


def from_text(text: str) -> int:
    milliseconds, counter = text.split("-")
    return (int(milliseconds) << COUNTER_BITS) | int(counter)
