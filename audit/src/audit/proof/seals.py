"""Signed checkpoints of one service: which of them are truly signed, and whether they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.proof.checkpoints import Checkpoint
from shared.proof.keys import VerifyKey
from shared.proof.notes import BadNote, Note


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint whose signature was verified. `found`: where, in words; `note`: as it was found."""

    checkpoint: Checkpoint
    note: str
    found: str

    def __str__(self) -> str:
        return f"the checkpoint over {self.checkpoint.size} records ({self.found})"


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A text in the place of a checkpoint that no trusted key has signed."""

    why: str
    found: str


def verified(notes: Iterable[str], keys: Iterable[VerifyKey], *, service: str, found: str) -> list[Signed | Unsigned]:
    """Each note in turn, signed by the service's trusted key or not."""
    ours = [key for key in keys if not key.cosigns and key.name.rpartition("/")[2] == service]
    return [_verified(note, ours, found) for note in notes]


def _verified(text: str, keys: list[VerifyKey], found: str) -> Signed | Unsigned:
    try:
        note = Note.parse(text)
        by = note.signed_by(keys)
        checkpoint = Checkpoint.parse(note.text)
    except BadNote as error:
        return Unsigned(str(error), found)
    if not any(key.name == checkpoint.origin for key in by):
        return Unsigned("no trusted key has signed it", found)
    return Signed(checkpoint, text, found)


def contradiction(signed: Iterable[Signed]) -> tuple[Signed, Signed] | None:
    """Two that cannot both be true: another root over as many records, or fewer records at a later watermark.

    That a larger one begins with a smaller one shows only with the records in between; counting roots shows it.
    """
    in_order = sorted(signed, key=lambda one: (one.checkpoint.watermark, one.checkpoint.size))
    roots: dict[int, Signed] = {}
    largest: Signed | None = None
    for one in in_order:
        same_size = roots.setdefault(one.checkpoint.size, one)
        if same_size.checkpoint.root != one.checkpoint.root:
            return same_size, one
        if largest and largest.checkpoint.size > one.checkpoint.size:
            return largest, one
        largest = one
    return None
