"""Canonical JSON: one value, one sequence of bytes, so that hashes and comparisons mean something.

Keys sorted, no spaces, UTF-8, integers only: the part of RFC 8785 (JCS) that our values need, since no
float is ever stored.
"""

import json
from datetime import UTC, date, datetime
from typing import Any


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC: "2025-01-31T11:00:00.000Z"; with microseconds where there are any, for nothing may be lost."""
    digits = "microseconds" if instant.microsecond % 1000 else "milliseconds"
    return instant.astimezone(UTC).isoformat(timespec=digits).replace("+00:00", "Z")


def canonical_json(value: Any) -> bytes:
    """Encode to canonical bytes. Raises ValueError for a float that is not a number, TypeError for an unknown type."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
    ).encode()
