"""What is known of a grant's refund claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from payments.domain.claim.events import ClaimedPart, ClaimEstablished, ClaimPaid, ClaimTimeBarred, ReliefGranted
from payments.domain.claim.interest import exact_interest
from shared.kernel.money import split_by_weights


@dataclass(frozen=True, slots=True)
class Claim:
    """parts: what is left, each with its first day of interest. reliefs: decision number to what it wrote off."""

    established: ClaimEstablished
    parts: tuple[ClaimedPart, ...]
    reliefs: Mapping[str, int] = field(default_factory=dict)
    written_off_grosze: int = 0
    barred_on: date | None = None

    @property
    def left_grosze(self) -> int:
        return principal_of(self.parts)


def principal_of(parts: Sequence[ClaimedPart]) -> int:
    return sum(part.principal_grosze for part in parts)


def interest_on(parts: Sequence[ClaimedPart], until: date) -> Fraction:
    """Of all parts together, the day included; in grosze, not rounded."""
    amounts = (exact_interest(part.principal_grosze, first=part.interest_from, last=until) for part in parts)
    return sum(amounts, Fraction(0))


def less(parts: Sequence[ClaimedPart], principal_grosze: int) -> tuple[ClaimedPart, ...]:
    """What is left after some principal is gone, each part in its proportion."""
    if principal_grosze >= principal_of(parts):
        return ()
    gone = split_by_weights(principal_grosze, [part.principal_grosze for part in parts])
    left = (
        replace(part, principal_grosze=part.principal_grosze - away) for part, away in zip(parts, gone, strict=True)
    )
    return tuple(part for part in left if part.principal_grosze)


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of one grant by number."""

    by_number: Mapping[int, Claim] = field(default_factory=dict)

    @property
    def held_grosze(self) -> int:
        """Principal that is claimed and still open, or was written off: nobody claims it again."""
        return sum(claim.left_grosze + claim.written_off_grosze for claim in self.by_number.values())

    def open_in_order(self) -> list[tuple[int, Claim]]:
        """Claims on which something is left, the one that was due first first."""
        still = [(number, claim) for number, claim in self.by_number.items() if claim.left_grosze]
        return sorted(still, key=lambda one: (one[1].established.due_on, one[0]))


def evolve(state: Claims, event: object) -> Claims:
    match event:
        case ClaimEstablished():
            return _with(state, event.claim_number, Claim(event, event.parts))
        case ClaimPaid() if claim := state.by_number.get(event.claim_number):
            return _with(state, event.claim_number, replace(claim, parts=less(claim.parts, event.principal_grosze)))
        case ReliefGranted() if claim := state.by_number.get(event.claim_number):
            relieved = replace(
                _written_off(claim, event.amount_grosze),
                reliefs={**claim.reliefs, event.decision_number: event.amount_grosze},
            )
            return _with(state, event.claim_number, relieved)
        case ClaimTimeBarred() if claim := state.by_number.get(event.claim_number):
            barred = replace(_written_off(claim, event.amount_grosze), barred_on=event.barred_on)
            return _with(state, event.claim_number, barred)
        case _:
            return state


def _written_off(claim: Claim, amount_grosze: int) -> Claim:
    left = less(claim.parts, amount_grosze)
    return replace(claim, parts=left, written_off_grosze=claim.written_off_grosze + amount_grosze)


def _with(state: Claims, number: int, claim: Claim) -> Claims:
    return Claims({**state.by_number, number: claim})
