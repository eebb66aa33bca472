"""The records of several services in one causal order, and the cut that a moment makes through them.

A cut is all records with a stamp up to T. Since every record's stamp is greater than those of its causes, a cut never
holds an effect without its cause; since stamps grow with positions, it is one position in each store. It is final once
each service has passed T.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, cast

from audit.sources import Mark, Source
from audit.sources.record import Record


def merged(
    source: Source,
    *,
    services: Sequence[str] | None = None,
    since: int | None = None,
    until: int | None = None,
    marks: Mapping[str, Mark] | None = None,
) -> Iterator[Record]:
    """Records in the order of their clocks.

    since, until  stamps, both inclusive; None: all.
    marks         how far each service is read; None: as far as it reaches when its reading begins.
    """
    streams = [
        _between(source, service, since, until, marks[service].position if marks else None)
        for service in services or source.services
    ]
    return heapq.merge(*streams, key=lambda record: record.order)


def marks_of(source: Source) -> dict[str, Mark]:
    """How far the source knows each service now."""
    return {service: source.mark(service) for service in source.services}


def last_position(source: Source, service: str, stamp: int, *, within: int | None = None) -> int:
    """The position of the last record up to a stamp; 0: there is none. Looks at about twenty records of a million."""
    low, high = 0, source.mark(service).position if within is None else within
    while low < high:
        middle = (low + high + 1) // 2
        record = record_at(source, service, middle)
        if record is not None and record.stamp <= stamp:
            low = middle
        else:
            high = middle - 1
    return low


def record_at(source: Source, service: str, position: int) -> Record | None:
    """One record; None when the source has none there."""
    with closing(cast(Any, source.records(service, after=position - 1, until=position))) as records:
        return next(records, None)


def _between(source: Source, service: str, since: int | None, until: int | None, last: int | None) -> Iterator[Record]:
    after = last_position(source, service, since - 1, within=last) if since else 0
    with closing(cast(Any, source.records(service, after=after, until=last))) as records:
        for record in records:
            if until is not None and record.stamp > until:
                return
            yield record
