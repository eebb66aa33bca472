"""The numbers of a city's calls: "19/2024", and for its rounds "19.1/2024", "19.2/2024" (house rule).

A series is a number without its rounds, in one programme. Each number belongs to one call for ever.
"""

from programme.domain.call_series.decisions import NumberTaken, number_call, series_of
from programme.domain.call_series.events import CallNumbered
from programme.domain.call_series.state import CallSeries, evolve
from shared.kernel.aggregate import Aggregate

CALL_SERIES = Aggregate("call-series", CallSeries(), evolve)

__all__ = ["CALL_SERIES", "CallNumbered", "CallSeries", "NumberTaken", "number_call", "series_of"]
