"""`grosz import`: a register of awarded grants, taken over into the ledger.

Exit codes: 0 everything was taken, or handed back in the rejects file; 1 a service refused something, or the
ledger's figures differ from the register's; 2 the file or the mapping cannot be used; 3 the stack does not
run or fell silent (run the same command again: it goes on where it stopped).
"""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from grosz.client import Client, ServiceSilent, Stack
from grosz.register.checking import check
from grosz.register.gathering import TakeOver, gather
from grosz.register.mapping import MappingUnreadable, read_mapping
from grosz.register.reading import RegisterUnreadable, read_register
from grosz.register.rejects import write_rejects
from grosz.register.sending import commands_count, send
from grosz.register.summary import Reading, Summary, print_summary
from grosz.telling import REFUSED, USAGE, complain, err, out


def import_register(
    file: Annotated[Path, typer.Argument(help="the register, a CSV file", exists=True, dir_okay=False)],
    mapping_file: Annotated[
        Path, typer.Option("--map", help="how to read it (docs/import/README.md)", exists=True, dir_okay=False)
    ],
    rejects_file: Annotated[
        Path | None,
        typer.Option(
            "--rejects", help="where rows that cannot be taken go; default: <file>.rejects.csv in this folder"
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="read and judge, send nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the summary as JSON and nothing else")] = False,
) -> None:
    """Take over a register of awarded grants: one programme per grantor and year, with its grants and payments.

    Run again, it imports nothing twice; interrupted, it goes on where it stopped.
    """
    rejects_file = rejects_file or Path(f"{file.stem}.rejects.csv")
    if rejects_file.resolve() in {file.resolve(), mapping_file.resolve()}:
        raise typer.BadParameter("the rejects would overwrite what is read", param_hint="--rejects")
    try:
        # Before the file is read: whoever has no stack shall hear it at once.
        stack = None if dry_run else Stack.load()
        reading, take_over = _read(file, mapping_file, rejects_file)
        write_rejects(rejects_file, take_over.rejects)
        summary = Summary(reading, take_over)
        if stack is not None:
            summary = asyncio.run(_import(summary, stack, quiet=as_json))
            write_rejects(rejects_file, summary.rejects)
    except (MappingUnreadable, RegisterUnreadable, OSError) as fault:
        complain(str(fault))
        raise typer.Exit(USAGE) from fault
    except ServiceSilent:
        complain("not finished; run the same command again: it goes on where it stopped")
        raise
    if as_json:
        typer.echo(json.dumps(summary.plain(), ensure_ascii=False, indent=2))
    else:
        print_summary(summary, out)
    if summary.refused_by_services or not summary.agrees:
        raise typer.Exit(REFUSED)


def _read(file: Path, mapping_file: Path, rejects_file: Path) -> tuple[Reading, TakeOver]:
    mapping = read_mapping(mapping_file)
    register = read_register(file, mapping.file, needed=mapping.named_columns())
    reading = Reading(file, mapping.name, mapping.amount.currency, register.encoding, rejects_file)
    return reading, gather(register.rows, mapping)


async def _import(summary: Summary, stack: Stack, *, quiet: bool) -> Summary:
    """Send what was read, then ask the ledger what came of it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=quiet) as progress:
        sending = progress.add_task("taking over", total=commands_count(summary.take_over))

        def tell_waiting(service: str, reason: str) -> None:
            complain(f"waiting for {service}: {reason}")

        async with Client(stack, on_wait=tell_waiting) as client:
            sent = await send(summary.take_over, client, on_answer=lambda: progress.advance(sending))
            summary = Summary(summary.reading, summary.take_over, sent)
            expected = summary.expected()
            comparing = progress.add_task("asking the ledger", total=len(expected))
            found = {}
            for one in expected:
                found[one.programme_id] = await check(one, client, last_hlc=sent.last_hlc)
                progress.advance(comparing)
    return Summary(summary.reading, summary.take_over, sent, found)
