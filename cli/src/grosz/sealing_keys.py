"""The keys of a local stack's seals: one per service, made once, and the list of their public halves for auditors."""

from __future__ import annotations

from collections.abc import Sequence

from grosz.home import Home
from grosz.records import write_private
from shared.proof.checkpoints import origin_of
from shared.proof.keys import SigningKey


def ensure_sealing_keys(home: Home, services: Sequence[str], *, authority: str) -> None:
    """Make what is missing; a key that is there is never replaced: what it signed must stay verifiable."""
    keys = []
    for service in services:
        file = home.seal_key(service)
        if not file.exists():
            write_private(file, SigningKey.generate(origin_of(authority, service)).written().encode())
        keys.append(SigningKey.parse(file.read_text()).verify_key)
    # Written anew each time, as an interrupted first start may have made some of the keys only.
    write_private(home.trusted_keys, "".join(f"{key}\n" for key in keys).encode())
    home.trusted_keys.chmod(0o644)
