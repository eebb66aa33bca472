"""One record by its event's id or by its place."""

import re

from audit.sources import Record, Source
from audit.sources.merged import merged, record_at

_PLACE = re.compile(r"([a-z-]+)[:/]([0-9]{1,18})")


def find(source: Source, which: str) -> Record | None:
    """`which`: an event's id, or "grants:17". An id is looked for through all records; a place is read at once."""
    if place := _PLACE.fullmatch(which):
        service, position = place[1], int(place[2])
        return record_at(source, service, position) if service in source.services else None
    needle = which.lower().encode()
    return next(
        (record for record in merged(source) if needle in record.stored and record.event_id == which.lower()), None
    )
