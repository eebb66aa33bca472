"""How the console speaks: figures to stdout, trouble to stderr as short messages that say what to do next.

Exit codes: 0 done; 1 a check failed or a command was refused; 2 wrong usage; 3 the stack does not run, or a part of it
is down.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console

from grosz.client import Refused, ServiceSilent
from grosz.failures import StackFailed
from grosz.home import Busy
from grosz.issuer import IssuerMissing
from grosz.ports import NoFreePort
from grosz.stack import StackNotRunning

OK, REFUSED, USAGE, DOWN = 0, 1, 2, 3
EXIT_CODES = (
    "Exit codes: 0 done · 1 a check failed or a command was refused · 2 wrong usage · 3 the stack or a service is down."
)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    out.print(text, markup=False)


def complain(text: str) -> None:
    err.print(text, markup=False)


def told(command: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Turn the failures that we expect into a message and an exit code; a traceback is left for our own bugs."""

    @functools.wraps(command)
    def telling(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except Refused as error:
            problem = error.problem
            field = f" (field {problem.field})" if problem.field else ""
            complain(f"refused: {problem.detail}{field}\n    rule: {problem.rule} [{problem.article}; {problem.code}]")
            raise typer.Exit(REFUSED) from None
        except (StackNotRunning, IssuerMissing) as error:
            complain(f"{error}; start it with: grosz up")
        except StackFailed as error:
            for failure in error.failures:
                complain(failure.told())
            complain("the rest goes on running: grosz status shows it, grosz up tries again, grosz down stops it")
        except ServiceSilent as error:
            complain(f"{error}\n    grosz status shows what is down, grosz up starts it again")
        except (Busy, NoFreePort, PermissionError) as error:
            complain(str(error))
        raise typer.Exit(DOWN)

    return telling
