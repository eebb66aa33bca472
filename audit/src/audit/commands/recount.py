"""`grosz audit recount`: the budget counted anew, with the auditor's own code."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from audit.asof import answer, counted, only_year
from audit.commands.as_of import By, KnownAtOption, ProgrammeOption, show_figures
from audit.commands.desk import FAILED, Desk, Refused, audited
from audit.facts import UnknownShape
from audit.replay import Replay
from shared.kernel.canonical import instant_text

AsOfOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="What took effect up to then. Default: everything."),
]


@audited("recount")
def recount(
    desk: Desk,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    programme: ProgrammeOption = None,
    by: Annotated[By, typer.Option(help="Split by this.")] = By.area,
    as_json: Annotated[bool, typer.Option("--json", help="The answer's canonical JSON, integer grosze.")] = False,
) -> int:
    """Count the budget from the source facts of all services; of programme's journal only what has no other source.

    What is on its way to programme counts as arrived. `reconcile` holds this count against everybody else's.
    Exit codes: 0 counted; 1 unknown programme, or an effect without its cause; 3 the source does not answer.
    """
    replay = Replay.known_at(desk.source, known_at)
    try:
        counts = counted(replay)
        day = as_of.date() if as_of else None
        found = answer(replay, counts, programme or only_year(counts), as_of=day, by=by.value)
    except LookupError as error:
        raise Refused(f"{error}, at {instant_text(replay.known)}: --known-at names another moment") from error
    except UnknownShape as error:
        raise Refused(str(error)) from error
    desk.use.cut = found["cut"]
    desk.answer(found, as_json=as_json)
    if not as_json:
        show_figures(desk, found, by.value)
    for reason in found["reasons"]:
        desk.say(f"not complete: {reason}")
    return FAILED if found["causes"]["violations"] else 0
