"""One record of a service's history: what lies in its LOG stream at one position, wherever it was read."""

import json
from dataclasses import dataclass, field
from typing import Any

import msgspec

from audit.proof.rows import placed
from shared.kernel import hlc
from shared.kernel.canonical import instant_text


class Unreadable(Exception):
    """A record is not in the form in which the services write it; the message names its place."""


class _Head(msgspec.Struct):
    """What a record says of itself, without the rest of it: decoding only this is several times faster."""

    type: str
    type_version: int
    stream: str
    version: int
    position: int
    hlc: str


class _Causes(msgspec.Struct):
    causes: dict[str, int] = {}


_head = msgspec.json.Decoder(_Head)
_causes = msgspec.json.Decoder(_Causes)


@dataclass(slots=True)
class Record:
    """position  in its service's store, from 1, without gaps; version: in its stream, from 1;
    stamp     the hybrid logical clock; name: the stored name, with its version;
    stored    the envelope as it came: from a database without its place, which only the append knew.
    """

    service: str
    position: int
    stamp: int
    stream: str
    version: int
    name: str
    stored: bytes
    placed: bool = True
    _envelope: dict[str, Any] | None = field(default=None, repr=False, compare=False)

    @property
    def body(self) -> bytes:
        """The exact canonical bytes of the LOG record. From a database they are made again, as the relay made them."""
        if self.placed:
            return self.stored
        try:
            return placed(self.stored, position=self.position, stamp=self.stamp)
        except ValueError as error:
            raise Unreadable(f"{self}: {error}") from error

    @property
    def envelope(self) -> dict[str, Any]:
        """The whole envelope, parsed at the first asking. Raises Unreadable."""
        if self._envelope is None:
            try:
                envelope = json.loads(self.stored)
            except ValueError as error:
                raise Unreadable(f"{self}: no JSON: {error}") from error
            if not isinstance(envelope, dict):
                raise Unreadable(f"{self}: no JSON object")
            if not self.placed:
                envelope["position"] = self.position
                envelope["hlc"] = hlc.text_of(self.stamp)
                envelope["recorded_at"] = instant_text(hlc.instant_of(self.stamp))
            self._envelope = envelope
        return self._envelope

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.envelope["data"]
        return data

    @property
    def event_id(self) -> str:
        return str(self.envelope["event_id"])

    @property
    def causes(self) -> dict[str, int]:
        """Service to the position of the fact that caused this one; read without parsing the rest."""
        try:
            return _causes.decode(self.stored).causes
        except msgspec.DecodeError as error:
            raise Unreadable(f"{self}: {error}") from error

    @property
    def order(self) -> tuple[int, str, int]:
        """No effect comes before its cause; facts that know nothing of each other and share a stamp go by service."""
        return self.stamp, self.service, self.position

    def __str__(self) -> str:
        return f"{self.service}:{self.position}"


def placed_record(service: str, body: bytes) -> Record:
    """A record from the bytes of a LOG stream or a bundle, which say their own place. Raises Unreadable."""
    try:
        head = _head.decode(body)
        stamp = hlc.from_text(head.hlc)
    except (msgspec.DecodeError, ValueError) as error:
        raise Unreadable(f"a record of {service} is not in the form of one: {error}") from error
    name = f"{head.type}.v{head.type_version}"
    return Record(service, head.position, stamp, head.stream, head.version, name, body)
