"""`grosz budget`: the budget of a programme year as of a day, as known at an instant."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from grosz.asking import (
    PATIENCE_SECONDS,
    AsOfOption,
    JsonOption,
    KnownAtOption,
    ProgrammeOption,
    ask,
    complain_if_incomplete,
    made,
    say_which,
)
from grosz.client import Client
from grosz.telling import EXIT_CODES, out, say
from shared.kernel.canonical import canonical_json
from shared.kernel.money import format_pln
from shared.messages.fields import Question
from shared.messages.programme_ledger_v1 import Grouping
from shared.messages.programme_v1 import BudgetQuestion

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
_LABEL_WIDTH, _FIGURE_WIDTH = 16, 19


def budget(
    programme: ProgrammeOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    by: Annotated[
        Grouping | None, typer.Option(help="Figures per group, and what lies in none. Default: per area.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the budget: twelve exclusive balances that add up to the limit, in total and per area, in PLN."""
    question = made(BudgetQuestion, programme=programme, as_of=as_of, known_at=known_at, by=by)
    answer = asyncio.run(_ask(question))
    if as_json:
        typer.echo(canonical_json(answer).decode())
        return
    say_which(programme, answer)
    _show(answer)


budget.__doc__ = f"{budget.__doc__}\n\n{EXIT_CODES}"


async def _ask(question: Question) -> dict[str, Any]:
    async with Client(patience_seconds=PATIENCE_SECONDS) as client:
        return await ask(client, question)


def _show(answer: Mapping[str, Any]) -> None:
    effective = f"effective up to {answer['as_of']}" if answer.get("as_of") else "everything effective"
    say(f"Budget of {answer['programme']}, {effective}, known at {answer['known_at']}, in PLN")
    groups = answer.get("areas", answer.get("groups", {}))
    columns: list[tuple[str, Mapping[str, Any]]] = [("total", answer), *sorted(groups.items())]
    if "elsewhere" in answer:
        columns.append((f"in no {answer['by']}", answer["elsewhere"]))
    fitting = max(1, (out.width - _LABEL_WIDTH) // max(_FIGURE_WIDTH, *(len(name) + 3 for name, _ in columns)))
    for first in range(0, len(columns), fitting):
        out.print(_table(columns[first : first + fitting]), soft_wrap=False)
    complain_if_incomplete(answer)


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
