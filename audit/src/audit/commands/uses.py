"""`grosz audit uses`: who used the workbench, for what, when and why."""

from itertools import chain
from typing import Annotated, Any

import typer
from rich.table import Table

from audit.commands.desk import Desk, Refused, audited
from audit.commands.showing import local_time
from audit.uses import uses_in_file, uses_on_bus
from shared.kernel.canonical import canonical_json

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Who used the workbench, for what, when and why.")


@app.callback()
def _group() -> None:
    """Commands of a group keep their names, also while there is one only."""


@app.command("list")
@audited("uses list")
def list_uses(
    desk: Desk,
    by: Annotated[str | None, typer.Option(metavar="PERSON", help="Only the uses of this person.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show every recorded use, oldest first: those on the bus, then those kept in this machine's file.

    Exit codes: 0 shown, 1 the file's chain of hashes is broken, 3 the bus does not answer.
    """
    found = (use for use in chain(uses_on_bus(desk.places), uses_in_file(desk.places)) if by in (None, use["person"]))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("when", "person", "command", "source", "reason", "exit", "result", "place"):
        table.add_column(title, overflow="fold")
    broken = None
    for use in found:
        if not use.get("unbroken", True):
            broken = broken or use["place"]
        if as_json:
            desk.line(canonical_json(use))
        else:
            table.add_row(*_row(use))
    if not as_json:
        desk.out.print(table)
    if broken:
        raise Refused(f"the file was changed: from {broken} on the hashes do not follow one another")


def _row(use: dict[str, Any]) -> list[str]:
    arguments = " ".join(f"{name}={value}" for name, value in use["arguments"].items())
    code = "" if use["exit_code"] is None else str(use["exit_code"])
    digest = (use["result_sha256"] or "")[:12]
    what = f"{use['command']} {arguments}".strip()
    return [
        local_time(use["at"]),
        use["person"],
        what,
        use["source"] or "",
        use["reason"] or "none given",
        code,
        digest,
        use["place"],
    ]
