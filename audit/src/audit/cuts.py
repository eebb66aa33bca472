"""Signed cuts: where the end of a day lay in each store, and the digest of every year's figures then.

A day's cut is taken once every service has passed its end, and from then on cannot come out otherwise. So a kept one
that differs from what the stores give today shows that one of them was changed.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from audit.asof import answer, counted
from audit.replay import Replay
from audit.signing import public_key, signed, verifies
from audit.sources import Source
from audit.warsaw import end_of
from shared.kernel.canonical import canonical_json, instant_text

FORM = "grosz-cut/1"
FOLDER = "cuts"


class NotYet(Exception):
    """A service has not passed the end of the day; the message says which."""


class Broken(Exception):
    """The cut holds an effect without its cause."""


def cut_of(source: Source, day: date) -> dict[str, Any]:
    """The cut at the end of a day. Raises NotYet, Broken, UnknownShape, SourceDown."""
    replay = Replay.known_at(source, end_of(day))
    if replay.behind:
        raise NotYet("; ".join(replay.reasons()))
    counts = counted(replay)
    if replay.violations_count:
        raise Broken(f"effects without their cause: {', '.join(replay.violations)}")
    years = {
        year: hashlib.sha256(canonical_json(answer(replay, counts, year, as_of=None, by="grant"))).hexdigest()
        for year in sorted(counts.years)
    }
    return {"form": FORM, "day": day, "known_at": instant_text(replay.known), "cut": replay.cut(), "figures": years}


def take(source: Source, home: Path, day: date) -> Path:
    """Sign the cut of a day and keep it; one that is kept already is not replaced. Raises FileExistsError, NoKey."""
    path = home / FOLDER / f"{day}.json"
    if path.exists():
        raise FileExistsError(path)
    key = public_key(home)
    cut = json.loads(canonical_json(cut_of(source, day)))
    content = canonical_json({"cut": cut, "key": key, "signature": signed(home, canonical_json(cut))})
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content + b"\n")
    beside.rename(path)
    return path


def kept(home: Path) -> Iterator[tuple[date, dict[str, Any]]]:
    """The kept cuts, by day."""
    for path in sorted((home / FOLDER).glob("????-??-??.json")):
        yield date.fromisoformat(path.stem), json.loads(path.read_bytes())


def wrong_with(source: Source, day: date, file: dict[str, Any], *, trusted: str) -> list[str]:
    """What a kept cut and today's stores say differently; nothing: they agree. trusted: the key that must have signed.

    Raises SourceDown, UnknownShape.
    """
    cut = file.get("cut", {})
    if file.get("key") != trusted or not verifies(trusted, canonical_json(cut), str(file.get("signature"))):
        return ["it is not signed by the workbench's key"]
    try:
        now = json.loads(canonical_json(cut_of(source, day)))
    except (NotYet, Broken) as error:
        return [str(error)]
    found = []
    for service, at in cut["cut"]["services"].items():
        today = now["cut"]["services"].get(service, {})
        if at != today:
            found.append(f"{service}: signed at position {at['position']}, today {today.get('position')}")
    found += [
        f"the figures of {year} come out otherwise"
        for year in sorted({*cut["figures"], *now["figures"]})
        if cut["figures"].get(year) != now["figures"].get(year)
    ]
    return found or ([] if cut == now else ["the cut comes out otherwise"])
