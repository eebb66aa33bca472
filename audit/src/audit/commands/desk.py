"""One use of the workbench: the source that is read, what is shown, and the fact that it was used.

Nothing is shown before its use is recorded: what a command prints is kept aside until then, in a file once it is large.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from audit.sources import Source, SourceDown, Unreadable
from audit.sources.places import Places, opened
from audit.uses import Use, person_here, record_use
from shared.kernel.canonical import canonical_json

DONE, FAILED, USAGE, DOWN = 0, 1, 2, 3
_KEPT_IN_MEMORY_BYTES = 4 << 20
_BLOCK_BYTES = 1 << 16
_WIDTH_WITHOUT_TERMINAL = 140

FromOption = Annotated[
    str, typer.Option("--from", metavar="SOURCE", envvar="GROSZ_AUDIT_FROM", help="db, log, or a bundle's folder.")
]
AsOption = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="PERSON", envvar="GROSZ_AUDIT_PERSON", help="Who asks: a pseudonym. Default: one made here."
    ),
]
ReasonOption = Annotated[
    str | None,
    typer.Option(
        "--reason", metavar="TEXT", envvar="GROSZ_AUDIT_REASON", help="Why: a case or a purpose; name no person."
    ),
]
_SHARED_OPTIONS = {"read_from": (FromOption, "db"), "used_by": (AsOption, None), "used_for": (ReasonOption, None)}


class Refused(Exception):
    """The command cannot give what was asked for, and says why; exit code 1."""


class Desk:
    """What a command works with. `out` prints; `answer` is what the digest is of, however it is shown."""

    def __init__(self, source: str, places: Places, use: Use) -> None:
        self.places = places
        self.use = use
        self._source_name = source
        self._source: Source | None = None
        self._kept = tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY_BYTES)  # noqa: SIM115  closed by close()
        self._text = io.TextIOWrapper(self._kept, encoding="utf-8", write_through=True)
        self._digest: str | None = None
        self.out = _console(self._text)

    @property
    def source(self) -> Source:
        """Opened at the first asking. Raises SourceDown."""
        if self._source is None:
            self._source = opened(self._source_name, self.places)
            self.use.source = self._source.describe()
        return self._source

    def answer(self, value: Any, *, as_json: bool) -> None:
        """Note the answer; print its canonical JSON if that is asked for."""
        content = canonical_json(value)
        self._digest = hashlib.sha256(content).hexdigest()
        if as_json:
            self.line(content)

    def line(self, content: bytes) -> None:
        """One line of output, as it is."""
        self._kept.write(content + b"\n")

    def say(self, text: str) -> None:
        """A word beside the answer: to the error stream, so that a pipe gets the answer alone."""
        Console(stderr=True, highlight=False, soft_wrap=True).print(text, markup=False)

    def go_live(self) -> None:
        """From now on everything is shown at once: the use is recorded first, without a digest."""
        record_use(self.use, self.places, say=self.say)
        self.out = _console(sys.stdout)
        self.line = _print_line  # type: ignore[method-assign]

    def finish(self, code: int) -> None:
        """Record the use, unless that is done, and then show what was kept."""
        if not self.use.recorded:
            self.use.exit_code = code
            self.use.result_sha256 = self._digest or _digest(self._kept)
            record_use(self.use, self.places, say=self.say)
        self._kept.seek(0)
        sys.stdout.flush()
        for block in iter(lambda: self._kept.read(_BLOCK_BYTES), b""):
            sys.stdout.buffer.write(block)
        sys.stdout.flush()

    def close(self) -> None:
        if self._source is not None:
            self._source.close()
        self._text.close()


def audited(name: str) -> Callable[[Callable[..., int | None]], Callable[..., None]]:
    """Make a command of a function that takes a Desk and its own options, and gives its exit code (None: 0).

    The command has --from, --as and --reason besides, tells expected failures as messages, and leaves one recorded use.
    """

    def made(function: Callable[..., int | None]) -> Callable[..., None]:
        _, *own = inspect.signature(function, eval_str=True).parameters.values()

        @functools.wraps(function)
        def run(**given: Any) -> None:
            source, person, reason = (given.pop(option) for option in _SHARED_OPTIONS)
            places = Places.from_environment()
            use = Use(command=name, arguments=_told(given), person=person or person_here(places), reason=_asked(reason))
            desk = Desk(source, places, use)
            try:
                code = _carried_out(desk, function, given)
                desk.finish(code)
            except BrokenPipeError:
                sys.stdout = io.TextIOWrapper(io.BytesIO())
                code = DONE
            except SourceDown as error:
                desk.say(str(error))
                code = DOWN
            finally:
                desk.close()
            raise typer.Exit(code)

        shared = [
            inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
            for option, (annotation, default) in _SHARED_OPTIONS.items()
        ]
        given_by_name = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
        run.__signature__ = inspect.Signature([*given_by_name, *shared])  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in [*own, *shared]}
        return run

    return made


def _carried_out(desk: Desk, function: Callable[..., int | None], given: dict[str, Any]) -> int:
    try:
        return function(desk, **given) or DONE
    except SourceDown as error:
        desk.say(str(error))
        return DOWN
    except (Refused, Unreadable) as error:
        desk.say(str(error))
        return FAILED
    except KeyboardInterrupt:
        return DONE


def _asked(reason: str | None) -> str | None:
    """At a terminal whoever gives no reason is asked for one."""
    if reason is None and sys.stdin.isatty() and sys.stdout.isatty():
        reason = typer.prompt("Why do you look? (a case or a purpose; --reason says it beforehand)", err=True)
    return reason.strip() or None if reason else None


def _told(given: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, as text."""
    return {name: value if isinstance(value, bool | int) else _text(value) for name, value in given.items() if value}


def _text(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _console(file: Any) -> Console:
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal or "COLUMNS" in os.environ else _WIDTH_WITHOUT_TERMINAL
    return Console(file=file, force_terminal=terminal, width=width, highlight=False)


def _print_line(content: bytes) -> None:
    sys.stdout.buffer.write(content + b"\n")
    sys.stdout.flush()


def _digest(kept: Any) -> str:
    kept.seek(0)
    digest = hashlib.sha256()
    for block in iter(lambda: kept.read(_BLOCK_BYTES), b""):
        digest.update(block)
    return digest.hexdigest()
