"""`grosz audit recount`: the budget counted anew, with the auditor's own code."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from audit.commands.as_of import By, KnownAtOption, ProgrammeOption, count_again
from audit.commands.desk import Desk, audited

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
    return count_again(
        desk, as_of.date() if as_of else None, known_at, programme, by, every_record=True, as_json=as_json
    )
