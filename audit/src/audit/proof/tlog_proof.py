"""One file that proves one record, offline: c2sp.org/tlog-proof.

    c2sp.org/tlog-proof@v1
    extra <base64 of the record's bytes>
    index <position - 1>
    <base64 of each hash from the record's sibling to the root's child>

    <the signed checkpoint, with the cosignatures of witnesses>

`extra` is not signed by itself; that the record in it is the one that was signed is what the file proves.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audit.proof.tree import BadProof, root_with
from shared.proof.checkpoints import Checkpoint
from shared.proof.hashing import HASH_BYTES, leaf_hash
from shared.proof.keys import VerifyKey
from shared.proof.notes import BadNote, Note

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"


@dataclass(frozen=True, slots=True)
class Proof:
    index: int
    path: tuple[bytes, ...]
    note: str
    record: bytes

    def __str__(self) -> str:
        lines = [HEADER, f"extra {base64.b64encode(self.record).decode()}", f"index {self.index}"]
        return "\n".join([*lines, *(base64.b64encode(one).decode() for one in self.path)]) + f"\n\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> Proof:
        """Raises BadProof."""
        head, separator, note = text.partition("\n\n")
        lines = head.split("\n")
        if not separator or len(lines) < 3 or lines[0] != HEADER:
            raise BadProof(f"this is no proof file: it starts with {HEADER} and holds the record, an index and hashes")
        index = lines[2].removeprefix("index ")
        if not lines[1].startswith("extra ") or not lines[2].startswith("index ") or not index.isdecimal():
            raise BadProof("the record or its index is missing in the file")
        return cls(int(index), tuple(map(_hash, lines[3:])), note, _decoded(lines[1].removeprefix("extra ")))


@dataclass(frozen=True, slots=True)
class Proven:
    """What a checked file shows. `cosigned`: each trusted witness, and when it saw the checkpoint (POSIX seconds)."""

    record: dict[str, Any]
    position: int
    checkpoint: Checkpoint
    cosigned: list[tuple[str, int]]


def check(proof: Proof, keys: Sequence[VerifyKey]) -> Proven:
    """Needs nothing but the file and public keys. Raises BadProof, whose message says what does not hold."""
    try:
        note = Note.parse(proof.note)
        by = note.signed_by(keys)
        checkpoint = Checkpoint.parse(note.text)
    except BadNote as error:
        raise BadProof(f"the checkpoint in the file: {error}") from error
    if not any(not key.cosigns and key.name == checkpoint.origin for key in by):
        raise BadProof(f"none of the given keys has signed the checkpoint of {checkpoint.origin}")
    if root_with(leaf_hash(proof.record), proof.index, checkpoint.size, proof.path) != checkpoint.root:
        raise BadProof("the record is not among those that were signed: record, index or hashes were changed")
    record = json.loads(proof.record)
    if record["position"] != proof.index + 1:
        raise BadProof(f"the record says position {record['position']}, and was signed at {proof.index + 1}")
    cosigned = [(key.name, signature.at) for key in by if key.cosigns and (signature := note.by(key))]
    return Proven(record, proof.index + 1, checkpoint, cosigned)


def _hash(line: str) -> bytes:
    found = _decoded(line)
    if len(found) != HASH_BYTES:
        raise BadProof("a hash in the file has not 32 bytes")
    return found


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadProof("a line of the file is no base64") from error
