"""What the budget's decisions share: the known year, the known line, and a transfer that the account can bear."""

from datetime import date

from programme.domain.budget.refusals import (
    BudgetUnknown,
    CallNotOpenHere,
    DayInTheFuture,
    DayOutsideProgramme,
    LineUnknown,
    YearClosedAlready,
)
from programme.domain.budget.state import BudgetState
from shared.kernel.balances import Transfer
from shared.kernel.ids import year_of
from shared.kernel.money import format_pln
from shared.kernel.postings import Place, posting
from shared.kernel.refusal import Refusal


def known_year(state: BudgetState, programme_id: str) -> None:
    """Refuses a year of which nothing was submitted, and one that is closed."""
    if state.status == "unknown":
        raise BudgetUnknown(f"no draft budget and no budget of {programme_id} is known", field="data.programme_id")
    not_closed(state, programme_id)


def not_closed(state: BudgetState, programme_id: str) -> None:
    if state.status == "closed":
        raise YearClosedAlready(f"{programme_id} was closed", field="data.programme_id")


def day_of_programme(programme_id: str, on: date, field: str) -> None:
    """Refuses a day that belongs neither to the programme's year nor to the one before, in which it is made."""
    year = year_of(programme_id)
    if not year - 1 <= on.year <= year:
        raise DayOutsideProgramme(f"{on} lies in neither {year - 1} nor {year}", field=field)


def not_later_than_the_act(on: date, acted_on: date, field: str) -> None:
    """What a person reports has happened: its day is not after the day on which they act."""
    if on > acted_on:
        raise DayInTheFuture(f"{on} is after the act's own day {acted_on}", field=field)


def known_line(state: BudgetState, programme_id: str, line_id: str, field: str) -> None:
    known_year(state, programme_id)
    if line_id not in state.lines:
        raise LineUnknown(f"nothing was allocated to {line_id} in {programme_id}", field=field)


def open_call_place(state: BudgetState, programme_id: str, call_id: str) -> Place:
    """Where a call's pool lies, while it is open for promises."""
    known_year(state, programme_id)
    known = state.calls.get(call_id)
    place = state.place_of_call(call_id)
    if known is None or place is None or known.resolved:
        raise CallNotOpenHere(f"{call_id} is not open for promises on {programme_id}", field="data.call_id")
    return place


def guarded(
    state: BudgetState,
    fact: str,
    place: Place,
    amount: int,
    on: date,
    refusal: type[Refusal],
    *,
    case: str = "",
    field: str = "data.amount_grosze",
) -> Transfer:
    """The transfer of a posting, refused when its account cannot bear it on every day from `on`."""
    transfer = transfer_of(fact, place, amount, case=case)
    there = state.book.account(transfer.debit).least_from(on)
    if there < amount:
        raise refusal(
            f"{format_pln(amount)} PLN are asked for, {format_pln(there)} PLN are there from {on} on", field=field
        )
    return transfer


def transfer_of(fact: str, place: Place, amount: int, *, case: str = "") -> Transfer:
    row = posting(fact, case)
    return Transfer(place.account(row.debit), place.account(row.credit), amount)
