"""Reading a statement's lines: what their references mean, and what makes two statements the same."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from shared.kernel.canonical import canonical_json

_PAID = re.compile(r"(?P<grant>[a-z0-9][a-z0-9-]*)/(?P<tranche>[1-9][0-9]{0,2})")
_GIVEN_BACK = re.compile(r"(?P<grant>[a-z0-9][a-z0-9-]*)(/.*)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the bank wrote it."""

    direction: Literal["debit", "credit"]
    amount_grosze: int
    value_on: date
    reference: str


def tranche_named(reference: str) -> tuple[str, int] | None:
    """Grant and tranche of "<grant>/<tranche>", the end-to-end id of our own orders; None for anything else."""
    found = _PAID.fullmatch(reference.strip())
    return (found["grant"], int(found["tranche"])) if found else None


def grant_named(reference: str) -> str | None:
    """The grant of "<grant>" or "<grant>/…", as people write it when they give money back; None for anything else."""
    found = _GIVEN_BACK.fullmatch(reference.strip())
    return found["grant"] if found else None


def digest_of(lines: Sequence[Line]) -> str:
    """SHA-256, hexadecimal, over the lines in their order."""
    return hashlib.sha256(canonical_json([asdict(line) for line in lines])).hexdigest()
