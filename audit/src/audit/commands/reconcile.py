"""`grosz audit reconcile`: facts, journal, bank and the services' words, held against each other."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer
from rich.table import Table

from audit.commands import showing
from audit.commands.as_of import KnownAtOption, ProgrammeOption
from audit.commands.desk import FAILED, Desk, Refused, audited
from audit.commands.recount import AsOfOption
from audit.difference import SHOWN_FACTS
from audit.facts import UnknownShape
from audit.reconciling import Asked, reconciled

SIDES = {
    "store": "positions and names",
    "law": "law of money, commitments",
    "journal": "facts and journal",
    "budget": "journal and budget",
    "grants": "facts and grants' register",
    "payments": "facts and payments' totals",
    "bank": "facts and bank statements",
}


@audited("reconcile")
def reconcile(
    desk: Desk,
    programme: ProgrammeOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    facts_only: Annotated[
        bool, typer.Option("--facts-only", help="Ask no service: the same bytes from every source.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="Show all facts behind a difference.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The differences as canonical JSON, grosze.")] = False,
) -> int:
    """Hold facts, journal, bank statements and the services' own words against each other, to the grosz.

    Services are asked on the bus; one that is silent is read from its tables; from a bundle nobody is asked, and the
    answer says so. Ask when nothing is on its way: registers speak of now.
    Exit codes: 0 all agree; 1 differences, each with its facts, or an effect without its cause; 3 the source is down.
    """
    asked = Asked(programme, as_of.date() if as_of else None, known_at, facts_only)
    try:
        found = reconciled(desk.source, desk.places, asked)
    except (LookupError, UnknownShape) as error:
        raise Refused(str(error)) from error
    desk.use.cut = found["cut"]
    desk.answer(found, as_json=as_json)
    if not as_json:
        _show(desk, found, every=every)
    for reason in found["reasons"]:
        desk.say(f"not complete: {reason}")
    return FAILED if found["differences"] or found["causes"]["violations"] else 0


def _show(desk: Desk, found: dict[str, Any], *, every: bool) -> None:
    out = desk.out
    out.print(f"[bold]{found['programme']}[/]  facts known at {found['known_at']}")
    compared, by_side = found["compared"], Counter(one["where"] for one in found["differences"])
    told = {
        "journal": f"{compared['facts']} facts, {compared['journal_entries']} entries",
        "law": f"{compared['journal_entries']} entries, {compared['commitment_books']} books of commitments",
        "bank": f"{compared['statements']} statements, {compared['statement_lines']} lines",
        "store": f"{len(found['cut']['services'])} stores",
        "budget": compared.get("words_of_programme"),
        "grants": compared.get("words_of_grants"),
        "payments": compared.get("words_of_payments"),
    }
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("", "held against each other", "by", "differences"):
        table.add_column(title, justify="right" if title == "differences" else "left")
    for side, title in SIDES.items():
        if not told[side]:
            table.add_row("[dim]·[/]", f"[dim]{title}[/]", "[dim]not compared[/]", "")
            continue
        mark = "[bold red]✗[/]" if by_side[side] else "[green]✓[/]"
        table.add_row(mark, title, str(told[side]), str(by_side[side]))
    out.print(table)
    for one in found["differences"]:
        _show_difference(desk, one, every=every)
    for what in found["not_compared"]:
        out.print(f"[dim]not compared: {what}[/]")
    waiting = compared["transfers_awaiting_a_statement"]
    if waiting:
        out.print(f"[dim]{waiting} transfers were ordered and are in no statement yet[/]")
    count = len(found["differences"])
    out.print(f"\n[bold red]{count} differences[/]" if count else "\n[green]all agree[/], to the grosz")


def _show_difference(desk: Desk, one: dict[str, Any], *, every: bool) -> None:
    out = desk.out
    out.print(f"\n[bold red]✗[/] [bold]{SIDES[one['where']]}[/]: {one['what']}")
    counted, said = one["counted_grosze"], one["said_grosze"]
    if counted is not None and said is not None:
        change = showing.pln(said - counted)
        out.print(f"    counted {showing.pln(counted)}, said {showing.pln(said)}, difference {change} PLN")
    shown = one["facts"] if every else one["facts"][:SHOWN_FACTS]
    for fact in shown:
        out.print(f"    [dim]{fact}[/]")
    if len(shown) < len(one["facts"]):
        out.print(f"    [dim]and {len(one['facts']) - len(shown)} more: --all shows them[/]")
