"""`grosz audit export`: everything that the source knows, as a bundle that answers offline."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from audit.commands.desk import Desk, Refused, audited
from audit.proof.house import House
from audit.sources import bundle

JsonOption = Annotated[bool, typer.Option("--json", help="Print the manifest's canonical JSON.")]


@audited("export")
def export(
    desk: Desk,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write; must not exist yet.")],
    as_json: JsonOption = False,
) -> None:
    """Write a bundle: the exact record of every position, with a manifest of sums and watermarks.

    It answers every command with --from FOLDER, on a machine with nothing but the workbench.
    Exit codes: 0 written, 1 the folder is there already, 3 the source does not answer.
    """
    try:
        house = House(desk.source, desk.places, [])
        manifest = bundle.export(desk.source, folder, notes=house.notes)
    except FileExistsError as error:
        raise Refused(f"{folder} is there already; a bundle is never written over: name another folder") from error
    desk.answer(manifest, as_json=as_json)
    if as_json:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("service", "records", "positions", "watermark"):
        table.add_column(title, justify="right" if title == "records" else "left")
    for service, about in manifest["services"].items():
        positions = f"{about['first_position']} to {about['last_position']}"
        table.add_row(service, str(about["records"]), positions, about["watermark"])
    desk.out.print(table)
    desk.out.print(f"\n{folder} holds it; read it with: --from {folder}", markup=False)
