"""Named Ed25519 keys: a service's seal and a witness's cosignature, as text that fits one line.

To verify with:  `<name>+<key id, 8 hex digits>+<base64 of algorithm byte and public key>` (c2sp.org/signed-note).
To sign with:    the same with `PRIVATE+KEY+` before it and the private key in it, as Go's sumdb writes it.
The algorithm byte says what a signature means: 0x01 "this is my text", 0x04 "I saw this checkpoint at that time".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNS, COSIGNS = 0x01, 0x04
KEY_BYTES, ID_BYTES, TIME_BYTES = 32, 4, 8
_NAME = re.compile(r"[^\s+]+")
_PRIVATE = "PRIVATE+KEY+"


class BadKey(Exception):
    """A text that is no key of ours."""


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """The public half. `id` only tells keys apart; trust comes from holding the whole key."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:ID_BYTES]

    @property
    def cosigns(self) -> bool:
        return self.algorithm == COSIGNS

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.algorithm]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> VerifyKey:
        """Raises BadKey."""
        name, id_hex, algorithm, public = _parts(text)
        key = cls(name, algorithm, public)
        if key.id.hex() != id_hex:
            raise BadKey(f"the key of {name} does not fit its id {id_hex}; was it cut or mistyped?")
        return key

    def verifies(self, text: bytes, signature: bytes) -> bool:
        """Whether a signature (without key id) is this key's under the text of a note."""
        if self.cosigns:
            if len(signature) < TIME_BYTES:
                return False
            text = cosigned(text, cosigned_at(signature))
            signature = signature[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half, with the name and the meaning under which it signs."""

    name: str
    algorithm: int
    private: bytes = field(repr=False)

    @classmethod
    def generate(cls, name: str, algorithm: int = SIGNS) -> SigningKey:
        """Raises BadKey for a name with a space or a plus sign."""
        if not _NAME.fullmatch(name):
            raise BadKey(f"{name!r} is no name for a key: no spaces, no plus sign; the like of city.example/office")
        return cls(name, algorithm, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def verify_key(self) -> VerifyKey:
        public = Ed25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()
        return VerifyKey(self.name, self.algorithm, public)

    def written(self) -> str:
        """The text of the key file. Not `__str__`: it must not get into a log by accident."""
        encoded = base64.b64encode(bytes([self.algorithm]) + self.private).decode()
        return f"{_PRIVATE}{self.name}+{self.verify_key.id.hex()}+{encoded}\n"

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Raises BadKey, whose message never shows the key."""
        if not text.startswith(_PRIVATE):
            raise BadKey(f"a signing key starts with {_PRIVATE}")
        name, id_hex, algorithm, private = _parts(text.removeprefix(_PRIVATE))
        key = cls(name, algorithm, private)
        if key.verify_key.id.hex() != id_hex:
            raise BadKey(f"the signing key of {name} does not fit its id; was it cut?")
        return key

    def sign(self, text: bytes, *, at: int = 0) -> bytes:
        """The signature under the text of a note. `at`: POSIX seconds, for a cosignature only."""
        key = Ed25519PrivateKey.from_private_bytes(self.private)
        if self.algorithm == COSIGNS:
            return at.to_bytes(TIME_BYTES) + key.sign(cosigned(text, at))
        return key.sign(text)


def cosigned(text: bytes, at: int) -> bytes:
    """The message under a cosignature: what was seen, and when (c2sp.org/tlog-cosignature)."""
    return b"cosignature/v1\ntime %d\n" % at + text


def cosigned_at(signature: bytes) -> int:
    """POSIX seconds."""
    return int.from_bytes(signature[:TIME_BYTES])


def _parts(text: str) -> tuple[str, str, int, bytes]:
    name, _, rest = text.strip().partition("+")
    id_hex, _, encoded = rest.partition("+")
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        decoded = b""
    if not _NAME.fullmatch(name) or len(decoded) != 1 + KEY_BYTES or decoded[0] not in (SIGNS, COSIGNS):
        raise BadKey("a key is one line, name+id+base64, of an Ed25519 key that signs (01) or cosigns (04)")
    return name, id_hex, decoded[0], decoded[1:]
