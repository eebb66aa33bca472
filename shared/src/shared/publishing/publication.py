"""A publication: a stable address, what is read for it, and the forms in which it is given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from shared.kernel.canonical import canonical_json
from shared.publishing.speech import Words
from shared.publishing.tables import Table, polish_csv

Connection = psycopg.Connection[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Face:
    """The publisher as the public sees it; each is a setting.

    name       of whoever publishes;
    addresses  service to the address before its paths; empty where all services stand behind one host;
    giving_prefix, ocds_prefix  as registered with 360Giving and with the Open Contracting Partnership;
    licence    address of the licence under which the open data is given.
    """

    name: str
    addresses: Mapping[str, str]
    giving_prefix: str
    ocds_prefix: str
    licence: str

    def address(self, service: str, path: str) -> str:
        return f"{self.addresses.get(service, '')}{path}"


@dataclass(frozen=True, slots=True)
class Look:
    """What a publication is made from: the publisher, and how far the read models have come (position, stamp)."""

    face: Face
    position: int
    hlc: int


Read = Callable[..., dict[str, Any]]
"""read(connection, look, **names in the address) gives JSON values; a Refusal where nothing is published."""

Write = Callable[[dict[str, Any]], bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a publication: the ending of its address, its media type, and how values become bytes."""

    ending: str
    media_type: str
    write: Write


@dataclass(frozen=True, slots=True)
class Publication:
    """address: with names in braces, as in FastAPI. follows: the read models that it rests on.

    template: the page; None where there are only data.
    """

    address: str
    summary: str
    read: Read
    follows: Sequence[str]
    template: str | None = None
    forms: Sequence[Form] = ()

    @property
    def names(self) -> list[str]:
        """The names in the address."""
        return [part[1:-1] for part in self.address.split("/") if part.startswith("{")]


@dataclass(frozen=True, slots=True)
class Publications:
    """All that a service publishes, its templates and its words for codes."""

    documents: Sequence[Publication] = ()
    templates: Path | None = None
    words: Words = field(default_factory=dict)


JSON_FORM = Form(".json", "application/json", canonical_json)


def csv_form(table: Callable[[dict[str, Any]], Table]) -> Form:
    """For Polish spreadsheets: see `tables`."""
    return Form(".csv", "text/csv; charset=utf-8", lambda values: polish_csv(table(values)))
