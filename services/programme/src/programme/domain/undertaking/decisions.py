"""Allowing, committing, confirming and reducing the years of an undertaking. Amounts in grosze."""

from collections.abc import Sequence
from datetime import date

from programme.domain.undertaking.events import CommitmentPosted
from programme.domain.undertaking.state import UndertakingState
from shared.kernel.balances import Transfer
from shared.kernel.commitments import commitment_account, commitment_posting
from shared.kernel.money import format_pln
from shared.kernel.refusal import Refusal

MOST_YEARS = 5
"""UDPP art. 16(3): a contract is made for five years at most."""


class LimitBelowCommitments(Refusal):
    rule = "A year's commitment limit is not lowered below what is committed of it."
    article = "UFP art. 226(3), 228"


class CommitmentLimitExceeded(Refusal):
    rule = "No more of a year is committed than the council allowed for it in the long-term forecast."
    article = "UFP art. 226(3), 228"


class CommitmentTooLong(Refusal):
    rule = "A contract runs for five years at most."
    article = "UDPP art. 16(3)"


class YearNamedTwice(Refusal):
    rule = "A commitment names each year once."
    article = "UFP art. 226(3)"


class CommittedOtherwise(Refusal):
    rule = "A grant is committed once; a change is a reduction, or another commitment."
    article = "UFP art. 228"


class NothingCommitted(Refusal):
    rule = "Only what was committed of a year is confirmed or reduced."
    article = "UFP art. 228"
    status = 404


def set_limit(
    state: UndertakingState, *, undertaking_id: str, year: int, limit_grosze: int, on: date, document: str
) -> list[CommitmentPosted]:
    """The council allows so much for a year. Nothing happens when it is so. Refuses: LimitBelowCommitments."""
    difference = limit_grosze + state.balance(commitment_account(year, "limit"))
    if difference == 0:
        return []
    free = state.balance(commitment_account(year, "free"))
    if -difference > free:
        raise LimitBelowCommitments(
            f"{format_pln(-difference)} PLN less, {format_pln(free)} PLN are free in {year}", field="data.limit_grosze"
        )
    case = "raise" if difference > 0 else "lower"
    return [
        CommitmentPosted(
            undertaking_id,
            "CommitmentLimitSet",
            year,
            on,
            abs(difference),
            (_transfer("CommitmentLimitSet", case, year, abs(difference)),),
            document,
            stated_grosze=limit_grosze,
        )
    ]


def make_commitment(
    state: UndertakingState,
    *,
    undertaking_id: str,
    grant_id: str,
    amounts: Sequence[tuple[int, int]],
    on: date,
    document: str,
) -> list[CommitmentPosted]:
    """A contract commits these amounts of these years: all of them or none. Nothing happens when the same is made.

    amounts: (year, grosze). Refuses: YearNamedTwice, CommitmentTooLong, CommittedOtherwise, CommitmentLimitExceeded.
    """
    named = tuple(sorted(amounts))
    years = [year for year, _ in named]
    if len(set(years)) != len(years):
        raise YearNamedTwice(f"years {years}", field="data.amounts")
    if years[-1] - years[0] >= MOST_YEARS:
        raise CommitmentTooLong(f"from {years[0]} to {years[-1]}", field="data.amounts")
    if grant_id in state.made:
        if state.made[grant_id] == named and state.documents[grant_id] == document:
            return []
        raise CommittedOtherwise(f"{grant_id} is committed with other amounts", field="data.grant_id")
    for year, amount in named:
        free = state.balance(commitment_account(year, "free"))
        if amount > free:
            raise CommitmentLimitExceeded(
                f"{format_pln(amount)} PLN are asked for {year}, {format_pln(free)} PLN are free", field="data.amounts"
            )
    return [
        CommitmentPosted(
            undertaking_id,
            "MultiYearCommitmentMade",
            year,
            on,
            amount,
            (_transfer("MultiYearCommitmentMade", "", year, amount, grant_id),),
            document,
            grant_id=grant_id,
        )
        for year, amount in named
    ]


def is_confirmed(state: UndertakingState, *, grant_id: str, year: int) -> bool:
    """Whether that year's budget bears the part already."""
    return (grant_id, year) in state.lines


def confirm_year(
    state: UndertakingState,
    *,
    undertaking_id: str,
    grant_id: str,
    year: int,
    programme_id: str,
    line_id: str,
    on: date,
    document: str,
) -> list[CommitmentPosted]:
    """The year's budget bears its part. Nothing happens when it is confirmed. Refuses: NothingCommitted."""
    if is_confirmed(state, grant_id=grant_id, year=year):
        return []
    amount = state.balance(commitment_account(year, "committed", grant_id))
    if amount == 0:
        raise NothingCommitted(f"nothing of {year} is committed to {grant_id}", field="data.grant_id")
    return [
        CommitmentPosted(
            undertaking_id,
            "YearTrancheConfirmed",
            year,
            on,
            amount,
            (_transfer("YearTrancheConfirmed", "", year, amount, grant_id),),
            document,
            grant_id=grant_id,
            programme_id=programme_id,
            line_id=line_id,
        )
    ]


def reduce_year(
    state: UndertakingState,
    *,
    undertaking_id: str,
    grant_id: str,
    year: int,
    programme_id: str,
    amount_grosze: int,
    on: date,
    document: str,
) -> list[CommitmentPosted]:
    """A year gets less than was committed (UDPP art. 16(2), by annex). Each is an act of its own.

    programme_id: the budget of that year, named in the entry only where it bears the part. Refuses: NothingCommitted.
    """
    confirmed = is_confirmed(state, grant_id=grant_id, year=year)
    stage = "confirmed" if confirmed else "committed"
    there = state.balance(commitment_account(year, stage, grant_id))
    if amount_grosze > there:
        raise NothingCommitted(
            f"{format_pln(amount_grosze)} PLN less, {format_pln(there)} PLN of {year} are {stage}",
            field="data.amount_grosze",
        )
    return [
        CommitmentPosted(
            undertaking_id,
            "YearAmountReduced",
            year,
            on,
            amount_grosze,
            (_transfer("YearAmountReduced", stage, year, amount_grosze, grant_id),),
            document,
            grant_id=grant_id,
            programme_id=programme_id if confirmed else None,
            line_id=state.lines.get((grant_id, year)),
            decision_no=state.reductions.get((grant_id, year), 0) + 1,
        )
    ]


def _transfer(fact: str, case: str, year: int, amount: int, grant: str | None = None) -> Transfer:
    row = commitment_posting(fact, case)
    return Transfer(commitment_account(year, row.debit, grant), commitment_account(year, row.credit, grant), amount)
