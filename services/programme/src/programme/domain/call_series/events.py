"""Facts of a series of calls."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallNumbered:
    """series_id: "<programme>/<number without rounds>", as in "torun-2025/19/2025"."""

    series_id: str
    programme_id: str
    number: str
    call_id: str
