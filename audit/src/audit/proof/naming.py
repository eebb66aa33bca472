"""Which record is the first that is not as it was signed, and what was done to it.

Given are a copy that is bad and hashes that are proven. A record that stands elsewhere than it was signed is found by
putting it, in thought, where it would have given the signed hash.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from audit.proof.copies import Copy
from audit.proof.leaves import Leaves
from audit.proof.rows import placed
from shared.proof.hashing import leaf_hash

MOVES_LOOKED_AT = 500
_CHANGES_TOLD = 6


@dataclass(frozen=True, slots=True)
class Named:
    """kind: changed, missing, inserted, moved or truncated; `until`: the last position it concerns."""

    kind: str
    what: str
    until: int | None = None


def name(position: int, *, bad: Copy, proven: Leaves, signed_to: int, beside: Copy | None = None) -> Named:
    """What is wrong at the first position where a copy differs from proven hashes.

    beside  another copy, with records, to tell what was signed there.
    """
    if position > bad.count:
        return _absent(position, bad, signed_to)
    if bad.look is None:
        return Named("changed", "has another hash than was signed")
    if _gives(bad, position + 1, at=position, proven=proven):
        return Named(
            "inserted", "was never signed; the records signed here and after this one now stand one place later"
        )
    if _gives(bad, position, at=position + 1, proven=proven) and not _gives(
        bad, position + 1, at=position, proven=proven
    ):
        return Named(
            "missing",
            "was taken out; the records signed after it now stand one place earlier" + _lost(position, beside, proven),
        )
    for other in _different(position, bad, proven, signed_to):
        if _gives(bad, position, at=other, proven=proven):
            return Named("moved", f"is the record that was signed at position {other}", other)
    return Named("changed", "is not the record that was signed" + _changes(position, bad, beside, proven))


def _absent(position: int, bad: Copy, signed_to: int) -> Named:
    found = bad.next_at
    if found is not None and found < position:
        return Named("inserted", f"comes after a record that bears position {found} for no reason", position)
    if found is not None:
        return Named("missing", f"is gone; the next record there is at {found}", found - 1)
    return Named("truncated", f"is gone, and all after it: {signed_to} records were signed", signed_to)


def _gives(bad: Copy, position: int, *, at: int, proven: Leaves) -> bool:
    """Whether the record that lies at one position would give the hash that was signed at another.

    Whoever moves a record may have moved its stamp along with it, or left the stamps where they were.
    """
    wanted, found = proven.at(at), bad.look(position) if bad.look else None
    if wanted is None or found is None:
        return False
    there = bad.look(at) if bad.look else None
    stamps = {found[1], there[1] if there else found[1]}
    try:
        return any(leaf_hash(placed(found[0], position=at, stamp=stamp)) == wanted for stamp in stamps)
    except ValueError:
        return False


def _different(position: int, bad: Copy, proven: Leaves, signed_to: int) -> list[int]:
    """Some more positions at which the copy is not as signed."""
    end = min(signed_to, bad.count, proven.count)
    found: list[int] = []
    while len(found) < MOVES_LOOKED_AT and position < end:
        block = min(end, position + 8_192)
        ours, theirs = bad.leaves.read(position, block), proven.read(position, block)
        found += [position + i for i, pair in enumerate(zip(ours, theirs, strict=True), 1) if pair[0] != pair[1]]
        position = block
    return found[:MOVES_LOOKED_AT]


def _signed_there(position: int, beside: Copy | None, proven: Leaves) -> bytes | None:
    """The record that was signed at a position, where another copy still has it."""
    found = beside.look(position) if beside and beside.look else None
    if found is None:
        return None
    record = placed(found[0], position=position, stamp=found[1])
    return record if leaf_hash(record) == proven.at(position) else None


def _lost(position: int, beside: Copy | None, proven: Leaves) -> str:
    record = _signed_there(position, beside, proven)
    if record is None or beside is None:
        return ""
    envelope = json.loads(record)
    return f"; {beside.name} still has it: {envelope['type']}.v{envelope['type_version']}, event {envelope['event_id']}"


def _changes(position: int, bad: Copy, beside: Copy | None, proven: Leaves) -> str:
    record, found = _signed_there(position, beside, proven), bad.look(position) if bad.look else None
    if record is None or found is None or beside is None:
        return ""
    signed, now = _flat(json.loads(record)), _flat(json.loads(placed(found[0], position=position, stamp=found[1])))
    changes = [
        f"{field}: signed {json.dumps(signed.get(field), ensure_ascii=False)}, "
        f"now {json.dumps(now.get(field), ensure_ascii=False)}"
        for field in sorted(signed.keys() | now.keys())
        if signed.get(field) != now.get(field)
    ]
    told = "; ".join(changes[:_CHANGES_TOLD]) + (" …" if len(changes) > _CHANGES_TOLD else "")
    return f" (as {beside.name} has it): {told}" if told else ""


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    """Leaves of a JSON value by their path, "data.amount_grosze"."""
    if isinstance(value, dict) and value:
        return {p: v for key, part in value.items() for p, v in _flat(part, f"{path}.{key}" if path else key).items()}
    return {path: value}
