"""Another office cosigns what it has seen, and only what grew out of what it saw before (c2sp.org/tlog-cosignature).

Whoever shows two histories to two people must show one of them to no witness.
"""

from __future__ import annotations

from audit.proof.seals import Signed
from audit.proof.tree import BadProof, Whole, consistency, grown_root
from shared.proof.checkpoints import Checkpoint
from shared.proof.keys import SigningKey
from shared.proof.notes import Note


class Fork(Exception):
    """What is to be cosigned did not grow out of what was cosigned before."""


def grew(before: Checkpoint, now: Checkpoint, whole: Whole) -> None:
    """Raises Fork unless `now` begins with `before`. `whole`: of the tree that `now` was signed over, as it is told."""
    if now.origin != before.origin:
        raise Fork(f"{now.origin} is another history than {before.origin}")
    if now.size < before.size:
        raise Fork(f"it has {now.size} records, and {before.size} were seen before")
    if before.size in (now.size, 0):
        if before.size and now.root != before.root:
            raise Fork(f"over {now.size} records another root was seen before")
        return
    try:
        root = grown_root(before.size, now.size, before.root, consistency(before.size, now.size, whole))
    except BadProof as error:
        raise Fork(f"the records up to {before.size} are not those that were seen before: {error}") from error
    if root != now.root:
        raise Fork(f"the records up to {now.size} do not give the signed root")


def cosigned(seen: Signed, before: Checkpoint | None, key: SigningKey, whole: Whole, *, at: int) -> Note:
    """The note with our cosignature, `at` POSIX seconds. Raises Fork."""
    if before:
        grew(before, seen.checkpoint, whole)
    return Note.parse(seen.note).sign(key, at=at)
