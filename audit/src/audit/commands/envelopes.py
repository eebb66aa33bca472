"""One fact, whole, for people: what it says, its times, its people, its causes."""

from typing import Any

from rich.console import Console
from rich.table import Table

from audit.commands import showing
from audit.sources import Record

_FIELDS = (
    ("takes effect on", "effective_on"),
    ("acted at", "acted_at"),
    ("actor", "actor"),
    ("on behalf of", "on_behalf_of"),
    ("entered late, why", "late_reason"),
    ("command", "command_id"),
    ("correlation", "correlation_id"),
    ("caused by", "causation_id"),
    ("trace", "traceparent"),
)


def show_whole(out: Console, record: Record) -> None:
    """The envelope first, then what the fact says; amounts in PLN beside their grosze."""
    envelope = record.envelope
    out.print(f"[bold cyan]{record.name}[/]  [bold]{record}[/]")
    table = _two_columns()
    table.add_row("event", record.event_id)
    table.add_row("stream", f"{record.stream}, version {record.version}")
    table.add_row("recorded at", f"{showing.recorded(record)} Warsaw, {envelope.get('hlc', '')}")
    for title, field in _FIELDS:
        if envelope.get(field):
            table.add_row(title, str(envelope[field]))
    if record.causes:
        table.add_row("causes", ", ".join(f"{service}:{position}" for service, position in record.causes.items()))
    out.print(table)
    out.print("\n[bold]says[/]")
    said = _two_columns()
    for name, value in record.data.items():
        _add(said, name, value)
    out.print(said)


def _two_columns() -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _add(table: Table, name: str, value: Any) -> None:
    match value:
        case dict():
            for inner, its in value.items():
                _add(table, f"{name}.{inner}", its)
        case list() if value and isinstance(value[0], dict):
            for number, one in enumerate(value, 1):
                _add(table, f"{name}[{number}]", one)
        case int() if name.endswith("_grosze"):
            table.add_row(name, f"{showing.pln(value)} PLN")
        case None:
            pass
        case _:
            table.add_row(name, str(value))
