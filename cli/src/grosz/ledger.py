"""`grosz ledger`: the chart of accounts, the statement of an account, the turnover-and-balance sheet, the journal."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from grosz.asking import (
    PATIENCE_SECONDS,
    AsOfOption,
    FromOption,
    JsonOption,
    KnownAtOption,
    ProgrammeOption,
    UntilOption,
    ask,
    ask_whole,
    complain_if_incomplete,
    made,
    say_which,
)
from grosz.client import Client
from grosz.ledger_lines import Line, say_lines
from grosz.telling import EXIT_CODES, REFUSED, complain, say, told
from shared.kernel.canonical import canonical_json
from shared.messages.fields import Question
from shared.messages.programme_ledger_v1 import AccountQuestion, AccountsQuestion, SheetGrouping, TurnoverSheetQuestion
from shared.messages.programme_v1 import JournalQuestion

ledger = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=f"The ledger: every account, every posting, to the grosz. Debits are below zero.\n\n{EXIT_CODES}",
)


@ledger.command(epilog=EXIT_CODES)
@told
def accounts(
    programme: ProgrammeOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    under: Annotated[
        str | None, typer.Option(metavar="ACCOUNT", help="An account with * for any grant: its single grants.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the chart of accounts with what each holds."""
    question = made(AccountsQuestion, programme=programme, as_of=as_of, known_at=known_at, under=under)
    answer = _asked(question, rows="accounts")
    if as_json:
        typer.echo(canonical_json(answer).decode())
        return
    say_which(programme, answer)
    effective = f"effective up to {answer['as_of']}" if answer["as_of"] else "everything effective"
    say(f"Accounts of {answer['programme']}, {effective}, known at {answer['known_at']}, in PLN")
    rows = [
        Line(f"{row['balance'].replace('_', ' '):13}{row['account']}", (row["amount_grosze"],))
        for row in answer["accounts"]
    ]
    say_lines(("balance",), rows)
    complain_if_incomplete(answer)


@ledger.command(epilog=EXIT_CODES)
@told
def statement(
    account: Annotated[str, typer.Argument(help="An account as `grosz ledger accounts` shows it.")],
    programme: ProgrammeOption = None,
    from_on: FromOption = None,
    until: UntilOption = None,
    known_at: KnownAtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an account's opening balance, its postings in order of effect, its closing balance."""
    question = made(
        AccountQuestion, programme=programme, account=account, from_on=from_on, to_on=until, known_at=known_at
    )
    answer = _asked(question, rows="postings")
    if as_json:
        typer.echo(canonical_json(answer).decode())
        return
    say_which(programme, answer)
    say(f"Account {answer['account']} of {answer['programme']}, {_period(answer)}, in PLN")
    rows = [
        Line("opening balance", (None, answer["opening_grosze"])),
        *(
            Line(
                f"no. {row['number']}  {row['effective_on']}  {row['fact']}",
                (row["amount_grosze"], row["balance_grosze"]),
                (_other_side(answer, row), *_grounds(row)),
            )
            for row in answer["postings"]
        ),
        Line("turnover, debit", (-answer["debit_grosze"], None)),
        Line("turnover, credit", (answer["credit_grosze"], None)),
        Line("closing balance", (None, answer["closing_grosze"])),
    ]
    say_lines(("amount", "balance"), rows)
    complain_if_incomplete(answer)


@ledger.command(epilog=EXIT_CODES)
@told
def sheet(
    programme: ProgrammeOption = None,
    from_on: FromOption = None,
    until: UntilOption = None,
    known_at: KnownAtOption = None,
    by: Annotated[SheetGrouping, typer.Option(help="What the rows are.")] = "account",
    as_json: JsonOption = False,
) -> None:
    """Show the turnover-and-balance sheet (zestawienie obrotów i sald) of a period, and compare it with the journal.

    Exit code 1 also when its turnovers differ from the journal's.
    """
    question = made(TurnoverSheetQuestion, programme=programme, from_on=from_on, to_on=until, known_at=known_at, by=by)
    answer = asyncio.run(_ask(question))
    agrees = _agrees(answer)
    if as_json:
        typer.echo(canonical_json(answer).decode())
    else:
        say_which(programme, answer)
        _show_sheet(answer, agrees)
    if not agrees:
        raise typer.Exit(REFUSED)


@ledger.command(epilog=EXIT_CODES)
@told
def journal(
    programme: ProgrammeOption = None,
    from_on: FromOption = None,
    until: UntilOption = None,
    known_at: KnownAtOption = None,
    fact: Annotated[
        str | None, typer.Option(metavar="F", help="Only entries of this fact, e.g. FundsReserved.")
    ] = None,
    line: Annotated[str | None, typer.Option(metavar="LINE", help="Only entries of this budget line.")] = None,
    call: Annotated[str | None, typer.Option(metavar="CALL", help="Only entries of this call.")] = None,
    grant: Annotated[str | None, typer.Option(metavar="GRANT", help="Only entries of this grant.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the journal's entries in order, each with the accounts it touched and the running turnover."""
    filters = {"from_on": from_on, "to_on": until, "known_at": known_at}
    named = programme or _asked(made(AccountsQuestion, limit=1), rows=None)["programme"]
    question = made(JournalQuestion, programme=named, fact=fact, line=line, call=call, grant=grant, **filters)
    answer = _asked(question, rows="entries")
    if as_json:
        typer.echo(canonical_json(answer).decode())
        return
    say_which(programme, answer)
    say(f"Journal of {answer['programme']}, in PLN")
    rows = []
    for entry in answer["entries"]:
        head = f"no. {entry['number']}  {entry['effective_on']}  {entry['fact']}"
        rows.append(Line(head, (None, entry["running_turnover_grosze"]), _grounds(entry)))
        rows += [Line(f"    {account}", (amount, None)) for account, amount in sorted(entry["accounts"].items())]
    say_lines(("amount", "running turnover"), rows)


async def _ask(question: Question, rows: str | None = None) -> dict[str, Any]:
    async with Client(patience_seconds=PATIENCE_SECONDS) as client:
        return await (ask_whole(client, question, rows=rows) if rows else ask(client, question))


def _asked(question: Question, *, rows: str | None) -> dict[str, Any]:
    return asyncio.run(_ask(question, rows))


def _other_side(answer: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """The account on the other side; before it the grant, where the statement is of all grants together."""
    grant = "" if row["account"] == answer["account"] else f"grant {row['grant_id']}: "
    return f"{grant}{'to' if row['amount_grosze'] < 0 else 'from'} {row['counter_account']}"


def _grounds(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The paper and the person; the fact of another service that caused it."""
    paper = f"document {entry['document']}, " if entry["document"] else ""
    cause = (f"cause {entry['caused_by']} of {entry['cause_service']}",) if entry["caused_by"] else ()
    return (f"{paper}by {entry['actor']}", *cause)


def _period(answer: Mapping[str, Any]) -> str:
    first, last = answer["from_on"] or "from the first entry", answer["to_on"] or "the last"
    return f"{first} to {last}, known at {answer['known_at']}"


def _agrees(answer: Mapping[str, Any]) -> bool:
    """Double entry, and the journal: each turnover is there three times."""
    totals, kept = answer["sums"], answer["journal"]
    period = {totals["debit_grosze"], totals["credit_grosze"], kept["turnover_grosze"]}
    to_date = {totals["debit_to_date_grosze"], totals["credit_to_date_grosze"], kept["turnover_to_date_grosze"]}
    return len(period) == len(to_date) == 1


_COLUMNS = ("opening", "debit", "credit", "debit to date", "credit to date", "closing")


def _show_sheet(answer: Mapping[str, Any], agrees: bool) -> None:
    say(f"Turnover-and-balance sheet of {answer['programme']}, {_period(answer)}, in PLN")
    keys = [f"{name.replace(' ', '_')}_grosze" for name in _COLUMNS]
    rows = [Line(row["group"] or f"in no {answer['by']}", tuple(row[key] for key in keys)) for row in answer["rows"]]
    totals = answer["sums"]
    turnover: Sequence[int] = [totals[key] for key in keys[1:5]]
    rows.append(Line("sum, credit side", (totals["opening_credit_grosze"], *turnover, totals["closing_credit_grosze"])))
    rows.append(
        Line(
            "sum, debit side", (totals["opening_debit_grosze"], None, None, None, None, totals["closing_debit_grosze"])
        )
    )
    say_lines(_COLUMNS, rows)
    kept = answer["journal"]
    if agrees:
        say(f"agrees with the journal: {kept['entries']} entries of the period")
    else:
        complain(f"DIFFERS from the journal, whose turnover is {kept['turnover_grosze']} grosze; tell the operators")
    complain_if_incomplete(answer)
