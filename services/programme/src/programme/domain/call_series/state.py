"""Which call bears which number of the series."""

from dataclasses import dataclass

from programme.domain.call_series.events import CallNumbered


@dataclass(frozen=True, slots=True)
class CallSeries:
    numbers: tuple[tuple[str, str], ...] = ()

    def call_of(self, number: str) -> str | None:
        return dict(self.numbers).get(number)


def evolve(state: CallSeries, event: object) -> CallSeries:
    match event:
        case CallNumbered() if state.call_of(event.number) is None:
            return CallSeries((*state.numbers, (event.number, event.call_id)))
        case _:
            return state
