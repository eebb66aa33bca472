"""Stored names and bytes of events: stable words and canonical JSON, never Python paths."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

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
        if len(self._name_of) != len(self.names):
            raise ValueError("a class has two stored names")

    def name(self, event: object) -> str:
        return self._name_of[type(event)]

    def plain(self, event: object) -> dict[str, Any]:
        """The event's fields as JSON-able values, apart from dates, which canonical JSON writes itself."""
        return asdict(event)  # type: ignore[call-overload,no-any-return]

    def event(self, name: str, data: dict[str, Any]) -> Any:
        """Rebuild an event from its stored name and data, whatever version it was stored in."""
        while name in self.upcasters:
            name, change = self.upcasters[name]
            data = change(data)
        try:
            return self._adapters[name].validate_python(data)
        except KeyError:
            raise UnknownEvent(name) from None
