"""`grosz audit trace`: the causal tree of a fact across services."""

from typing import Annotated

import typer
from rich.text import Text
from rich.tree import Tree as Drawn

from audit.causality import Node, Tree, tree_of
from audit.commands import showing
from audit.commands.desk import Desk, Refused, audited
from audit.finding import find

COLOURS = {"programme": "green", "grants": "cyan", "payments": "magenta", "notifications": "yellow"}


@audited("trace")
def trace(
    desk: Desk,
    which: Annotated[str, typer.Argument(metavar="ID|SERVICE:POSITION", help="The event's id, or its place.")],
    as_json: Annotated[bool, typer.Option("--json", help="The tree as canonical JSON.")] = False,
) -> None:
    """Draw what led to a fact, and all that it led to, in every service.

    Exit codes: 0 drawn, 1 there is no such fact, 3 the source does not answer.
    """
    record = find(desk.source, which)
    if record is None:
        raise Refused(f"no fact {which} in {desk.source.describe()}: an id, or a place such as grants:17")
    tree = tree_of(desk.source, record)
    desk.answer(tree.plain(), as_json=as_json)
    if as_json:
        return
    began = f"command {tree.command}" if tree.command else "no command: a fact of the calendar, or of another service"
    drawn = Drawn(Text.assemble((began, "bold"), f"  by {tree.actor}"), guide_style="dim")
    for root in tree.roots:
        _draw(drawn, root, tree)
    desk.out.print(drawn)
    desk.out.print("[dim]◆ the fact asked for; ● on the way to it; ○ what else came of it[/]")


def _draw(branch: Drawn, node: Node, tree: Tree) -> None:
    record = node.record
    asked = record.event_id == tree.asked
    sign = "◆" if asked else "●" if record.event_id in tree.ancestors else "○"
    amount = showing.amount(record)
    line = Text.assemble(
        f"{sign} ",
        (record.name, "bold reverse" if asked else COLOURS.get(record.service, "")),
        (f"  {record}", "dim"),
        f"  {showing.about(record)}",
        f"  {showing.pln(amount)} PLN" if amount is not None else "",
        (f"  {showing.recorded(record)}", "dim"),
    )
    inner = branch.add(line)
    for effect in node.effects:
        _draw(inner, effect, tree)
