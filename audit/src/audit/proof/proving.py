"""Making the file that proves one record: the newest checkpoint over it, and the hashes from it to the root.

What is written was checked first. The service's stored hashes are used where they are true: some twenty rows for any
history. Otherwise the records themselves are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audit.proof.seals import Signed
from audit.proof.tlog_proof import Proof
from audit.proof.tree import BadProof, Whole, inclusion, root_with
from shared.proof.hashing import leaf_hash


class NotProven(Exception):
    """There is no proof of this record; the message says why, and what to do."""


def prove(
    record: bytes, position: int, signed: Iterable[Signed], trees: Sequence[Whole], *, cosigned: str | None = None
) -> Proof:
    """Raises NotProven.

    trees     ways to the hashes, tried in this order
    cosigned  a checkpoint with cosignatures, to be used where it covers the record and is one of those signed
    """
    covering = [one for one in signed if one.checkpoint.size >= position]
    if not covering:
        raise NotProven(
            f"position {position} is not covered by a checkpoint yet; while it runs, the service signs one in seconds"
        )
    newest = max(covering, key=lambda one: (one.note == cosigned, one.checkpoint.order))
    index, checkpoint = position - 1, newest.checkpoint
    for whole in trees:
        try:
            path = inclusion(index, checkpoint.size, whole)
            if root_with(leaf_hash(record), index, checkpoint.size, path) == checkpoint.root:
                return Proof(index, tuple(path), newest.note, record)
        except BadProof:
            continue
    raise NotProven(
        f"the record at position {position}, or another one below {checkpoint.size}, is not as it was signed\n"
        "    grosz audit verify names the first one"
    )
