"""`grosz demo`: play the year, show the months, check the figures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from grosz.client import Client
from grosz.demo import checking, driver, report, yearly
from grosz.demo.checking import Comparison, RecountAbsent
from grosz.demo.driver import Played, PlayedOtherwise, YearNotOver
from grosz.demo.figures import INVENTED
from grosz.demo.plan import DEFAULT_PROGRAMME, DEFAULT_SEED, Plan, make_plan
from grosz.demo.waiting import AnsweredOtherwise, StillMissing, until_at_rest
from grosz.demo.yearly import Yearly
from grosz.stack import SERVICES, Stack
from grosz.telling import DOWN, REFUSED, USAGE, complain, out
from shared.kernel.canonical import canonical_json
from shared.messages.programme_v1 import BudgetQuestion, ProgrammeQuestion

_EARLIEST_YEAR = 2004


def programme_named(text: str) -> str:
    """A programme id whose year the act of 24 April 2003 already covers."""
    try:
        programme = ProgrammeQuestion(programme=text).programme
    except ValueError:
        raise typer.BadParameter("a programme id is <authority>-<year>, e.g. torun-2025") from None
    if int(programme[-4:]) < _EARLIEST_YEAR:
        raise typer.BadParameter(f"there is no programme before {_EARLIEST_YEAR}")
    return programme


def demo(
    seed: Annotated[
        int, typer.Option("--seed", help="Another seed draws other offers, amounts and days.")
    ] = DEFAULT_SEED,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document, integer grosze, instead of tables.")
    ] = False,
    programme: Annotated[
        str, typer.Option("--programme", metavar="P", parser=programme_named, help="Programme id, <authority>-<year>.")
    ] = DEFAULT_PROGRAMME,
) -> None:
    """Play a programme year of Toruń through the four services, show each month's end, and check it to the grosz.

    The stack must be up (grosz up). The limit and the shape of the year are known; organisations, offers and the split
    by area are invented and shown as such. Interrupted, or run again with the same seed, it goes on where it was and
    comes to the same figures.

    Exit codes: 0 played and every figure agrees · 1 figures differ, or a command was refused · 2 wrong usage ·
    3 the stack or a service is down.
    """
    plan = make_plan(seed=seed, programme=programme)
    try:
        driver.refuse_the_future(plan, datetime.now(UTC))
        agreed = _run(plan, as_json=as_json)
    except YearNotOver as error:
        complain(str(error))
        raise typer.Exit(USAGE) from None
    except (PlayedOtherwise, AnsweredOtherwise, RecountAbsent) as error:
        complain(str(error))
        raise typer.Exit(REFUSED) from None
    except StillMissing as error:
        complain(f"{error}\n    grosz status shows what is down; grosz demo goes on where it was")
        raise typer.Exit(DOWN) from None
    if not agreed:
        raise typer.Exit(REFUSED)


def _run(plan: Plan, *, as_json: bool) -> bool:
    stack = Stack.load()
    # Figures go to stdout, the bar and every other word to stderr, so that --json can be piped.
    err = Console(stderr=True, highlight=False)
    shown = err if as_json else Console(highlight=False)
    report.show_plan(shown, plan)
    with _bar(err, plan) as progress:
        played = asyncio.run(driver.play(plan, stack=stack, progress=progress))
        months, comparisons, programme = asyncio.run(_results(plan, stack, progress))
    comparisons = [*_replayed(plan, stack, months[-1]), *comparisons]
    if as_json:
        typer.echo(canonical_json(_document(plan, months, comparisons, played, programme)).decode())
        return not any(comparison.difference_grosze for comparison in comparisons)
    yearly.show_making(shown, programme.making)
    report.show_months(shown, months)
    report.show_areas(shown, months[-1])
    yearly.show_report(shown, programme.report, programme.principles)
    agreed = report.show_check(shown, comparisons)
    report.show_pace(shown, played)
    report.show_next(
        out,
        programme=plan.programme,
        as_of=date(plan.year.year, 6, 30),
        openapi=f"{stack.urls['programme']}/openapi.json",
        pages=f"{stack.urls['programme']}/publications/programmes/{plan.programme}",
    )
    return agreed


async def _results(
    plan: Plan, stack: Stack, progress: driver.Progress
) -> tuple[list[dict[str, Any]], list[Comparison], Yearly]:
    """The ledger's months, its last state beside the read models and the plan, and the programme's own pages.

    A ledger that does not come to what the plan says is still shown, with its differences: the check is there for it.
    """
    async with Client(stack) as client:
        try:
            budget = await until_at_rest(client, plan.programme, plan.expected, tell=progress.tell)
        except StillMissing as missing:
            progress.tell(str(missing))
            budget = await client.ask("programme", BudgetQuestion(programme=plan.programme))
        months = await report.months_of(client, plan, known_at=budget["known_at"])
        ledger = months[-1]
        read_models = await checking.with_read_models(client, ledger, plan.programme)
        programme = await yearly.yearly(client, plan.programme)
    return months, [*read_models, *checking.with_plan(ledger, plan)], programme


def _replayed(plan: Plan, stack: Stack, ledger: dict[str, Any]) -> list[Comparison]:
    recount = checking.auditors_recount()
    dsns = {service: stack.auditor_dsn(service) for service in SERVICES}
    return checking.with_replay(ledger, recount(dsns, plan.programme))


def _document(
    plan: Plan, months: list[dict[str, Any]], comparisons: list[Comparison], played: Played, programme: Yearly
) -> dict[str, Any]:
    return {
        "programme": plan.programme,
        "seed": plan.seed,
        "invented": list(INVENTED),
        "plan": plan.counts(),
        "months": months[:-1],
        "final": months[-1],
        "programme_pages": programme.plain(),
        "check": {
            "agrees": not any(comparison.difference_grosze for comparison in comparisons),
            "comparisons": [comparison.plain() for comparison in comparisons],
        },
        "played": {
            "commands": played.commands,
            "by_http": played.by_http,
            "by_bus": played.by_bus,
            "repeated": played.repeated,
            "milliseconds": round(played.seconds * 1000),
            "commands_per_second": round(played.per_second),
        },
    }


@contextmanager
def _bar(console: Console, plan: Plan) -> Iterator[driver.Progress]:
    """A bar over all commands, with the phase that is being played."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=len(plan.steps))
        yield driver.Progress(
            begin=lambda phase: bar.update(task, description=f"{phase.title:<43}"),
            advance=lambda: bar.advance(task),
            tell=lambda text: bar.console.print(text, markup=False, soft_wrap=True),
        )
