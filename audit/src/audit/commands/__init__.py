"""The commands of the workbench: `grosz audit …`, and the same as `python -m audit …` where only it is installed.

Each is imported when it is called. A new one is a function under `@audited` in a module here, and a line below.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

EXIT_CODES = (
    "Exit codes: 0 done · 1 a check failed or something was refused · 2 wrong usage · 3 the source does not answer."
)
COMMANDS = {
    "as-of": "audit.commands.as_of:as_of",
    "trace": "audit.commands.trace:trace",
    "diff": "audit.commands.diff:diff",
    "recount": "audit.commands.recount:recount",
    "reconcile": "audit.commands.reconcile:reconcile",
    "check": "audit.commands.check:check",
    "sample": "audit.commands.sample:sample",
    "dossier": "audit.commands.dossier:dossier",
    "export": "audit.commands.export:export",
    "check-export": "audit.commands.export:check_export",
    "books": "audit.commands.books:books",
    "verify": "audit.commands.verify:verify",
    "prove": "audit.commands.prove:prove",
    "check-proof": "audit.commands.prove:check_proof",
    "witness": "audit.commands.witness:witness",
}
GROUPS = {
    "events": "audit.commands.events:app",
    "cuts": "audit.commands.cuts:app",
    "uses": "audit.commands.uses:app",
    "keys": "audit.commands.keys:app",
}


class LazyGroup(TyperGroup):
    """Commands that are named by module and function."""

    def list_commands(self, _ctx: Any) -> list[str]:
        return [*GROUPS, *COMMANDS]

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        if cmd_name in GROUPS:
            return typer.main.get_command(_found(GROUPS[cmd_name]))
        if cmd_name not in COMMANDS:
            return None
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(cmd_name)(_found(COMMANDS[cmd_name]))
        return typer.main.get_command(single)


def _found(place: str) -> Any:
    module, name = place.split(":")
    return getattr(import_module(module), name)


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="The auditor's workbench: replay, count again, prove. It reads and never writes to what it reads.\n\n"
    "Source (--from): db, the services' databases, read only; log, their LOG streams; or the folder of a bundle. The "
    "answers are the same. Every use is recorded: who, what, when, and why.\n\n" + EXIT_CODES,
)


@app.callback()
def _root() -> None:
    """Without a callback an application of one command would not be a group."""
