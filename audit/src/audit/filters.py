"""Which records somebody wants to see. A look at the bytes comes before the parsing: most records are not wanted."""

from dataclasses import dataclass, field
from typing import Any

from audit.sources import Record


@dataclass(slots=True)
class Filter:
    """stream  a whole stream, or its beginning, ending in "/";  types: stored names, with or without version, or the
    first word of one;  person: who acted, or on whose behalf. None and (): all."""

    stream: str | None = None
    types: tuple[str, ...] = ()
    grant: str | None = None
    call: str | None = None
    programme: str | None = None
    person: str | None = None
    correlation: str | None = None
    _needles: list[bytes] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = (self.grant, self.call, self.programme, self.person, self.correlation)
        self._needles = [name.encode() for name in named if name is not None and name.isascii()]

    def passes(self, record: Record) -> bool:
        """Whether every condition holds."""
        if self.stream is not None and not _in_stream(record.stream, self.stream):
            return False
        if self.types and not any(_is_of(record.name, wanted) for wanted in self.types):
            return False
        return all(needle in record.stored for needle in self._needles) and self._says(record)

    def _says(self, record: Record) -> bool:
        envelope = record.envelope
        data: dict[str, Any] = envelope.get("data") or {}
        about = (("grant_id", self.grant), ("call_id", self.call), ("programme_id", self.programme))
        return (
            all(wanted is None or wanted in (data.get(name), _key(record, name)) for name, wanted in about)
            and self.person in (None, envelope.get("actor"), envelope.get("on_behalf_of"))
            and self.correlation in (None, envelope.get("correlation_id"))
        )


def _in_stream(stream: str, wanted: str) -> bool:
    return stream.startswith(wanted) if wanted.endswith("/") else stream == wanted


def _is_of(name: str, wanted: str) -> bool:
    stem = name.rpartition(".v")[0]
    return wanted in (name, stem, stem.partition(".")[0])


_KEYED_BY = {
    "grant_id": ("award", "contract", "settlement", "offer", "tranche-plan"),
    "call_id": ("call",),
    "programme_id": ("programme", "budget"),
}


def _key(record: Record, field_name: str) -> str | None:
    """The id that stands in the stream's own name, where its facts do not repeat it."""
    kind, _, key = record.stream.partition("/")
    return key if kind in _KEYED_BY[field_name] else None
