"""`grosz audit keys`: make a key, for a witness or a service; show what is public of one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from audit.commands.desk import FAILED
from shared.proof.keys import COSIGNS, SIGNS, BadKey, SigningKey

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Keys that sign and cosign checkpoints.")


@app.command()
def make(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As city.example/internal-audit, or grosz/torun/grants.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the private key goes, readable by you alone.")],
    cosigns: Annotated[bool, typer.Option("--cosigns", help="A witness's key.")] = False,
) -> None:
    """Make a key and print its public half, the one to hand out.

    Exit codes: 0 made, 1 the file is there already, 2 wrong usage.
    """
    try:
        key = SigningKey.generate(name, COSIGNS if cosigns else SIGNS)
    except BadKey as error:
        raise typer.BadParameter(str(error), param_hint="NAME") from error
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        typer.echo(f"{file} is there already; a key is never written over: name another file", err=True)
        raise typer.Exit(FAILED) from None
    with os.fdopen(opened, "w") as output:
        output.write(key.written())
    typer.echo(key.verify_key)


@app.command()
def show(file: Annotated[Path, typer.Argument(metavar="FILE", help="A private key's file.")]) -> None:
    """Print the public half of a key.

    Exit codes: 0 printed, 2 the file is no key.
    """
    try:
        typer.echo(SigningKey.parse(file.read_text()).verify_key)
    except (OSError, BadKey) as error:
        raise typer.BadParameter(f"{file}: {error}", param_hint="FILE") from error
