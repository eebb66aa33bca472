"""The bus's users: a key (nkey, Ed25519) for each, and the server's configuration that says what each may do.

What they may do is `bus_rights.json`, made from the services' own tables by `shared.hosting.rights`. The same text
serves the local stack, Compose and Kubernetes.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nkeys  # type: ignore[import-untyped]

from grosz.records import write_private

RIGHTS_FILE = Path(__file__).with_name("bus_rights.json")
PROVISIONER, CONSOLE, AUDITOR = "provisioner", "console", "auditor"


def rights() -> dict[str, Any]:
    """User to permissions, in the words of the server's configuration."""
    found: dict[str, Any] = json.loads(RIGHTS_FILE.read_text())
    return found


def seed_file(folder: Path, user: str) -> Path:
    """Where a user's seed lies; whoever reads it is that user."""
    return folder / f"{user}.nk"


def ensure_seeds(folder: Path) -> dict[str, str]:
    """Make the keys that are missing. Returns user to public key."""
    return {user: _public_key(seed_file(folder, user)) for user in rights()}


def configuration(public_keys: Mapping[str, str]) -> str:
    """The users of nats-server's `authorization`, one a line; JSON is part of the server's own language."""
    permitted = rights()
    return "\n".join(
        json.dumps({"nkey": key, "permissions": permitted[user]}) for user, key in sorted(public_keys.items())
    )


def _public_key(file: Path) -> str:
    if not file.exists():
        write_private(file, nkeys.encode_seed(secrets.token_bytes(32), nkeys.PREFIX_BYTE_USER))
    pair = nkeys.from_seed(bytearray(file.read_bytes().strip()))
    try:
        return str(pair.public_key.decode())
    finally:
        pair.wipe()
