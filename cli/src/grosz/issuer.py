"""The issuer of people's tokens in a local stack: an Ed25519 key pair, and JWTs signed with it (RFC 7519, EdDSA)."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from grosz.home import Home
from grosz.records import write_private
from shared.transport.actors import AUDIENCE, ISSUER

LIFETIME_SECONDS = 8 * 3600
# A cached token is given out only while at least this much of its life is left.
_SPARE_SECONDS = 600


class IssuerMissing(Exception):
    """The data folder has no issuer key: the stack was never started there."""


def ensure_key_pair(home: Home) -> None:
    """Make the pair once. The services read the public half only."""
    if not home.issuer_private_key.exists():
        key = Ed25519PrivateKey.generate()
        write_private(
            home.issuer_private_key,
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )
    private = serialization.load_pem_private_key(home.issuer_private_key.read_bytes(), password=None)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    # Written anew each time: an interrupted first start must not leave half a pair.
    write_private(home.issuer_public_key, public)
    home.issuer_public_key.chmod(0o644)


class Issuer:
    """Signs tokens, and gives the same one again until it grows old."""

    def __init__(self, private_key_file: Path) -> None:
        try:
            self._key = private_key_file.read_bytes()
        except FileNotFoundError:
            raise IssuerMissing(f"no issuer key at {private_key_file}") from None
        self._minted: dict[tuple[str, frozenset[str]], tuple[str, float]] = {}

    def mint_token(self, person: str, roles: Iterable[str]) -> str:
        """A token that says: this pseudonym, these roles, for eight hours."""
        wanted = (person, frozenset(roles))
        token, until = self._minted.get(wanted, ("", 0.0))
        if until - time.time() < _SPARE_SECONDS:
            token, until = self._sign(*wanted)
            self._minted[wanted] = (token, until)
        return token

    def _sign(self, person: str, roles: frozenset[str]) -> tuple[str, float]:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": person,
            "roles": sorted(roles),
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
        }
        return jwt.encode(claims, self._key, algorithm="EdDSA"), float(now + LIFETIME_SECONDS)
