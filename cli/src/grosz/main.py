"""The console command `grosz`: the local stack, tokens, figures; the demo and the import are in rooms of their own."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from audit.commands import app as audit
from grosz import status as stack_status
from grosz.budget import budget
from grosz.deployment.command import app as deployment
from grosz.failures import Failure, exit_text
from grosz.home import Home
from grosz.issuer import Issuer
from grosz.lazily import LazyGroup
from grosz.ledger import ledger
from grosz.starting import bring_up
from grosz.stopping import bring_down
from grosz.telling import DOWN, EXIT_CODES, complain, out, say, told
from shared.kernel.canonical import canonical_json

app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Grosz: grants of public money, to the last grosz.\n\n"
    f"The data folder is .grosz in the working folder, or what GROSZ_HOME says.\n\n{EXIT_CODES}",
)
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command()
@told
def up() -> None:
    """Start PostgreSQL, NATS and the four services, and wait until each is ready.

    What runs already is left alone; what has died is named, with its log, and started again. With GROSZ_POSTGRES_URL
    (an administrator's address) or GROSZ_NATS_URL in the environment, those servers are used instead of our own.
    Exit codes: 0 all ready, 3 something is not, and the message says which, why, and where its log is.
    """
    home = Home.from_environment()
    stack = bring_up(home, say=say)
    say(f"\nThe stack is up; its data and logs are in {home.root}. To try:")
    say("    grosz demo      plays a whole programme year")
    say("    grosz budget    shows the budget as it stands")
    say(f"    {stack.urls['programme']}/openapi.json    the programme service's interface")


@app.command()
@told
def down() -> None:
    """Stop what `up` started, in reverse order. The data stays for the next `up`.

    Exit codes: 0 stopped, or nothing was running; 3 another `grosz up` or `grosz down` is at work.
    """
    if not bring_down(Home.from_environment(), say=say):
        say("nothing was running")


@app.command()
@told
def status(as_json: JsonOption = False) -> None:
    """Show each server and service: ready, waiting (and for what), dead (and where its log is), stopped.

    Exit codes: 0 everything is ready, 3 something is not.
    """
    home = Home.from_environment()
    parts = stack_status.parts_of(home)
    ready = all(part.fine for part in parts)
    if as_json:
        found = {"ready": ready, "home": str(home.root), "parts": [part.plain() for part in parts]}
        typer.echo(canonical_json(found).decode())
    else:
        _show(parts)
    if not ready:
        raise typer.Exit(DOWN)


@app.command()
@told
def token(
    person: Annotated[str, typer.Argument(help="Pseudonym: lower-case letters, digits, hyphens.")],
    roles: Annotated[list[str], typer.Argument(help="Roles, e.g. programme-editor late-entry.")],
) -> None:
    """Print a token (JWT, eight hours) that lets this person give the commands of these roles.

    Exit codes: 0 printed, 3 the stack was never started here.
    """
    typer.echo(Issuer(Home.from_environment().issuer_private_key).mint_token(person, roles))


app.command()(told(budget))
app.add_typer(audit, name="audit")
app.add_typer(deployment, name="deployment")
app.add_typer(ledger, name="ledger")


def _show(parts: list[stack_status.Part]) -> None:
    table = Table()
    for title in ("part", "state", "process", "port"):
        table.add_column(title, overflow="fold")
    for part in parts:
        state = f"{part.state} for {', '.join(part.waiting_for)}" if part.waiting_for else part.state
        table.add_row(part.name, state, str(part.pid or ""), str(part.port or ""))
    out.print(table, soft_wrap=False)
    say(f"logs: {stack_status.log_of(parts[0]).parent}")
    for part in parts:
        if part.state == "dead":
            complain(Failure(part.name, exit_text(None), stack_status.log_of(part)).told())
    if not all(part.fine for part in parts):
        complain("grosz up starts what is missing")


if __name__ == "__main__":
    app()
