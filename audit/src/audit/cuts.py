"""Signed cuts: where the end of a day lay in each store, and the digest of every year's figures then.

A day's cut is taken once every service has passed its end, and from then on cannot come out otherwise. So a kept one
that differs from what the stores give today shows that one of them was changed. It is a signed note (C2SP); its text
is the cut's canonical JSON.
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
from audit.sources import Source
from audit.warsaw import end_of
from shared.kernel.canonical import canonical_json, instant_text
from shared.proof.keys import BadKey, SigningKey, VerifyKey
from shared.proof.notes import BadNote, Note

FORM = "grosz-cut/1"
FOLDER = "cuts"
KEY = "workbench.key"


class NotYet(Exception):
    """A service has not passed the end of the day; the message says which."""


class NoKey(Exception):
    """There is no key to sign with; the message says how to make one."""


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


def signing_key(home: Path) -> SigningKey:
    """The workbench's own key; it lies apart from database rights. Raises NoKey."""
    file = home / KEY
    try:
        return SigningKey.parse(file.read_text())
    except FileNotFoundError as error:
        raise NoKey(f"no key in {file}; make one: grosz audit keys make NAME {file}") from error
    except (OSError, BadKey) as error:
        raise NoKey(f"{file}: {error}") from error


def take(source: Source, home: Path, day: date) -> Path:
    """Sign the cut of a day and keep it; one that is kept already is not replaced.

    Raises FileExistsError, NoKey, and what `cut_of` raises.
    """
    path = home / FOLDER / f"{day}.note"
    if path.exists():
        raise FileExistsError(path)
    key = signing_key(home)
    note = Note(canonical_json(cut_of(source, day)).decode() + "\n").sign(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(str(note))
    beside.rename(path)
    return path


def kept(home: Path) -> Iterator[tuple[date, str]]:
    """The kept cuts, by day: each a signed note."""
    for path in sorted((home / FOLDER).glob("????-??-??.note")):
        yield date.fromisoformat(path.stem), path.read_text()


def told(note: str) -> dict[str, Any]:
    """What a kept cut says, whoever signed it."""
    return dict(json.loads(note.partition("\n")[0]))


def wrong_with(source: Source, day: date, text: str, *, key: VerifyKey) -> list[str]:
    """What a kept cut and today's stores say differently; nothing: they agree. key: whose signature counts.

    Raises SourceDown, UnknownShape.
    """
    try:
        note = Note.parse(text)
        if note.by(key) is None:
            return [f"{key.name} has not signed it"]
        cut = json.loads(note.text)
    except (BadNote, ValueError) as error:
        return [str(error)]
    try:
        now = json.loads(canonical_json(cut_of(source, day)))
    except (NotYet, Broken) as error:
        return [str(error)]
    today = {service: at["position"] for service, at in now["cut"]["services"].items()}
    found = [
        f"{service}: signed at position {at['position']}, today {today.get(service)}"
        for service, at in cut["cut"]["services"].items()
        if at["position"] != today.get(service)
    ]
    found += [
        f"the figures of {year} come out otherwise"
        for year in sorted({*cut["figures"], *now["figures"]})
        if cut["figures"].get(year) != now["figures"].get(year)
    ]
    return found or ([] if cut == now else ["the cut comes out otherwise"])
