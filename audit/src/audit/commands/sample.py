"""`grosz audit sample`: grants to be looked at, drawn so that anybody can draw them again."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table

from audit.commands import showing
from audit.commands.as_of import KnownAtOption, ProgrammeOption
from audit.commands.desk import Desk, Refused, audited
from audit.population import files_at, population, year_of_grants
from audit.sampling import drawn, plain
from shared.kernel.canonical import instant_text


class Method(StrEnum):
    """How grants are chosen."""

    random = "random"
    stratified = "stratified"
    mus = "mus"


class Strata(StrEnum):
    """What a stratum is."""

    none = "none"
    area = "area"
    unit = "unit"
    call = "call"
    organisation = "organisation"


class Amount(StrEnum):
    """Which amount of a grant counts."""

    contracted = "contracted"
    paid = "paid"


@audited("sample")
def sample(
    desk: Desk,
    method: Annotated[Method, typer.Option(help="random, stratified, or mus: by monetary units.")],
    size: Annotated[int, typer.Option(min=1, metavar="N", help="How many grants, or monetary units.")],
    seed: Annotated[
        str, typer.Option(metavar="TEXT", help="Any text, best drawn in public: it decides who is chosen.")
    ],
    strata: Annotated[Strata, typer.Option(help="What the population is divided by.")] = Strata.none,
    of: Annotated[Amount, typer.Option(help="The amount of each grant.")] = Amount.contracted,
    programme: ProgrammeOption = None,
    known_at: KnownAtOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Canonical JSON: what `dossier --sample` reads.")] = False,
) -> int:
    """Draw a sample of the grants with a contract, with everything that it takes to draw it again.

    The same population and seed give the same sample, from every source; how, is told in docs/audit.md.
    Exit codes: 0 drawn, 1 no such year or an effect without its cause, 2 wrong usage, 3 the source does not answer.
    """
    if method is Method.stratified and strata is Strata.none:
        raise typer.BadParameter("a stratified sample needs --strata", param_hint="--strata")
    replay, files = files_at(desk.source, known_at)
    try:
        year = year_of_grants(files, programme)
    except LookupError as error:
        raise Refused(str(error)) from error
    units = population(files, year, strata=strata.value, of=of.value)
    found = {
        "programme": year,
        "known_at": instant_text(replay.known),
        "complete": not replay.behind,
        "cut": replay.cut(),
        "strata_by": strata.value,
        "amount": of.value,
        **plain(
            units,
            drawn(units, method=method.value, size=size, seed=seed),
            method=method.value,
            size=size,
            seed=seed,
        ),
    }
    desk.use.cut = found["cut"]
    desk.answer(found, as_json=as_json)
    if not as_json:
        _show(desk, found)
    for reason in replay.reasons():
        desk.say(f"not complete: {reason}")
    return 1 if replay.violations_count else 0


def _show(desk: Desk, found: dict[str, Any]) -> None:
    out, people = desk.out, found["population"]
    out.print(f"[bold]{found['programme']}[/]  facts known at {found['known_at']}")
    out.print(f"population  {people['count']} grants, {showing.pln(people['sum_grosze'])} PLN {found['amount']}")
    out.print(f"    sha256  {people['sha256']}")
    out.print(f"method      {found['method']}, size {found['size']}, seed [bold]{found['seed']}[/]")
    if "interval_grosze" in found:
        interval, first = showing.pln(found["interval_grosze"]), showing.pln(found["first_hit_grosze"])
        out.print(f"    one grosz in every {interval} PLN, the first at {first} PLN")
    for name, stratum in found.get("strata", {}).items():
        out.print(f"    {name}: {stratum['chosen']} of {stratum['count']}, {showing.pln(stratum['sum_grosze'])} PLN")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("", "grant", "stratum", "PLN", "hits"):
        table.add_column(title, justify="right" if title in ("", "PLN", "hits") else "left")
    for number, one in enumerate(found["chosen"], 1):
        table.add_row(str(number), one["grant"], one["stratum"], showing.pln(one["amount_grosze"]), str(one["hits"]))
    out.print(table)
    share = 100 * found["chosen_sum_grosze"] // max(1, people["sum_grosze"])
    out.print(f"{len(found['chosen'])} grants, {showing.pln(found['chosen_sum_grosze'])} PLN: {share} % of the money")
    out.print("[dim]grosz audit dossier GRANT… --out FOLDER  lays down what is known of each[/]")
