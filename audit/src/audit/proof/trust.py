"""Whose signature counts: public keys, one a line. Whoever holds a key that is trusted can be believed, so they are
pinned: taken over at first sight, told, and compared ever after. Better is to bring them along on paper (--keys)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from shared.proof.keys import BadKey, VerifyKey

PINNED = "trusted-keys"


class NoKeys(Exception):
    """There is no key to trust, or the file holds none; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """`remarks`: what a person should hear about where the keys come from."""

    keys: list[VerifyKey]
    remarks: list[str] = field(default_factory=list)


def read_keys(file: Path) -> list[VerifyKey]:
    """Raises NoKeys."""
    try:
        keys = [VerifyKey.parse(line) for line in file.read_text().splitlines() if line.strip()]
    except OSError as error:
        raise NoKeys(f"{file} cannot be read: {error.strerror}") from error
    except BadKey as error:
        raise NoKeys(f"{file}: {error}") from error
    if not keys:
        raise NoKeys(f"{file} holds no key")
    return keys


def trusted(home: Path, *, offered: Path) -> Trusted:
    """The pinned keys; at first sight those that the stack offers are pinned. Raises NoKeys.

    A new name among those offered is pinned too: a service that was added. Another key under a known name is not.
    """
    pinned = home / PINNED
    if not pinned.exists():
        if not offered.exists():
            raise NoKeys(
                f"no public key is known: neither {pinned} nor {offered} is there\n"
                "    grosz up makes the keys; a key brought along is given with --keys FILE"
            )
        keys = read_keys(offered)
        _pin(pinned, keys)
        return Trusted(keys, [f"these public keys are trusted from now on, compare them with those on paper: {pinned}"])
    keys = read_keys(pinned)
    if not offered.exists():
        return Trusted(keys)
    by_name, remarks = {key.name: key for key in keys}, []
    for key in read_keys(offered):
        if key.name not in by_name:
            by_name[key.name] = key
            remarks.append(f"a new public key is trusted from now on: {key}")
        elif by_name[key.name] != key:
            remarks.append(
                f"{offered} offers another key for {key.name} than the one pinned in {pinned}; it is not trusted"
            )
    if len(by_name) > len(keys):
        _pin(pinned, list(by_name.values()))
    return Trusted(list(by_name.values()), remarks)


def _pin(file: Path, keys: list[VerifyKey]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{key}\n" for key in keys))
