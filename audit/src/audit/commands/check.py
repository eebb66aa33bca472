"""`grosz audit check`: the law, held against history."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table

from audit.checks.checking import BY_CODE, RULES
from audit.checks.report import checked
from audit.commands import showing
from audit.commands.as_of import KnownAtOption
from audit.commands.desk import FAILED, Desk, audited

SHOWN_CASES = 5
MARKS = {"breach": "[bold red]✗[/]", "warning": "[yellow]![/]"}


class Language(StrEnum):
    """Of the rules' sentences."""

    en = "en"
    pl = "pl"


@audited("check")
def check(
    desk: Desk,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="CODE", help="Only this rule. Repeatable. Default: all.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help="What took effect up to then; what is open is judged then."
        ),
    ] = None,
    known_at: KnownAtOption = None,
    lang: Annotated[Language, typer.Option(help="Language of the rules' sentences.")] = Language.en,
    every: Annotated[
        bool, typer.Option("--all", help=f"Show every case; else the first {SHOWN_CASES} of a rule.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The answer's canonical JSON, integer grosze.")] = False,
) -> int:
    """Hold the rules of law against history: what was checked, how much of it held, and each breach with its facts.

    Each rule names its article. A warning is a term without a sanction, or a duty that is not the city's own.
    Exit codes: 0 no breach; 1 breaches, or an effect without its cause; 2 no such rule; 3 the source does not answer.
    """
    unknown = sorted(set(rule or ()) - set(BY_CODE))
    if unknown:
        raise typer.BadParameter(f"no rule {', '.join(unknown)}; there are {', '.join(BY_CODE)}", param_hint="--rule")
    rules = [BY_CODE[code] for code in dict.fromkeys(rule)] if rule else RULES
    found = checked(
        desk.source, rules=rules, as_of=as_of.date() if as_of else None, known_at=known_at, language=lang.value
    )
    desk.use.cut = found["cut"]
    desk.answer(found, as_json=as_json)
    if not as_json:
        _show(desk, found, every=every)
    for reason in found["reasons"]:
        desk.say(f"not complete: {reason}")
    return FAILED if found["breaches"] or found["causes"]["violations"] else 0


def _show(desk: Desk, found: dict[str, Any], *, every: bool) -> None:
    out = desk.out
    out.print(f"facts known at [bold]{found['known_at']}[/], judged on [bold]{found['judged_on']}[/]")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    table.add_column("rule", no_wrap=True)
    table.add_column("what it says", overflow="fold", ratio=3)
    table.add_column("article", overflow="fold", ratio=2, style="dim")
    for title in ("cases", "held"):
        table.add_column(title, justify="right", no_wrap=True)
    for one in found["rules"]:
        mark = MARKS[one["severity"]] if one["broken"] else "[green]✓[/]" if one["checked"] else "[dim]·[/]"
        style = "dim" if not one["checked"] else None
        table.add_row(
            mark, one["code"], one["sentence"], one["article"], str(one["checked"]), str(one["held"]), style=style
        )
    out.print(table)
    out.print("[dim]✓ all held  · no case in this history  ! warning  ✗ breach[/]")
    for one in found["rules"]:
        if one["broken"]:
            _show_broken(desk, one, every=every)
    causes = found["causes"]
    if causes["violations"]:
        out.print(f"\n[bold red]effects without their cause[/]: {', '.join(causes['first_violations'])}")
    out.print(_verdict(found))


def _show_broken(desk: Desk, one: dict[str, Any], *, every: bool) -> None:
    out = desk.out
    out.print(f"\n{MARKS[one['severity']]} [bold]{one['code']}[/]  {one['sentence']} [dim]({one['article']})[/]")
    shown = one["broken"] if every else one["broken"][:SHOWN_CASES]
    for case in shown:
        said = "; ".join(showing.said(case["said"]))
        out.print(f"    [bold]{case['about']}[/]  {said}", highlight=False)
        for fact in case["facts"]:
            out.print(
                f"        [dim]{fact['place']:<18}[/] {fact['name']:<34} {fact['on']}  [dim]{fact['actor']}  "
                f"{fact['event_id']}[/]"
            )
    if len(shown) < len(one["broken"]):
        out.print(f"    [dim]and {len(one['broken']) - len(shown)} more: --all shows them, --json has them[/]")


def _verdict(found: dict[str, Any]) -> str:
    cases = sum(one["checked"] for one in found["rules"])
    open_ = [one["code"] for one in found["rules"] if not one["checked"]]
    words = f"\n{len(found['rules'])} rules held against {cases} cases, {found['causes']['checked']} causes looked up: "
    if found["breaches"]:
        words += f"[bold red]{found['breaches']} breaches[/], {found['warnings']} warnings"
    else:
        words += f"[green]no breach[/], {found['warnings']} warnings"
    return words + (f"\n[dim]{len(open_)} rules had no case here[/]" if open_ else "")
