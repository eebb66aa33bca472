"""`grosz audit events`: the facts themselves, listed, shown whole, and as they come."""

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Annotated

import typer
from rich.table import Table

from audit.commands import showing
from audit.commands.desk import Desk, Refused, audited
from audit.commands.envelopes import show_whole
from audit.filters import Filter
from audit.finding import find
from audit.sources import Record, Source
from audit.sources.merged import marks_of, merged
from shared.kernel import hlc

LOOK_EVERY_SECONDS = 0.5
ROWS_AT_A_TIME = 200
SHOWN_UNLESS_SAID = 100

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The facts themselves: listed, shown whole, and as they come."
)
StreamOption = Annotated[
    str | None, typer.Option("--stream", metavar="S", help="A stream, as contract/…; or its beginning, ending in /.")
]
TypeOption = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="T", help="Stored name, with or without version, or its first word. Repeatable."),
]
GrantOption = Annotated[str | None, typer.Option(metavar="ID", help="Facts about this grant.")]
CallOption = Annotated[str | None, typer.Option(metavar="ID", help="Facts about this call.")]
ProgrammeOption = Annotated[str | None, typer.Option(metavar="ID", help="Facts of this programme year.")]
PersonOption = Annotated[
    str | None, typer.Option("--person", metavar="P", help="Acts of this person, or on their behalf; a pseudonym.")
]
CorrelationOption = Annotated[str | None, typer.Option(metavar="ID", help="What belongs to one business act.")]
SinceOption = Annotated[
    datetime | None, typer.Option(parser=showing.since, metavar="INSTANT", help="Recorded then or later; or a day.")
]
UntilOption = Annotated[
    datetime | None, typer.Option(parser=showing.until, metavar="INSTANT", help="Recorded then or before; or a day.")
]
ServiceOption = Annotated[list[str] | None, typer.Option(metavar="S", help="Only this service. Repeatable.")]
JsonOption = Annotated[bool, typer.Option("--json", help="The exact bytes of each LOG record, one a line.")]


@app.command("list")
@audited("events list")
def list_events(
    desk: Desk,
    stream: StreamOption = None,
    of_type: TypeOption = None,
    grant: GrantOption = None,
    call: CallOption = None,
    programme: ProgrammeOption = None,
    person: PersonOption = None,
    correlation: CorrelationOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    service: ServiceOption = None,
    limit: Annotated[
        int | None, typer.Option(min=0, metavar="N", help=f"0: all. Default: {SHOWN_UNLESS_SAID}; with --json all.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List facts of all services in the order of their clocks, those that every filter lets pass.

    Exit codes: 0 listed, 2 wrong usage, 3 the source does not answer.
    """
    wanted = Filter(stream, tuple(of_type or ()), grant, call, programme, person, correlation)
    chosen = _services(desk.source, service)
    records = merged(
        desk.source,
        services=chosen,
        since=hlc.last_at(since) - hlc.last_at(since) % (1 << hlc.COUNTER_BITS) if since else None,
        until=hlc.last_at(until) if until else None,
    )
    found = (record for record in records if wanted.passes(record))
    most = (0 if as_json else SHOWN_UNLESS_SAID) if limit is None else limit
    if as_json:
        for record in islice(found, most or None):
            desk.line(record.body)
    else:
        _tables(desk, islice(found, most or None))
    if most and next(found, None) is not None:
        desk.say(f"the first {most} are shown; there are more: --limit 0 shows all, filters show fewer")


@app.command("show")
@audited("events show")
def show_event(
    desk: Desk,
    which: Annotated[str, typer.Argument(metavar="ID|SERVICE:POSITION", help="The event's id, or its place.")],
    as_json: JsonOption = False,
) -> None:
    """Show one fact whole: what it says, when, by whom, and what caused it.

    Exit codes: 0 shown, 1 there is no such fact, 3 the source does not answer.
    """
    record = find(desk.source, which)
    if record is None:
        raise Refused(f"no fact {which} in {desk.source.describe()}: an id, or a place such as grants:17")
    if as_json:
        desk.line(record.body)
    else:
        show_whole(desk.out, record)


@app.command("follow")
@audited("events follow")
def follow_events(
    desk: Desk,
    stream: StreamOption = None,
    of_type: TypeOption = None,
    grant: GrantOption = None,
    call: CallOption = None,
    programme: ProgrammeOption = None,
    person: PersonOption = None,
    correlation: CorrelationOption = None,
    service: ServiceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show facts as they are recorded, until Ctrl-C. Within one service in order; between services as they are seen.

    Exit codes: 0 ended by Ctrl-C, 3 the source does not answer.
    """
    wanted = Filter(stream, tuple(of_type or ()), grant, call, programme, person, correlation)
    chosen = _services(desk.source, service)
    desk.go_live()
    for new in _coming(desk.source, chosen):
        found = [record for record in new if wanted.passes(record)]
        if as_json:
            for record in found:
                desk.line(record.body)
        elif found:
            desk.out.print(_table(found, titles=False))


def _coming(source: Source, services: list[str]) -> Iterator[list[Record]]:
    """What was recorded since the last look, look after look."""
    reached = {service: mark.position for service, mark in marks_of(source).items()}
    while True:
        new = [record for service in services for record in source.records(service, after=reached[service])]
        for record in new:
            reached[record.service] = record.position
        yield sorted(new, key=lambda record: record.order)
        if not new:
            time.sleep(LOOK_EVERY_SECONDS)


def _services(source: Source, chosen: list[str] | None) -> list[str]:
    unknown = set(chosen or ()) - set(source.services)
    if unknown:
        raise typer.BadParameter(
            f"no service {', '.join(sorted(unknown))}; there are {', '.join(source.services)}", param_hint="--service"
        )
    return chosen or list(source.services)


def _tables(desk: Desk, records: Iterator[Record]) -> None:
    """Columns have fixed widths, so that tables of a few rows each read as one, and no row waits for the last."""
    first = True
    while rows := list(islice(records, ROWS_AT_A_TIME)):
        desk.out.print(_table(rows, titles=first))
        first = False
    if first:
        desk.say("no fact passes these filters")


def _table(records: list[Record], *, titles: bool) -> Table:
    table = Table(box=None, pad_edge=False, show_header=titles, header_style="bold")
    table.add_column("recorded", width=19, no_wrap=True, style="dim")
    table.add_column("place", width=19, no_wrap=True)
    table.add_column("fact", width=34, no_wrap=True, style="cyan")
    table.add_column("takes effect", width=12, no_wrap=True)
    table.add_column("PLN", width=15, justify="right", no_wrap=True)
    table.add_column("about", overflow="fold", min_width=20)
    for record in records:
        effective_on = str(record.envelope.get("effective_on", ""))
        amount = showing.pln(showing.amount(record))
        table.add_row(showing.recorded(record), str(record), record.name, effective_on, amount, showing.about(record))
    return table
