"""Canonical JSON: one value, one sequence of bytes, so that hashes and comparisons mean something.

Keys sorted, no spaces, UTF-8, integers only: the part of RFC 8785 (JCS) that our values need, since no
float is ever stored.
"""

import json
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")
_AS_THEY_ARE = frozenset({str, int, bool, type(None), date, msgspec.Raw})
"""What the encoder writes as the standard library would. Exact types: of a subclass it may think otherwise."""


class _Unusual(Exception):
    """A value that only the standard library's encoder may judge."""


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC: "2025-01-31T11:00:00.000Z"; with microseconds where there are any, for nothing may be lost."""
    digits = "microseconds" if instant.microsecond % 1000 else "milliseconds"
    return instant.astimezone(UTC).isoformat(timespec=digits).replace("+00:00", "Z")


def canonical_json(value: Any) -> bytes:
    """Encode to canonical bytes. Raises ValueError for a float that is not a number, TypeError for an unknown type.

    What was encoded before, as a `msgspec.Raw`, is taken over as it is.
    """
    try:
        return _ENCODER.encode(_usual(value))
    except _Unusual:
        return by_the_standard_library(value)


def by_the_standard_library(value: Any) -> bytes:
    """The same bytes, more slowly, and for every value that JSON can hold: the definition."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
    ).encode()


def encoder_for(cls: type) -> Callable[[Any], bytes]:
    """What writes an instance of a dataclass in its canonical bytes: in one go, where its fields' types allow it."""
    if _written_as_they_are(cls):
        return _ENCODER.encode
    return lambda value: canonical_json(plain(value))


def _written_as_they_are(hint: Any) -> bool:
    """Whether the encoder writes each value of this type as we do. An instant it would write in another form."""
    if hint in _AS_THEY_ARE:
        return True
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return all(_written_as_they_are(one) for one in get_type_hints(hint).values())
    arguments = [one for one in get_args(hint) if one is not Ellipsis]
    if get_origin(hint) is dict:
        return arguments[0] is str and _written_as_they_are(arguments[1])
    return get_origin(hint) in (tuple, Union, UnionType) and all(map(_written_as_they_are, arguments))


def plain(value: Any) -> Any:
    """A dataclass as a dictionary of its fields, however deep; the rest as it is. As dataclasses.asdict, which copies
    what cannot change, and takes ten times as long."""
    kind = type(value)
    if kind in _AS_THEY_ARE or kind is datetime:
        return value
    if kind is tuple or kind is list:
        return kind([plain(item) for item in value])
    if kind is dict:
        return {key: plain(item) for key, item in value.items()}
    if is_dataclass(kind):
        return {name: plain(getattr(value, name)) for name in kind.__dataclass_fields__}
    return value


def _usual(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is dict:
        for key in value:
            if type(key) is not str:
                raise _Unusual
        return {key: _usual(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [_usual(item) for item in value]
    if kind is datetime:
        return instant_text(value)
    raise _Unusual


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
