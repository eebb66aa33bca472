"""Names of things: programme, line, event and stream ids, all derived, none random."""

from datetime import date
from uuid import UUID, uuid5

NAMESPACE = UUID("9d1f0c5e-4e1b-5b1e-9d60-7a3e5c0b52d3")


def event_id(authority: str, stream: str, version: int) -> UUID:
    """The permanent id of an event: uuid5 of its place, so that the same place can never bear two ids."""
    return uuid5(NAMESPACE, f"{authority}/{stream}/{version}")


def programme_id(authority: str, year: int) -> str:
    return f"{authority}-{year}"


def year_of(programme: str) -> int:
    """The budget year of a programme id: "torun-2025" gives 2025."""
    return int(programme.rsplit("-", 1)[1])


def authority_of(programme: str) -> str:
    return programme.rsplit("-", 1)[0]


def line_id(area: str, unit: str, division: str, chapter: str, paragraph: str) -> str:
    """A budget line: (area, executing unit, dział-rozdział-paragraf), as in "sport.wsir.926-92605-2360"."""
    return f"{area}.{unit}.{division}-{chapter}-{paragraph}"


def area_of(line: str) -> str:
    return line.split(".", 1)[0]


def in_year(day: date, programme: str) -> bool:
    return day.year == year_of(programme)
