"""What changed between two moments: money by total, area, call and grant; and the state of each thing.

A thing's state is the last fact in its stream. One pass over the history; memory grows with things, not with facts.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from audit.asof import Counts
from audit.figures import figures_of
from audit.groups import grouped
from audit.replay import Replay
from audit.sources import Source
from shared.kernel import hlc
from shared.kernel.canonical import instant_text

THINGS = ("programme", "call", "offer", "award", "contract", "settlement", "tranche-plan", "payment", "organisation")


def changes(source: Source, earlier: datetime, later: datetime, programme: str | None) -> dict[str, Any]:
    """Both moments are of recording. programme: its money only; None: that of every year. Raises UnknownShape."""
    replay, counts = Replay.known_at(source, later), Counts()
    boundary = hlc.last_at(earlier)
    before: dict[str, dict[str, Any]] | None = None
    states: dict[str, str] = {}
    changed: dict[str, dict[str, Any]] = {}
    positions: dict[str, int] = {}
    for record in replay.records():
        if record.stamp > boundary:
            before = _figures(counts, programme) if before is None else before
            if record.stream.partition("/")[0] in THINGS:
                entry = changed.setdefault(record.stream, {"from": states.get(record.stream), "facts": 0})
                entry.update({"to": record.name, "facts": entry["facts"] + 1, "last": str(record)})
        else:
            positions[record.service] = record.position
            if record.stream.partition("/")[0] in THINGS:
                states[record.stream] = record.name
        counts.take(record)
    after = _figures(counts, programme)
    return {
        "from": instant_text(earlier),
        "to": instant_text(later),
        "complete": not replay.behind,
        "behind": replay.behind,
        "reasons": replay.reasons(),
        "positions": {
            service: {"from": positions.get(service, 0), "to": position}
            for service, position in sorted(replay.positions.items())
        },
        "money": _differences(after if before is None else before, after),
        "states": dict(sorted(changed.items())),
    }


def _figures(counts: Counts, programme: str | None) -> dict[str, dict[str, Any]]:
    """Programme year to what is split how: {"total": {"": figures}, "area": {area: figures}, …}."""
    years = [year for year in sorted(counts.years) if programme in (None, year)]
    return {year: deepcopy(_split(counts, year)) for year in years}


def _split(counts: Counts, year: str) -> dict[str, Any]:
    ledger = counts.years[year].ledger
    figures = figures_of(ledger)
    areas = figures.pop("areas")
    split = {by: grouped(ledger, by, organisations=counts.organisations)["groups"] for by in ("call", "grant")}
    return {"total": {"": figures}, "area": areas, **split}


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Only what differs: year, split, whose, figure: what it was, and what it is."""
    found: dict[str, Any] = {}
    for year, splits in after.items():
        for by, groups in splits.items():
            for group, figures in groups.items():
                was = before.get(year, {}).get(by, {}).get(group, {})
                different = {
                    name: {"from": was.get(name, 0), "to": amount}
                    for name, amount in figures.items()
                    if was.get(name, 0) != amount
                }
                if different:
                    found.setdefault(year, {}).setdefault(by, {})[group] = different
    return found
