"""Giving a call its number."""

from programme.domain.call_series.events import CallNumbered
from programme.domain.call_series.state import CallSeries
from shared.kernel.refusal import Refusal


class NumberTaken(Refusal):
    rule = "A number belongs to one call; a further round of it bears a number of its own, as 19.2 beside 19.1."


def series_of(programme_id: str, number: str) -> str:
    """The series of a number: "19.1/2024" and "19.2/2024" are rounds of "19/2024"."""
    head, _, year = number.partition("/")
    return f"{programme_id}/{head.partition('.')[0]}/{year}"


def number_call(state: CallSeries, *, programme_id: str, number: str, call_id: str) -> list[CallNumbered]:
    """Nothing happens when the call bears the number already. Refuses: NumberTaken."""
    bearer = state.call_of(number)
    if bearer == call_id:
        return []
    if bearer is not None:
        raise NumberTaken(f"{number} is the number of {bearer}", field="data.number")
    return [CallNumbered(series_of(programme_id, number), programme_id, number, call_id)]
