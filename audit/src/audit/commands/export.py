"""`grosz audit export`: all that the source knows, as a bundle that answers offline; and whether one is sound."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from audit.bundle.checking import problems
from audit.bundle.writing import OtherHistory
from audit.bundle.writing import export as write_bundle
from audit.commands.desk import DONE, FAILED, Desk, Refused, audited
from audit.proof.house import House

JsonOption = Annotated[bool, typer.Option("--json", help="Print the manifest's canonical JSON.")]


@audited("export")
def export(
    desk: Desk,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="New, or a bundle: what came since is added.")],
    as_json: JsonOption = False,
) -> None:
    """Write a bundle: the exact record of every position, the same in typed columns (Parquet), sums, and a manifest.

    It answers every command with --from FOLDER, on a machine with nothing but the workbench. What a bundle holds is
    never written over: a second export into the same folder adds what came since.
    Exit codes: 0 written, 1 the folder holds something else, or another history; 3 the source does not answer.
    """
    try:
        house = House(desk.source, desk.places, [])
        manifest = write_bundle(desk.source, folder, notes=house.notes)
    except FileExistsError as error:
        raise Refused(f"{folder} is there and is no bundle: name another folder") from error
    except OtherHistory as error:
        raise Refused(str(error)) from error
    desk.answer(manifest, as_json=as_json)
    if as_json:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("service", "records", "segments", "positions", "watermark"):
        table.add_column(title, justify="right" if title in {"records", "segments"} else "left")
    for service, about in manifest["services"].items():
        positions = f"{about['first_position']} to {about['last_position']}"
        segments = str(len(about["segments"]))
        table.add_row(service, str(about["records"]), segments, positions, about["watermark"])
    desk.out.print(table)
    if "none" in manifest["count"]:
        desk.say(f"no sums are sealed, every as-of counts anew: {manifest['count']['none']}")
    desk.out.print(f"\n{folder} holds it; read it with: --from {folder}", markup=False)


@audited("check-export")
def check_export(
    desk: Desk,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The bundle.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print what is wrong as canonical JSON.")] = False,
) -> int:
    """Hold a bundle's files to its manifest, its columns to its lines, and its sums to a new count.

    Whether the lines are those that the services signed, tells: grosz audit verify --from FOLDER.
    Exit codes: 0 sound, 1 something is not, 3 it cannot be read.
    """
    found = list(problems(folder))
    desk.answer({"folder": folder.name, "problems": found}, as_json=as_json)
    if not as_json:
        for problem in found:
            desk.out.print(problem, markup=False, soft_wrap=True)
        desk.out.print(
            f"[bold red]not sound[/]: {len(found)} problems"
            if found
            else "[green]sound[/]: every file is as the manifest "
            "says; columns say what the lines say; the sums come out the same"
        )
    return FAILED if found else DONE
