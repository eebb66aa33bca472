"""The workbench's own key (Ed25519): with it an auditor signs what was seen. It lies apart from database rights."""

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY = "keys/workbench.pem"


class NoKey(Exception):
    """There is no key yet; the message says how to make one."""


def make_key(home: Path) -> str:
    """Make the key, readable by its owner only, and give its public half. Raises FileExistsError."""
    path = home / KEY
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    return _public_text(key)


def public_key(home: Path) -> str:
    """The public half, 32 bytes in base64. Raises NoKey."""
    return _public_text(_key(home))


def signed(home: Path, content: bytes) -> str:
    """The signature, 64 bytes in base64. Raises NoKey."""
    return base64.b64encode(_key(home).sign(content)).decode()


def verifies(public: str, content: bytes, signature: str) -> bool:
    """Whether whoever holds this key has signed exactly these bytes."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(home: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key((home / KEY).read_bytes(), password=None)
    except FileNotFoundError as error:
        raise NoKey(f"no key in {home / KEY}; grosz audit cuts key makes one") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey(f"{home / KEY} is no Ed25519 key")
    return key


def _public_text(key: Ed25519PrivateKey) -> str:
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()
