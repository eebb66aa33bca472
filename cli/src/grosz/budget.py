"""`grosz budget`: the budget of a programme year as of a day, as known at an instant."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table

from grosz.client import Client, Refused
from grosz.telling import EXIT_CODES, complain, out, say
from shared.kernel.canonical import canonical_json
from shared.kernel.money import format_pln
from shared.messages.programme_v1 import BudgetQuestion

PATIENCE_SECONDS = 10
# The twelve that add up to the limit, then the sums made of them and what lies outside them.
BALANCES = (
    "free",
    "allocated",
    "pool",
    "opened",
    "blocked",
    "reserved",
    "contracted",
    "disbursed",
    "settled",
    "returned",
    "lapsed",
    "written_off",
)
SUMS = ("committed", "headroom", "in_flight", "suspense")
DEMO_PROGRAMME = "torun-2025"
_LABEL_WIDTH, _FIGURE_WIDTH = 16, 19


def known_instant(text: str) -> datetime:
    """RFC 3339 with an offset; a time of day without one would mean another instant on another machine."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("an instant looks like 2025-01-31T12:00:00+01:00") from None
    if instant.tzinfo is None:
        raise typer.BadParameter("the instant needs an offset, as in 2025-01-31T12:00:00+01:00 or …Z")
    return instant


def budget(
    programme: Annotated[
        str | None,
        typer.Option(metavar="P", help="Programme id, e.g. torun-2025. Default: the demo's, or the only one."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="What took effect up to this day, inclusive. Default: everything.",
        ),
    ] = None,
    known_at: Annotated[
        datetime | None,
        typer.Option(
            parser=known_instant,
            metavar="INSTANT",
            help="What the house knew at this instant (with offset). Default: the latest all services have passed.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer's canonical JSON, integer grosze.")] = False,
) -> None:
    """Show the budget: twelve exclusive balances that add up to the limit, in total and per area, in PLN."""
    fields = {"programme": programme, "as_of": as_of.date() if as_of else None, "known_at": known_at}
    try:
        question = BudgetQuestion.model_validate(fields)
    except ValidationError as error:
        raise typer.BadParameter("a programme id looks like torun-2025", param_hint="--programme") from error
    answer = asyncio.run(_ask(question))
    if as_json:
        typer.echo(canonical_json(answer).decode())
        return
    if programme is None:
        say(f"no --programme given; this is {answer['programme']}")
    _show(answer)


budget.__doc__ = f"{budget.__doc__}\n\n{EXIT_CODES}"


async def _ask(question: BudgetQuestion) -> dict[str, Any]:
    """The answer; where no programme is named and several are known, the demo's is meant."""
    async with Client(patience_seconds=PATIENCE_SECONDS) as client:
        try:
            return await client.ask("programme", question)
        except Refused as refused:
            if refused.problem.code != "programme-not-named" or DEMO_PROGRAMME not in refused.problem.detail:
                raise
            return await client.ask("programme", question.model_copy(update={"programme": DEMO_PROGRAMME}))


def _show(answer: Mapping[str, Any]) -> None:
    effective = f"effective up to {answer['as_of']}" if answer.get("as_of") else "everything effective"
    say(f"Budget of {answer['programme']}, {effective}, known at {answer['known_at']}, in PLN")
    columns: list[tuple[str, Mapping[str, Any]]] = [("total", answer), *sorted(answer.get("areas", {}).items())]
    fitting = max(1, (out.width - _LABEL_WIDTH) // _FIGURE_WIDTH)
    for first in range(0, len(columns), fitting):
        out.print(_table(columns[first : first + fitting]), soft_wrap=False)
    if not answer["complete"]:
        behind = answer.get("behind") or "a service"
        names = ", ".join(map(str, behind)) if isinstance(behind, (list, dict)) else str(behind)
        complain(f"not complete: facts up to that instant are still on their way from {names}; ask again in a moment")


def _table(columns: Sequence[tuple[str, Mapping[str, Any]]]) -> Table:
    table = Table()
    table.add_column("")
    for name, _ in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for group in (BALANCES, ("limit",), SUMS):
        for key in group:
            if any(key in figures for _, figures in columns):
                cells = [format_pln(figures[key]) if key in figures else "" for _, figures in columns]
                table.add_row(key.replace("_", " "), *cells, style="bold" if key == "limit" else None)
        table.add_section()
    return table
