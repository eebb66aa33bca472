"""`grosz audit diff`: what changed between two moments, in money and in states."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from audit.changes import changes
from audit.commands import showing
from audit.commands.as_of import ProgrammeOption
from audit.commands.desk import Desk, Refused, audited
from audit.facts import UnknownShape

SHOWN_KEYS = 3


@audited("diff")
def diff(
    desk: Desk,
    earlier: Annotated[
        datetime, typer.Argument(parser=showing.until, metavar="T1", help="An instant, or a day's end.")
    ],
    later: Annotated[datetime, typer.Argument(parser=showing.until, metavar="T2", help="An instant, or a day's end.")],
    programme: ProgrammeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="The changes as canonical JSON, grosze.")] = False,
) -> None:
    """Show what was recorded between two moments: which figures it changed, and which things it moved on.

    Exit codes: 0 shown, 1 refused, 2 the moments are the wrong way round, 3 the source does not answer.
    """
    if earlier > later:
        raise typer.BadParameter("T1 comes before T2", param_hint="T1")
    try:
        found = changes(desk.source, earlier, later, programme)
    except UnknownShape as error:
        raise Refused(str(error)) from error
    desk.answer(found, as_json=as_json)
    if not as_json:
        _show(desk, found)
    for reason in found["reasons"]:
        desk.say(f"not complete: {reason}")


def _show(desk: Desk, found: dict[str, Any]) -> None:
    out = desk.out
    out.print(f"recorded after [bold]{found['from']}[/], up to [bold]{found['to']}[/]:")
    for service, at in found["positions"].items():
        new = at["to"] - at["from"]
        out.print(f"    {service:<14} {new:>8} facts" + (f", positions {at['from'] + 1} to {at['to']}" if new else ""))
    for year, splits in found["money"].items():
        out.print(f"\n[bold]{year}: money, PLN[/]")
        out.print(_money(splits))
    if found["states"]:
        out.print("\n[bold]states: the last fact of each thing, then and now[/]")
        out.print(_states(found["states"]))
    if not found["money"] and not found["states"]:
        out.print("\nnothing changed in money or states")


def _money(splits: dict[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("whose", overflow="fold", max_width=40)
    table.add_column("figure")
    for title in ("was", "is", "change"):
        table.add_column(title, justify="right", no_wrap=True)
    for by, groups in splits.items():
        for group, figures in groups.items():
            whose = "whole programme" if by == "total" else f"{by} {group}"
            for name, amounts in figures.items():
                change = amounts["to"] - amounts["from"]
                colour = "green" if change > 0 else "red"
                sign = "+" if change > 0 else ""
                cells = (showing.pln(amounts["from"]), showing.pln(amounts["to"]))
                table.add_row(whose, name, *cells, f"[{colour}]{sign}{showing.pln(change)}[/]")
                whose = ""
    return table


def _states(states: dict[str, Any]) -> Table:
    """One row for each way in which things moved on, with the first of them; --json has all."""
    ways: dict[tuple[str, str, str], list[str]] = {}
    for stream, entry in states.items():
        kind, _, key = stream.partition("/")
        ways.setdefault((kind, entry["from"] or "", entry["to"]), []).append(key)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("thing", "was", "is", "how many", "which"):
        table.add_column(title, overflow="fold", justify="right" if title == "how many" else "left")
    for (kind, was, now), keys in sorted(ways.items()):
        more = f" and {len(keys) - SHOWN_KEYS} more" if len(keys) > SHOWN_KEYS else ""
        table.add_row(
            kind, _verb(was) or "[dim]new[/]", _verb(now), str(len(keys)), ", ".join(keys[:SHOWN_KEYS]) + more
        )
    return table


def _verb(name: str) -> str:
    """A stored name without its stream's kind and version: "report-submitted"."""
    return name.rpartition(".v")[0].partition(".")[2]
