"""A signed note (c2sp.org/signed-note): a text, an empty line, and a line for each signature under it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, replace

from shared.proof.keys import ID_BYTES, SigningKey, VerifyKey, cosigned_at

SIGNATURES_MAX = 64
_DASH = "\N{EM DASH} "


class BadNote(Exception):
    """A text that is no signed note, or a note whose signature is not what it claims to be."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose, by which key, and the bytes that follow the key's id."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"

    @property
    def at(self) -> int:
        """Of a cosignature: POSIX seconds."""
        return cosigned_at(self.value)


@dataclass(frozen=True, slots=True)
class Note:
    """`text` ends in a newline. What it says counts only after `signed_by` has found a key that is trusted."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    @classmethod
    def parse(cls, text: str) -> Note:
        """Raises BadNote."""
        body, separator, lines = text.rpartition("\n\n")
        if not separator or not lines.endswith("\n") or any(c < " " and c != "\n" for c in text):
            raise BadNote("a signed note is a text, an empty line and signature lines")
        found = lines.removesuffix("\n").split("\n")
        if len(found) > SIGNATURES_MAX:
            raise BadNote(f"more than {SIGNATURES_MAX} signatures")
        return cls(body + "\n", tuple(map(_signature, found)))

    def sign(self, key: SigningKey, *, at: int = 0) -> Note:
        """The note with one more signature."""
        signature = Signature(key.name, key.verify_key.id, key.sign(self.text.encode(), at=at))
        return replace(self, signatures=(*self.signatures, signature))

    def by(self, key: VerifyKey) -> Signature | None:
        """This key's signature, verified; None when it has not signed. Raises BadNote when one in its name is false."""
        found = None
        for signature in self.signatures:
            if (signature.name, signature.key_id) == (key.name, key.id):
                if not key.verifies(self.text.encode(), signature.value):
                    raise BadNote(f"the signature of {key.name} is false")
                found = signature
        return found

    def signed_by(self, keys: Iterable[VerifyKey]) -> list[VerifyKey]:
        """Those of the keys that have signed. Raises BadNote when a signature in the name of one of them is false."""
        return [key for key in keys if self.by(key)]


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        value = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        value = b""
    if not line.startswith(_DASH) or not name or len(value) <= ID_BYTES:
        raise BadNote("a signature line is an em dash, a name and base64")
    return Signature(name, value[:ID_BYTES], value[ID_BYTES:])
