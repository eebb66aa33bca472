"""`grosz audit verify`: everything counted again and held to every checkpoint ever kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from audit.commands.desk import DONE, FAILED, Desk, audited
from audit.proof.house import House, keys_of
from audit.proof.verifying import Verdict
from shared.kernel import hlc

KeysOption = Annotated[
    Path | None,
    typer.Option(
        "--keys", metavar="FILE", help="Public keys to trust, one a line. Default: those pinned in the audit folder."
    ),
]
ServiceOption = Annotated[list[str] | None, typer.Option("--service", metavar="S", help="Only this one. Repeatable.")]
_TOLD_EVERY = 5_000


@audited("verify")
def verify(
    desk: Desk,
    service: ServiceOption = None,
    keys: KeysOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as canonical JSON.")] = False,
) -> int:
    """Count every record again and hold it to what was signed: names the first that is not as it was.

    From the databases it looks at LOG and SEAL too, and at the hashes and checkpoints kept from earlier times; what is
    found true is kept for the next time.
    Exit codes: 0 all as signed, 1 something is not, 2 wrong usage, 3 something cannot be read.
    """
    known = keys_of(desk.places, keys)
    for remark in known.remarks:
        desk.say(remark)
    house = House(desk.source, desk.places, known.keys)
    chosen = service or list(desk.source.services)
    if unknown := sorted(set(chosen) - set(desk.source.services)):
        raise typer.BadParameter(f"no service {', '.join(unknown)}; there are {', '.join(desk.source.services)}")
    verdicts = []
    for one in chosen:
        with _progress(one) as seen:
            verdicts.append(house.verdict(one, seen=seen))
    desk.answer({"services": [verdict.plain() for verdict in verdicts]}, as_json=as_json)
    if not as_json:
        _show(desk.out, verdicts)
    return FAILED if any(verdict.findings for verdict in verdicts) else DONE


def _show(out: Console, verdicts: list[Verdict]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("service", "records", "signed to", "proven to", "open", "checkpoints", "last signed (Warsaw)"):
        table.add_column(title, justify="left" if title in ("service", "last signed (Warsaw)") else "right")
    for one in verdicts:
        figures = (one.records, one.signed_to, one.proven_to, one.open_records, one.checkpoints)
        table.add_row(one.service, *map(str, figures), _local(one.watermark))
    out.print(table)
    for verdict in verdicts:
        for remark in verdict.remarks:
            out.print(f"note, {verdict.service}: {remark}", markup=False)
    findings = [finding for verdict in verdicts for finding in verdict.findings]
    if not findings:
        open_records = sum(verdict.open_records for verdict in verdicts)
        out.print("\n[green]as signed[/]: every record up to the last checkpoint is the one that was signed")
        out.print(f"open window: {open_records} records came after it; the next checkpoint covers them")
        return
    out.print("\n[bold red]not as signed[/], the first bad record of each service first:")
    for finding in findings:
        out.print(f"  {finding.kind:13}  {finding}", markup=False, soft_wrap=True)
    out.print("\nKeep this answer and the folder of kept checkpoints; copy the databases before anything is mended.")


def _local(watermark: str) -> str:
    if not watermark:
        return "never"
    instant: datetime = hlc.instant_of(hlc.from_text(watermark))
    return instant.astimezone(ZoneInfo("Europe/Warsaw")).strftime("%Y-%m-%d %H:%M:%S")


@contextmanager
def _progress(service: str) -> Iterator[Callable[[], None]]:
    """A counter on the error stream, where somebody sees it."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed} records"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task, count = progress.add_task(service, total=None), 0

        def seen() -> None:
            nonlocal count
            count += 1
            if count % _TOLD_EVERY == 0:
                progress.update(task, completed=count)

        yield seen
