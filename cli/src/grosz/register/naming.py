"""Ids of what is taken over: derived from the register alone, so that every run gives the same."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.kernel.canonical import canonical_json

_SLUG_CHARACTERS_MAX = 50  # leaves room in 80 characters for the year, the key's digest and a payment's number
_KEY_DIGITS = 16
_TEXTS = frozenset({"organisation_name", "purpose"})


def slug_of(name: str) -> str:
    """A name in lower-case letters a to z, digits and hyphens: "Powiat Łódzki" gives "powiat-lodzki".

    Two names may give the same slug; whoever needs them apart compares the names (see gathering).
    """
    plain = unicodedata.normalize("NFKD", folded(name).replace("ł", "l").replace("œ", "oe"))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    if len(slug) > _SLUG_CHARACTERS_MAX or not slug:
        slug = f"{slug[: _SLUG_CHARACTERS_MAX - 9]}-{_digest(folded(name))[:8]}".strip("-")
    return slug


def folded(text: str) -> str:
    """Text as it counts in a key: without case, without doubled or trailing blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def programme_of(grantor: str, year: int) -> str:
    return f"{grantor}-{year:04d}"


@dataclass(frozen=True)
class Key:
    """What tells one grant from another. `number` is "" where the register tells none."""

    programme: str
    cells: tuple[tuple[str, str], ...]
    number: str

    @property
    def namesakes(self) -> str:
        """What all grants share that differ at most by the number."""
        return _digest([self.programme, self.cells])

    def means(self, other: "Key") -> bool:
        """Whether two namesakes are one grant: numbers must not contradict each other, and one may be missing."""
        return self.number == other.number or not self.number or not other.number

    @property
    def grant_id(self) -> str:
        """The programme, and 64 bits of the key's SHA-256."""
        return f"{self.programme}-{_digest([self.programme, self.cells, self.number])[:_KEY_DIGITS]}"


def key_of(programme: str, cells: dict[str, str], number: str) -> Key:
    return Key(programme, tuple((column, folded(cell)) for column, cell in cells.items()), number)


def row_digest_of(grant_id: str, amount_grosze: int, signed_on: date, payments: Sequence[tuple[date, int]]) -> str:
    """SHA-256 over what the ledger keeps of a row: the grant's id, amount and day; each payment's day and amount.

    Names, purposes and every other text of the row are left out: this digest is kept for ever, and a hash of a text
    that can be guessed is as good as the text. A salt would not do, for every run must give the same digest.
    """
    return _digest([grant_id, amount_grosze, signed_on, [list(payment) for payment in payments]])


def _digest(body: object) -> str:
    return hashlib.sha256(canonical_json(body)).hexdigest()


def payment_of(grant: str, number: int) -> str:
    return f"{grant}-p{number}"


def command_of(verb: str, subject: str, body: Mapping[str, object]) -> str:
    """The command's id: the same wish has the same id in every run, another body another id.

    Texts are left out, for a command's id is kept for ever. A text that has changed meets the answer that is stored
    under the id, and is refused as another body.
    """
    told = {name: value for name, value in body.items() if name not in _TEXTS}
    return f"register:{verb}:{_digest([verb, subject, told])[:32]}"
