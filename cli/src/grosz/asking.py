"""What commands that ask programme for figures have in common: options, the asking, the word on completeness."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from grosz.client import Client, Refused
from grosz.telling import complain, say
from shared.messages.fields import Question

PATIENCE_SECONDS = 10
DEMO_PROGRAMME = "torun-2025"


def known_instant(text: str) -> datetime:
    """RFC 3339 with an offset; a time of day without one would mean another instant on another machine."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("an instant looks like 2025-01-31T12:00:00+01:00") from None
    if instant.tzinfo is None:
        raise typer.BadParameter("the instant needs an offset, as in 2025-01-31T12:00:00+01:00 or …Z")
    return instant


ProgrammeOption = Annotated[
    str | None, typer.Option(metavar="P", help="Programme id, e.g. torun-2025. Default: the demo's, or the only one.")
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="DATE", help="What took effect up to this day, inclusive. Default: everything."
    ),
]
KnownAtOption = Annotated[
    datetime | None,
    typer.Option(
        parser=known_instant,
        metavar="INSTANT",
        help="What the house knew at this instant (with offset). Default: the latest all services have passed.",
    ),
]
FromOption = Annotated[
    datetime | None,
    typer.Option(
        "--from", formats=["%Y-%m-%d"], metavar="DATE", help="First day of effect. Default: from the first entry."
    ),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option(
        "--until", formats=["%Y-%m-%d"], metavar="DATE", help="Last day of effect, inclusive. Default: everything."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the answer's canonical JSON, integer grosze.")]


def made(shape: type[Question], **fields: Any) -> Any:
    """The question with these fields; a value that has not its form is wrong usage. Days come as datetimes."""
    known = {
        name: value.date() if isinstance(value, datetime) and name != "known_at" else value
        for name, value in fields.items()
    }
    try:
        return shape.model_validate({name: value for name, value in known.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0])
        hint = "a programme id looks like torun-2025" if field == "programme" else first["msg"]
        raise typer.BadParameter(hint, param_hint=f"--{field.replace('_', '-')}") from error


async def ask(client: Client, question: Question) -> dict[str, Any]:
    """The answer; where no programme is named and several are known, the demo's is meant."""
    try:
        return await client.ask("programme", question)
    except Refused as refused:
        if refused.problem.code != "programme-not-named" or DEMO_PROGRAMME not in refused.problem.detail:
            raise
        return await client.ask("programme", question.model_copy(update={"programme": DEMO_PROGRAMME}))


async def ask_whole(client: Client, question: Question, *, rows: str) -> dict[str, Any]:
    """All pages of an answer as one, at the moment of the first."""
    whole = answer = await ask(client, question)
    fixed = {"programme": whole["programme"]}
    if "known_at" in whole:
        fixed["known_at"] = known_instant(whole["known_at"])
    while answer["next_after"] is not None:
        following = {**fixed, "after": answer["next_after"]}
        answer = await client.ask("programme", question.model_copy(update=following))
        whole[rows] += answer[rows]
    return {**whole, "next_after": None}


def say_which(programme: str | None, answer: Mapping[str, Any]) -> None:
    if programme is None:
        say(f"no --programme given; this is {answer['programme']}")


def complain_if_incomplete(answer: Mapping[str, Any]) -> None:
    if not answer["complete"]:
        behind = answer.get("behind") or "a service"
        names = ", ".join(map(str, behind)) if isinstance(behind, (list, dict)) else str(behind)
        complain(f"not complete: facts up to that instant are still on their way from {names}; ask again in a moment")
