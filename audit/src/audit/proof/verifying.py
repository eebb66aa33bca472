"""One service's records against everything that was ever signed over them: findings, and what is still open.

A root that was signed proves every record below it. So each copy of the history is proven up to the largest signed size
whose root it gives; the copy that is proven furthest tells, record by record, where another one differs from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from audit.proof.copies import CONTRADICTIONS_TOLD, Copy
from audit.proof.naming import name
from audit.proof.seals import Signed, contradiction


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was signed. `position`: the first record concerned; `until`: the last, if a range.

    kind: changed, missing, inserted, moved, truncated (what was done to a record), unplaced (one of a range, which one
    cannot be told), contradiction (two histories were signed), columns (a row contradicts its record).
    """

    service: str
    kind: str
    where: str
    what: str
    position: int | None = None
    until: int | None = None

    def __str__(self) -> str:
        place = self.service if self.position is None else f"{self.service}:{self.position}"
        if self.kind == "unplaced":
            place += f" to {self.service}:{self.until}"
        return f"{place} in {self.where} {self.what}"

    def plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Verdict:
    """proven_to: every record up to this position is one that was signed, in the copy that was asked about."""

    service: str
    records: int = 0
    signed_to: int = 0
    proven_to: int = 0
    watermark: str = ""
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def open_records(self) -> int:
        """Records after the last checkpoint: the window in which a change would not be noticed yet."""
        return max(0, self.records - self.signed_to)

    def plain(self) -> dict[str, Any]:
        findings = [finding.plain() for finding in self.findings]
        return {**asdict(self), "open_records": self.open_records, "findings": findings}


def verify(service: str, signed: Sequence[Signed], asked: Sequence[Copy], witnesses: Sequence[Copy]) -> Verdict:
    """asked      the copies in question: database, LOG stream, bundle; the first one is what the figures are of
    witnesses  hashes that may help to name a record: kept ones, those that the service stored
    """
    roots = sorted({(one.checkpoint.size, one.checkpoint.root) for one in signed})
    last = max(signed, key=lambda one: one.checkpoint.order, default=None)
    copies = [*asked, *witnesses]
    best = max(copies, key=lambda copy: copy.leaves.true_to(roots))
    best_to = best.leaves.true_to(roots)
    verdict = Verdict(
        service,
        records=asked[0].count,
        signed_to=last.checkpoint.size if last else 0,
        proven_to=asked[0].leaves.true_to(roots),
        watermark=last.checkpoint.watermark if last else "",
        checkpoints=len({one.note for one in signed}),
    )
    if not signed:
        verdict.remarks.append("nothing has been signed yet: nothing can be proven")
    verdict.findings += _contradictions(service, signed, best, best_to)
    for copy in asked:
        verdict.findings += _against_signed(service, copy, best, best_to, roots, asked, verdict)
        verdict.findings += _unsound(service, copy)
    verdict.findings += _between(service, asked, best_to)
    verdict.findings.sort(key=lambda finding: finding.position or 0)
    return verdict


def _contradictions(service: str, signed: Sequence[Signed], best: Copy, best_to: int) -> list[Finding]:
    pair = contradiction(signed)
    if pair:
        first, second = pair
        what = f"contradict each other: {first} and {second} cannot both be of one history"
        return [Finding(service, "contradiction", "the signed checkpoints", what, first.checkpoint.size)]
    for one in sorted(signed, key=lambda one: one.checkpoint.size):
        size = one.checkpoint.size
        if 0 < size < best_to and best.leaves.roots.get(size) != one.checkpoint.root:
            what = f"contradict each other: {one} is not the beginning of the history signed at {best_to}"
            return [Finding(service, "contradiction", "the signed checkpoints", what, size)]
    return []


def _against_signed(
    service: str,
    copy: Copy,
    best: Copy,
    best_to: int,
    roots: Sequence[tuple[int, bytes]],
    asked: Sequence[Copy],
    verdict: Verdict,
) -> list[Finding]:
    """The first record of a copy that is not as signed, as exactly as anything at hand can tell."""
    signed_to = roots[-1][0] if roots else 0
    beside = next((other for other in asked if other is not copy), None)
    if copy.leaves.true_to(roots) < best_to and (at := copy.leaves.first_difference(best.leaves, end=best_to)):
        if _only_behind(copy, at):
            verdict.remarks.append(f"{copy.name} ends at position {copy.count}; the relay fills it up to {signed_to}")
            return []
        named = name(at, bad=copy, proven=best.leaves, signed_to=signed_to, beside=beside)
        return [Finding(service, named.kind, copy.name, named.what, at, named.until)]
    if best_to == signed_to:
        if copy.next_at is None:
            return []
        named = name(copy.count + 1, bad=copy, proven=best.leaves, signed_to=signed_to)
        return [Finding(service, named.kind, copy.name, named.what, copy.count + 1, named.until)]
    if _only_behind(copy, copy.count + 1):
        return []
    failing = next(size for size, _ in roots if size > best_to)
    if copy.count < failing:  # a hole or an early end has an exact place, whatever nobody can prove before it
        named = name(copy.count + 1, bad=copy, proven=best.leaves, signed_to=signed_to)
        return [Finding(service, named.kind, copy.name, named.what, copy.count + 1, named.until)]
    what = (
        "do not give the root that was signed: one of them was changed, moved, put in or taken out; which one cannot "
        "be told without hashes kept from before or a true LOG stream"
    )
    return [Finding(service, "unplaced", copy.name, what, best_to + 1, failing)]


def _only_behind(copy: Copy, at: int) -> bool:
    """A LOG stream that ends early was lost or is being filled: the relay brings what the store has."""
    return copy.name == LOG and at > copy.count and copy.next_at is None


def _unsound(service: str, copy: Copy) -> list[Finding]:
    findings = [Finding(service, "columns", copy.name, what, position) for position, what in copy.unsound]
    if copy.unsound_count > CONTRADICTIONS_TOLD:
        more = copy.unsound_count - CONTRADICTIONS_TOLD
        findings.append(Finding(service, "columns", copy.name, f"has {more} more rows that contradict their records"))
    return findings


def _between(service: str, asked: Sequence[Copy], best_to: int) -> list[Finding]:
    """What nobody has signed yet, or nobody can prove, is at least the same in each copy."""
    findings = []
    first, *others = asked
    for other in others:
        shorter = min(first.count, other.count)
        at = first.leaves.first_difference(other.leaves, end=shorter, after=best_to) if shorter > best_to else None
        if at:
            what = f"is not the record that {other.name} has"
            findings.append(Finding(service, "changed", first.name, what, at))
        elif other.count > first.count >= best_to and first.next_at is None:
            what = f"is gone, and all after it: {other.name} has {other.count} records"
            findings.append(Finding(service, "truncated", first.name, what, first.count + 1, other.count))
    return findings


LOG = "the LOG stream"
