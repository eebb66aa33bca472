"""The answer of a check: one cut, every rule with its cases, and whether the cut is final."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from audit.checks.checking import RULES, Checks
from audit.checks.rules import Rule
from audit.replay import Replay
from audit.sources import Source
from audit.warsaw import WARSAW


def checked(
    source: Source,
    *,
    rules: Sequence[Rule] = RULES,
    as_of: date | None = None,
    known_at: datetime | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """Hold every rule against what was recorded up to `known_at` and takes effect up to `as_of`.

    What was never done is judged on the day `as_of`, else on the Warsaw day of the cut. Raises SourceDown, Unreadable.
    """
    replay = Replay.known_at(source, known_at)
    today = as_of or replay.known.astimezone(WARSAW).date()
    checks = Checks(rules, as_of).run(replay.records(), today=today)
    return {
        "as_of": as_of,
        "judged_on": today,
        **replay.told(),
        "breaches": checks.breaches,
        "warnings": checks.warnings,
        "rules": checks.plain(language=language),
    }
