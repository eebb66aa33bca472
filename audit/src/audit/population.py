"""The population of a sample: the grants of a programme year that have a contract, at a cut."""

from __future__ import annotations

from datetime import datetime

from audit.checks.files import Files, Grant
from audit.checks.filing import put
from audit.replay import Replay
from audit.sampling import Unit
from audit.sources import Source

STRATA = ("none", "area", "unit", "call", "organisation")
AMOUNTS = ("contracted", "paid")


def files_at(source: Source, known_at: datetime | None) -> tuple[Replay, Files]:
    """Everything that was recorded up to a moment, in its files. Raises SourceDown, Unreadable."""
    replay, files = Replay.known_at(source, known_at), Files()
    for record in replay.records():
        put(files, record)
    return replay, files


def year_of_grants(files: Files, programme: str | None) -> str:
    """The programme year; None: the only one in which there are contracts. Raises LookupError."""
    years = sorted({grant.programme_id for grant in files.grants.values() if grant.contract})
    if programme in years:
        return str(programme)
    if programme is None and len(years) == 1:
        return years[0]
    raise LookupError(f"name one of {', '.join(years)} with --programme" if years else "no contract is known yet")


def population(files: Files, programme: str, *, strata: str = "none", of: str = "contracted") -> list[Unit]:
    """Its units, by id. of: "contracted", with annexes; or "paid", without what other banks sent back."""
    grants = sorted(files.grants.values(), key=lambda grant: grant.grant_id)
    units = (
        Unit(
            grant.grant_id, grant.contracted if of == "contracted" else grant.paid - grant.reversed, _of(grant, strata)
        )
        for grant in grants
        if grant.contract and grant.programme_id == programme
    )
    return [unit for unit in units if unit.amount > 0]


def _of(grant: Grant, strata: str) -> str:
    line = grant.line_id.split(".")
    match strata:
        case "area":
            return line[0]
        case "unit":
            return line[1] if len(line) > 1 else ""
        case "call":
            return grant.call_id
        case "organisation":
            return grant.organisation_id
        case _:
            return ""
