"""`grosz audit books`: journal, turnover-and-balance sheet and list of facts, for spreadsheets and for the printer."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from audit.commands import showing
from audit.commands.as_of import KnownAtOption
from audit.commands.desk import DONE, FAILED, Desk, Refused, audited
from audit.papers.writing import FORMS, Order, write_books
from audit.proof.house import House
from audit.replay import Replay


class Form(StrEnum):
    """How a book is written."""

    csv = "csv"
    xlsx = "xlsx"
    pdf = "pdf"


@audited("books")
def books(
    desk: Desk,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write; must not exist yet.")],
    programme: Annotated[str, typer.Option(metavar="P", help="Programme id, e.g. torun-2025.")],
    unit: Annotated[
        str, typer.Option(metavar="NAME", envvar="GROSZ_AUDIT_UNIT", help="Whose books these are, as it is written.")
    ],
    form: Annotated[list[Form] | None, typer.Option(help="Repeatable. Default: all.")] = None,
    known_at: KnownAtOption = None,
    since: Annotated[
        datetime | None,
        typer.Option(parser=showing.since, metavar="INSTANT", help="Journal and facts: recorded after it."),
    ] = None,
    first_day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Sheet: first day of effect.")
    ] = None,
    last_day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Sheet: last day of effect.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest's canonical JSON.")] = False,
) -> int:
    """Write the books of a year as CSV, XLSX and PDF, with a manifest of digests, numbers, sums and the cut.

    The journal goes by recording, so that its numbers follow one another; the sheet by days of effect.
    Exit codes: 0 written; 1 no such year, the folder is there, or a book does not balance; 3 the source is down.
    """
    replay = Replay.known_at(desk.source, known_at)
    order = Order(
        programme,
        unit,
        forms=[one.value for one in form] if form else FORMS,
        since=since,
        first=first_day.date() if first_day else None,
        last=last_day.date() if last_day else None,
    )
    house = House(desk.source, desk.places, [])
    try:
        manifest = write_books(replay, order, folder, printed_at=datetime.now(UTC), notes=house.notes)
    except FileExistsError as error:
        raise Refused(f"{folder} is there already; books are never written over: name another folder") from error
    except LookupError as error:
        raise Refused(str(error)) from error
    desk.use.cut = manifest["cut"]
    desk.answer(manifest, as_json=as_json)
    journal, sheet = manifest["journal"], manifest["sheet"]
    if not as_json:
        turnover = showing.pln(journal["turnover_grosze"])
        desk.out.print(
            f"journal: entries {journal['first_number']} to {journal['last_number']}, turnover {turnover} PLN\n"
            f"sheet: {sheet['accounts']} accounts\n{folder}: {', '.join(manifest['files'])}, manifest.json",
            markup=False,
        )
    for reason in replay.reasons():
        desk.say(f"not complete: {reason}")
    wrong = [f"numbers do not follow one another at {number}" for number in journal["numbers_after_a_gap"]]
    wrong += [
        f"the sheet's {pair} balances do not balance"
        for pair in ("opening", "closing")
        if sheet[f"{pair}_debit_grosze"] != sheet[f"{pair}_credit_grosze"]
    ]
    for sentence in wrong:
        desk.say(sentence)
    return FAILED if wrong else DONE
