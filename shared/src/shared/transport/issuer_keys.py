"""Whose tokens we believe: the public keys of the issuer (OpenID Connect Core, JWK Set of RFC 7517).

They come from a file, one PEM key or a JWK Set, read again when it changes, or from the address at which the issuer
publishes its set. A key is used with its own algorithm only, whatever a token's header asks for (RFC 8725, 3.1).
"""

import asyncio
import json
import logging
import urllib.request
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

REFRESHED_EVERY_SECONDS = 300
ASKED_AGAIN_AFTER_SECONDS = 5
ANSWER_WITHIN_SECONDS = 5
log = logging.getLogger(__name__)


class NoSuchKey(Exception):
    """The token was signed with a key that is not the issuer's, or none of its keys is known yet."""


class IssuerKeys:
    """The issuer's keys by their ids. `url` goes before the file once it has answered."""

    def __init__(self, file: Path | None = None, *, url: str | None = None) -> None:
        self._file, self._url = file, url
        self._read_at = 0.0
        self._keys: dict[str | None, tuple[Any, str]] = {}
        self._fetched = False
        if file:
            self._read(file)

    @property
    def known(self) -> bool:
        return bool(self._keys)

    def key(self, token: str) -> tuple[Any, str]:
        """The key that a token names, and its algorithm. Raises NoSuchKey, jwt.PyJWTError."""
        if self._file and not self._fetched and self._file.stat().st_mtime != self._read_at:
            self._read(self._file)
        named = jwt.get_unverified_header(token).get("kid")
        if named in self._keys:
            return self._keys[named]
        if len(self._keys) == 1 and None in self._keys:
            return self._keys[None]  # a single key without an id: the signature alone tells
        raise NoSuchKey(f"the token names the key {named!r}, which is none of the issuer's")

    async def refresh(self) -> None:
        """Fetch the set again and again, where there is an address. Run it as a task; the last good set stays."""
        while self._url:
            try:
                text = await asyncio.to_thread(_fetched, self._url)
                self._keys, self._fetched = _keys_of(text), True
                pause = REFRESHED_EVERY_SECONDS
            except (OSError, ValueError, jwt.PyJWTError) as error:
                log.warning("the issuer's keys could not be fetched: %s", type(error).__name__)
                pause = ASKED_AGAIN_AFTER_SECONDS
            await asyncio.sleep(pause)

    def _read(self, file: Path) -> None:
        self._read_at = file.stat().st_mtime
        self._keys = _keys_of(file.read_text())


def _fetched(url: str) -> str:
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ValueError("the issuer's keys are fetched over TLS")
    with urllib.request.urlopen(url, timeout=ANSWER_WITHIN_SECONDS) as answer:  # noqa: S310  the scheme was looked at
        body: bytes = answer.read()
    return body.decode()


def _keys_of(text: str) -> dict[str | None, tuple[Any, str]]:
    if text.lstrip().startswith("{"):
        found = jwt.PyJWKSet.from_dict(json.loads(text))
        return {key.key_id: (key.key, str(key.algorithm_name)) for key in found.keys if key.public_key_use != "enc"}
    key = serialization.load_pem_public_key(text.encode())
    return {None: (key, _algorithm_of(key))}


def _algorithm_of(key: object) -> str:
    match key:
        case ed25519.Ed25519PublicKey():
            return "EdDSA"
        case ec.EllipticCurvePublicKey():
            return "ES256"
        case rsa.RSAPublicKey():
            return "RS256"
        case _:
            raise ValueError(f"{type(key).__name__} signs no token that we take")
