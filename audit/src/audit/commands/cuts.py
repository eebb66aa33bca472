"""`grosz audit cuts`: the signed cut of each day's end: taken, listed, checked against the stores of today."""

from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table

from audit import cuts
from audit.commands.desk import FAILED, Desk, Refused, audited
from audit.facts import UnknownShape
from audit.warsaw import WARSAW

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Signed cuts: where a day's end lay in each store, and the digest of the figures then.",
)
JsonOption = Annotated[bool, typer.Option("--json", help="Canonical JSON.")]


@app.command("take")
@audited("cuts take")
def take(
    desk: Desk,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Default: yesterday, in Warsaw.")
    ] = None,
) -> None:
    """Sign and keep the cut of a day's end. Run it once a day, some minutes after midnight in Warsaw.

    As from cron: 5 0 * * * grosz audit cuts take --as NAME --reason "day's end".
    Exit codes: 0 kept; 1 there already, no key, or a service has not passed that midnight: again later; 3 down.
    """
    chosen = day.date() if day else datetime.now(WARSAW).date() - timedelta(days=1)
    try:
        path = cuts.take(desk.source, desk.places.home, chosen)
    except FileExistsError as error:
        raise Refused(f"the cut of {chosen} is kept already; grosz audit cuts check holds it against today") from error
    except cuts.NotYet as error:
        raise Refused(f"the cut of {chosen} cannot be final yet: {error}") from error
    except (cuts.Broken, cuts.NoKey, UnknownShape) as error:
        raise Refused(str(error)) from error
    desk.line(str(path).encode())


@app.command("list")
@audited("cuts list")
def list_cuts(desk: Desk, as_json: JsonOption = False) -> None:
    """Show the kept cuts.

    Exit codes: 0 shown.
    """
    kept = [cuts.told(note) for _, note in cuts.kept(desk.places.home)]
    desk.answer(kept, as_json=as_json)
    if as_json:
        return
    services = sorted({service for cut in kept for service in cut["cut"]["services"]})
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("day's end", *services, "digest of the figures"):
        table.add_column(title, justify="right" if title in services else "left")
    for cut in kept:
        at = cut["cut"]["services"]
        figures = ", ".join(f"{year} {digest[:16]}" for year, digest in cut["figures"].items())
        positions = [str(at[service]["position"]) if service in at else "" for service in services]
        table.add_row(cut["day"], *positions, figures)
    desk.out.print(table if kept else "no cut is kept yet; grosz audit cuts take keeps yesterday's")


@app.command("check")
@audited("cuts check")
def check(desk: Desk) -> int:
    """Take every kept cut again from the source, and hold it against the signed one.

    Exit codes: 0 all agree, 1 one does not: a store was changed, or the file; 3 the source does not answer.
    """
    try:
        key = cuts.signing_key(desk.places.home).verify_key
    except cuts.NoKey as error:
        raise Refused(str(error)) from error
    code = 0
    for day, note in cuts.kept(desk.places.home):
        wrong = cuts.wrong_with(desk.source, day, note, key=key)
        desk.out.print(f"{day}  {'[green]agrees[/]' if not wrong else '[bold red]DIFFERS[/]'}")
        for what in wrong:
            desk.out.print(f"    {what}", markup=False)
            code = FAILED
    return code
