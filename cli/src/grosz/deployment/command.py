"""`grosz deployment`: the two steps before a deployment's services can start."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import psycopg
import typer

from grosz import databases
from grosz.deployment.secrets import Deployment, make_secrets
from grosz.stack import SERVICES
from grosz.telling import DOWN, complain, say, told

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Prepare a deployment in containers: its secrets, then its databases.",
)
Folder = Annotated[Path, typer.Argument(help="Folder of the secrets; one folder inside for each party.")]
Postgres = Annotated[str, typer.Option(help="host:port of PostgreSQL, as seen from inside.")]


@app.command()
@told
def secrets(
    folder: Folder,
    authority: Annotated[str, typer.Option(help="Whose grants these are: the first word of its programmes.")] = "torun",
    postgres: Postgres = "postgres:5432",
    nats: Annotated[str, typer.Option(help="host:port of NATS, as seen from inside.")] = "nats:4222",
    inside: Annotated[
        Path | None, typer.Option(help="Where the folders will be mounted, as /secrets; default: where they lie.")
    ] = None,
) -> None:
    """Make keys, certificates and passwords. What is there stays as it is.

    Exit codes: 0 all there.
    """
    make_secrets(Deployment(folder.absolute(), inside, authority=authority, postgres=postgres, nats=nats))
    say(f"the secrets of each party lie in {folder}; keep console/ (issuer, authority) where only its owner reads")


@app.command("databases")
@told
def provision(folder: Folder, postgres: Postgres = "postgres:5432") -> None:
    """Make one database per service, its owner, the role that serves, and the auditor's role.

    Exit codes: 0 done, 3 PostgreSQL does not answer or refuses.
    """
    deployment = Deployment(folder.absolute(), postgres=postgres)
    try:
        databases.provision(
            deployment.admin_url(deployment.ca_file), SERVICES, passwords_file=deployment.home.passwords_file
        )
    except psycopg.Error as error:
        complain(f"the databases cannot be prepared: {str(error).strip()}")
        raise typer.Exit(DOWN) from None
    say(f"databases and roles of {', '.join(SERVICES)} are ready")
