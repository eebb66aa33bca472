"""Reading a statement's lines: what their references mean, and the frame in which they stand.

A hash of what the bank wrote would be a hash of names, amounts and villages: short texts, found again by trying. Even
salted it could not be compared later without its salt, which lies with the text, where both can be erased. So no text
is hashed to tell two statements apart. Of each line its direction, amount and day are compared, which stand in our
facts anyhow, and then what became of it: a line that moved money must name the same grant and tranche again, and one
that named nothing must still name nothing. Two wordings of a line that found no place count as the same.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.kernel.canonical import canonical_json

NAMES_NOTHING = "reference-names-nothing"
VALUE_DAY_AHEAD = "value-day-ahead"
NOT_TOLD = "not-told"

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


def why_not_read(line: Line, *, today: date) -> str:
    """Why a line can be booked nowhere, whatever it names: a code, "" when nothing speaks against it.

    The bank cannot have moved money on a day that is still to come: such a line waits for a statement that has it.
    """
    if names_nothing(line):
        return NAMES_NOTHING
    return VALUE_DAY_AHEAD if line.value_on > today else ""


def names_nothing(line: Line) -> bool:
    return (tranche_named if line.direction == "debit" else grant_named)(line.reference) is None


def frame_of(lines: Sequence[Line]) -> str:
    """SHA-256, hexadecimal, over direction, amount and day of the lines in their order."""
    frame = [[line.direction, line.amount_grosze, line.value_on] for line in lines]
    return hashlib.sha256(canonical_json(frame)).hexdigest()
