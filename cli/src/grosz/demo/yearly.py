"""What the demo shows of the programme itself: how it was made, and the draft of its yearly report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from grosz.demo.waiting import Asker
from shared.kernel.money import format_pln
from shared.messages.programme_making_v1 import PrinciplesQuestion, ProgrammeMakingQuestion, ProgrammeReportQuestion

_COUNTS = ("calls_announced", "offers", "contracts", "grants_settled")
_AMOUNTS = ("disbursed_grosze", "accepted_grosze", "returned_grosze")


@dataclass(frozen=True, slots=True)
class Yearly:
    making: dict[str, Any]
    principles: dict[str, Any]
    report: dict[str, Any]

    def plain(self) -> dict[str, Any]:
        return {"making": self.making, "principles": self.principles, "report": self.report}


async def yearly(asker: Asker, programme: str) -> Yearly:
    return Yearly(
        await asker.ask("programme", ProgrammeMakingQuestion(programme=programme)),
        (await asker.ask("programme", PrinciplesQuestion(programme=programme)))["principles"],
        await asker.ask("programme", ProgrammeReportQuestion(programme=programme)),
    )


def show_making(console: Console, making: Mapping[str, Any]) -> None:
    """In five lines, from the first meeting to the last publication."""
    meetings, remarks, opinion = making["meetings"], making["remarks"].values(), making["opinion"]
    adoption = making["adoption"]
    outcomes = sorted(remark["answer"]["outcome"] for remark in remarks if remark["answer"])
    counted = ", ".join(f"{outcomes.count(outcome)} {outcome}" for outcome in dict.fromkeys(outcomes))
    came = sum(each["participants_count"] for each in meetings)
    departments, stated = len(making["contributions"]), len(making["contents"])
    asked, said = opinion.get("delivered_on"), f"{opinion.get('verdict', 'silent')} {opinion.get('given_on', '')}"
    warnings = ", ".join(adoption["warnings"]) or "none"
    posted = (f"{each['document']} {each['place']} {each['published_on']}" for each in making["publications"])
    lines = (
        f"{len(meetings)} meetings, {came} people; {departments} departments contributed; {stated} contents stated",
        f"{len(remarks)} remarks, answered: {counted}",
        f"Council of Public Benefit Activity: asked {asked}, {said}",
        f"adopted {adoption['adopted_on']} by {adoption['resolution_number']}; warnings: {warnings}",
        f"published: {', '.join(posted)}",
    )
    console.print("\nHow the programme was made (invented, but for 18 July 2024)", markup=False, soft_wrap=True)
    for line in lines:
        console.print(f"  {line}", markup=False, soft_wrap=True)


def show_report(console: Console, report: Mapping[str, Any], principles: Mapping[str, Any]) -> None:
    """The draft of the execution report, and what the six principles still lack."""
    table = Table()
    table.add_column("area")
    for name in (*_COUNTS, *_AMOUNTS):
        table.add_column(name.removesuffix("_grosze").replace("_", " "), justify="right")
    for area in report["now"]["areas"]:
        table.add_row(*_row(area["area"] or "no area", area))
    table.add_section()
    table.add_row(*_row("Total", report["now"]["total"]))
    console.print(
        f"\nExecution report, {'as counted now' if report['published'] else 'a draft'}, due {report['due_on']}; "
        "counts, and amounts in PLN",
        markup=False,
        soft_wrap=True,
    )
    console.print(table)
    for principle, acts in principles.items():
        lacks = "; ".join(each["act"] for each in acts["missing"])
        served = len(acts["evidence"])
        asked = served + len(acts["missing"])
        console.print(
            f"  {principle}: {served} of {asked} kinds of acts on record{f'; missing: {lacks}' if lacks else ''}"
        )


def _row(label: str, figures: Mapping[str, Any]) -> list[str]:
    return [
        label,
        *(str(figures[name]) for name in _COUNTS),
        *(format_pln(figures[name]) for name in _AMOUNTS),
    ]
