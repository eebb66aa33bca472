"""What the demo shows in the end: month ends, areas, the check, the pace, and what to try next. Figures in PLN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from grosz.demo.checking import Comparison
from grosz.demo.driver import Played
from grosz.demo.figures import AREAS, INVENTED, SPLIT_NOTE
from grosz.demo.plan import Plan
from grosz.demo.waiting import Asker
from shared.kernel.accounts import BALANCES
from shared.kernel.money import format_pln
from shared.messages.programme_v1 import BudgetQuestion

_LABEL_WIDTH, _FIGURE_WIDTH, _BORDERS_WIDTH = 13, 16, 4


def month_ends(year: int) -> list[date]:
    """From November before the year, when calls open on the draft budget, to January after it, when returns are due."""
    months = ((year - 1, 12), *((year, month) for month in range(1, 13)), (year + 1, 1), (year + 1, 2))
    return [date(*month, 1) - timedelta(days=1) for month in months]


async def months_of(asker: Asker, plan: Plan, *, known_at: str) -> list[dict[str, Any]]:
    """The budget as of each month's end, all as known at one instant; the last row is of everything."""
    rows = []
    for as_of in (*month_ends(plan.year.year), None):
        question = BudgetQuestion.model_validate({"programme": plan.programme, "as_of": as_of, "known_at": known_at})
        rows.append(await asker.ask("programme", question))
    return rows


def show_plan(console: Console, plan: Plan) -> None:
    """Before the play: what is coming, and what of it is invented."""
    counts = plan.counts()
    _say(
        console,
        f"{plan.programme}, seed {plan.seed}: {counts['calls']} calls, {counts['offers']} offers, "
        f"{counts['contracts']} contracts, {counts['tranches']} tranches; {counts['commands']} commands",
    )
    _say(console, f"Invented: {'; '.join(INVENTED)}.")


def show_months(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """The balances that are ever above zero, in as many tables as the screen is wide enough for."""
    used = [name for name in BALANCES if any(row[name] for row in rows)]
    empty = [name.replace("_", " ") for name in BALANCES if name not in used]
    on_the_way = ["in_flight"] if any(row["in_flight"] for row in rows) else []
    columns = ["limit", *used, "committed", "headroom", *on_the_way]
    fitting = max(1, (console.width - _LABEL_WIDTH) // _FIGURE_WIDTH)
    _say(console, "\nBudget at each month's end, by effective date, in PLN")
    for first in range(0, len(columns), fitting):
        table = _table("month end", columns[first : first + fitting])
        for row in rows:
            label = str(row["as_of"] or "everything")
            table.add_row(label, *(format_pln(row[name]) for name in columns[first : first + fitting]))
        console.print(table)
    if empty:
        _say(console, f"Always zero: {', '.join(empty)}.")


def show_areas(console: Console, final: Mapping[str, Any]) -> None:
    """Who got how much; the split is ours, so each area says it."""
    columns = ("limit", "committed", "settled")
    table = _table("area", columns, wrapped=True)
    room = console.width - _FIGURE_WIDTH * len(columns) - _BORDERS_WIDTH
    for area in AREAS:
        figures = final["areas"].get(area.key, {})
        label = area.shown if len(area.shown) <= room else f"{area.title}\n{SPLIT_NOTE}"
        table.add_row(label, *(format_pln(figures.get(name, 0)) for name in columns))
    table.add_section()
    table.add_row("Total", *(format_pln(final[name]) for name in columns))
    _say(console, f"\nBy area {SPLIT_NOTE}, in PLN")
    console.print(table)


def show_check(console: Console, comparisons: Sequence[Comparison]) -> bool:
    """Totals in a table, differences one by one. True when there are none."""
    sources = list(dict.fromkeys(comparison.source for comparison in comparisons))
    _say(console, "\nCheck: the ledger of programme beside")
    for source in sources:
        of_source = [comparison for comparison in comparisons if comparison.source == source]
        off = [comparison for comparison in of_source if comparison.difference_grosze]
        verdict = "agree to the grosz" if not off else f"{len(off)} DIFFER"
        _say(console, f"  {source}: {len(of_source)} figures, {verdict}")
        for comparison in off:
            _say(
                console,
                f"    {comparison.what}: ledger {format_pln(comparison.ledger_grosze)}, "
                f"{source} {format_pln(comparison.other_grosze)}, "
                f"difference {format_pln(comparison.difference_grosze)} ({comparison.difference_grosze} grosze)",
            )
    return not any(comparison.difference_grosze for comparison in comparisons)


def show_pace(console: Console, played: Played) -> None:
    again = f"; {played.repeated} of them had been stored before" if played.repeated else ""
    _say(
        console,
        f"\n{played.commands} commands in {played.seconds:.0f} s, {played.per_second:.0f} per second "
        f"({played.by_http} by HTTP, {played.by_bus} on the bus{again})",
    )


def show_next(console: Console, *, programme: str, as_of: date, openapi: str, pages: str) -> None:
    _say(console, "\nTo try next:")
    _say(console, f"    grosz budget --programme {programme} --as-of {as_of}    the budget of any day")
    _say(console, f"    {pages}    the year as the public reads it: programme, calls, results, open data")
    _say(console, f"    {openapi}    the interface of the programme service")
    _say(console, "    grosz down    stops the stack; its data stays")


def _say(console: Console, text: str) -> None:
    """A sentence, an address or a command: whole, for the terminal to wrap."""
    console.print(text, markup=False, soft_wrap=True)


def _table(label: str, columns: Sequence[str], *, wrapped: bool = False) -> Table:
    """The label may be wrapped on a narrow screen, a figure never."""
    table = Table()
    table.add_column(label, no_wrap=not wrapped)
    for name in columns:
        table.add_column(name.replace("_", " "), justify="right", no_wrap=True)
    return table
