"""`grosz audit as-of`: the budget as of a day, as known at an instant, by the auditor's own count."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table

from audit.asof import answer, counted, only_year
from audit.commands import showing
from audit.commands.desk import FAILED, Desk, Refused, audited
from audit.facts import UnknownShape
from audit.replay import Replay
from audit.sealed.answering import sealed_counts
from shared.kernel.canonical import instant_text

COLUMNS = (
    ("limit", ("limit",)),
    ("headroom", ("headroom",)),
    ("reserved", ("reserved",)),
    ("contracted", ("contracted",)),
    ("disbursed", ("disbursed",)),
    ("settled", ("settled",)),
    ("blocked", ("blocked",)),
    ("back, lapsed", ("returned", "lapsed", "written_off")),
)
WHOLE = {"programme": "limit", "area": "limit"}
"""What the sum of the balances is called; of other groups it is no limit of theirs."""


class By(StrEnum):
    """What the figures are split by."""

    programme = "programme"
    area = "area"
    call = "call"
    unit = "unit"
    organisation = "organisation"
    grant = "grant"


KnownAtOption = Annotated[
    datetime | None,
    typer.Option(
        parser=showing.until,
        metavar="INSTANT",
        help="As it was recorded then; a day is its end in Warsaw. Default: the latest that every service has passed.",
    ),
]
ProgrammeOption = Annotated[
    str | None, typer.Option(metavar="P", help="Programme id, e.g. torun-2025. Default: the only one.")
]


@audited("as-of")
def as_of(
    desk: Desk,
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="DATE", help="What took effect up to then.")],
    known_at: KnownAtOption = None,
    programme: ProgrammeOption = None,
    by: Annotated[By, typer.Option(help="Split by this.")] = By.area,
    recount: Annotated[
        bool, typer.Option("--recount", help="Count every record of a bundle, and take no sums from it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The answer's canonical JSON, integer grosze.")] = False,
) -> int:
    """Count the budget as of a day, from the facts of all services; programme's ledger is not asked.

    A complete answer is the same bytes for ever, from every source. One that is not says which service is behind.
    Exit codes: 0 answered; 1 unknown programme, or an effect without its cause; 3 the source does not answer.
    """
    return count_again(desk, day.date(), known_at, programme, by, every_record=recount, as_json=as_json)


def count_again(
    desk: Desk,
    day: date | None,
    known_at: datetime | None,
    programme: str | None,
    by: By,
    *,
    every_record: bool,
    as_json: bool,
) -> int:
    """Count a year as of a day, None: with everything effective, and show it. Raises Refused, SourceDown.

    every_record  take no sums from a bundle.
    """
    replay = Replay.known_at(desk.source, known_at)
    try:
        counts = (None if every_record else sealed_counts(replay)) or counted(replay)
        found = answer(replay, counts, programme or only_year(counts), as_of=day, by=by.value)
    except LookupError as error:
        raise Refused(f"{error}, at {instant_text(replay.known)}: --known-at names another moment") from error
    except UnknownShape as error:
        raise Refused(str(error)) from error
    desk.use.cut = found["cut"]
    desk.answer(found, as_json=as_json)
    if not as_json:
        show_figures(desk, found, by.value)
    for reason in found["reasons"]:
        desk.say(f"not complete: {reason}")
    if found["causes"]["violations"]:
        desk.say(f"effects without their cause: {', '.join(found['causes']['first_violations'])}")
        return FAILED
    return 0


def show_figures(desk: Desk, found: dict[str, Any], by: str) -> None:
    """A budget as people read it, with the cut that it rests on."""
    out, day = desk.out, found["as_of"] or "everything effective"
    out.print(f"[bold]{found['programme']}[/]  as of [bold]{day}[/], known at {found['known_at']}")
    groups = found["areas"] if by == "area" else found.get("groups", {})
    table = Table(box=None, pad_edge=False, header_style="bold", row_styles=("", "dim") if len(groups) > 12 else None)
    table.add_column(f"by {by}" if groups else "", overflow="fold", max_width=44)
    for title in (WHOLE.get(by, "in all"), *(title for title, _ in COLUMNS[1:])):
        table.add_column(title, justify="right", no_wrap=True)
    for group, figures in groups.items():
        table.add_row(group, *_cells(figures))
    if any((found.get("elsewhere") or {}).values()):
        table.add_row(f"[italic]of no {by}[/]", *_cells(found["elsewhere"]))
    table.add_row("[bold]whole programme[/]", *(f"[bold]{cell}[/]" for cell in _cells(found)))
    out.print(table)
    out.print(f"[dim]PLN; suspense {showing.pln(found['suspense'])}, in flight {showing.pln(found['in_flight'])}[/]\n")
    mark = "[green]complete[/]" if found["complete"] else "[yellow]not complete[/]"
    causes = found["causes"]
    proven = f"{causes['checked']} causes looked up, {causes['violations']} missing"
    out.print(f"{mark}; {proven}; the cut {found['cut']['hlc']}:")
    for service, at in found["cut"]["services"].items():
        out.print(f"    {service:<14} up to position {at['position']:>8}, watermark {at['watermark']}")


def _cells(figures: dict[str, Any]) -> list[str]:
    return [showing.pln(sum(figures[name] for name in names)) for _, names in COLUMNS]
