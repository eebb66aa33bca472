"""Stored names and bytes of events: stable words and canonical JSON, never Python paths."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter

from shared.kernel.canonical import encoder_for

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class UnknownEvent(Exception):
    """The store holds a name that this code does not know: an older build reads a newer store."""


class Codec:
    """Maps "offer.submitted.v1" to a dataclass and back.

    names      stored name to class; exactly one current name per class.
    upcasters  old name to (newer name, change of the data); followed until a current name is reached.
    """

    def __init__(
        self,
        names: Mapping[str, type],
        upcasters: Mapping[str, tuple[str, Upcaster]] | None = None,
    ) -> None:
        self.names = dict(names)
        self.upcasters = dict(upcasters or {})
        self._name_of = {cls: name for name, cls in self.names.items()}
        self._adapters: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(cls) for name, cls in self.names.items()}
        self._encoders = {cls: encoder_for(cls) for cls in self._name_of}
        if len(self._name_of) != len(self.names):
            raise ValueError("a class has two stored names")

    def name(self, event: object) -> str:
        return self._name_of[type(event)]

    def encoded(self, event: object) -> bytes:
        """The event's fields in canonical JSON."""
        return self._encoders[type(event)](event)

    def event(self, name: str, data: dict[str, Any]) -> Any:
        """Rebuild an event from its stored name and data, whatever version it was stored in."""
        while name in self.upcasters:
            name, change = self.upcasters[name]
            data = change(data)
        try:
            return self._adapters[name].validate_python(data)
        except KeyError:
            raise UnknownEvent(name) from None
