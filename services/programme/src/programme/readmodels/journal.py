"""The journal (dziennik) as rows, entry by entry, and each account touched: what the ledger is made of."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

import psycopg

from programme.domain.budget import EntryPosted
from programme.readmodels import sums
from programme.readmodels.chart import synthetic_of
from programme.readmodels.moment import is_known
from shared.eventstore.projections import Recorded
from shared.kernel import hlc
from shared.kernel.balances import Transfer
from shared.kernel.refusal import Refusal


class JournalUnknown(Refusal):
    rule = "A journal is shown of a programme year that has one."
    status = 404


class Journal:
    """Projection of the budget stream into journal, postings, chart of accounts, and the ledger's sealed blocks."""

    name = "journal"

    def project(self, cursor: "psycopg.Cursor[dict[str, Any]]", recorded: Recorded) -> None:
        entry = recorded.event
        if not isinstance(entry, EntryPosted):
            return
        transfers = _transfers(entry)
        _write_entry(cursor, recorded, entry, sum(transfer.amount_grosze for transfer in transfers))
        if transfers:
            _write_postings(cursor, recorded.version, entry, transfers)
        sums.seal(cursor, programme=entry.programme_id, number=recorded.version)


def _transfers(entry: EntryPosted) -> list[Transfer]:
    """Those of every book that the entry touches, whichever books there are."""
    parts = (getattr(entry, field.name) for field in fields(entry))
    return [part for whole in parts if isinstance(whole, tuple) for part in whole if isinstance(part, Transfer)]


def _write_entry(
    cursor: "psycopg.Cursor[dict[str, Any]]", recorded: Recorded, entry: EntryPosted, turnover: int
) -> None:
    """The running turnover of an entry without the one before it is null, which the table refuses."""
    cause = entry.caused_by
    cursor.execute(
        "INSERT INTO journal_entries VALUES (%(programme)s, %(number)s, %(hlc)s, %(fact)s, %(effective_on)s, "
        "%(value_on)s, %(actor)s, %(document)s, %(line)s, %(call)s, %(grant)s, %(caused_by)s, %(cause_service)s, "
        "%(cause_hlc)s, %(amount)s, %(turnover)s, %(turnover)s + CASE WHEN %(number)s = 1 THEN 0 ELSE "
        "(SELECT running_turnover_grosze FROM journal_entries WHERE programme_id = %(programme)s "
        "AND number = %(number)s - 1) END)",
        {
            "programme": entry.programme_id,
            "number": recorded.version,
            "hlc": recorded.hlc,
            "fact": entry.fact,
            "effective_on": entry.effective_on,
            "value_on": entry.value_on,
            "actor": recorded.envelope["on_behalf_of"] or recorded.envelope["actor"],
            "document": entry.document,
            "line": entry.line_id,
            "call": entry.call_id,
            "grant": entry.grant_id,
            "caused_by": cause.event_id if cause else None,
            "cause_service": cause.service if cause else None,
            "cause_hlc": hlc.from_text(cause.hlc) if cause else None,
            "amount": entry.amount_grosze,
            "turnover": turnover,
        },
    )


def _write_postings(
    cursor: "psycopg.Cursor[dict[str, Any]]", number: int, entry: EntryPosted, transfers: list[Transfer]
) -> None:
    sides = [
        side
        for transfer in transfers
        for side in (
            (transfer.debit, transfer.credit, -transfer.amount_grosze),
            (transfer.credit, transfer.debit, transfer.amount_grosze),
        )
    ]
    cursor.execute(
        "WITH sides AS (SELECT * FROM unnest(%(accounts)s::text[], %(synthetics)s::text[], %(counters)s::text[], "
        "%(amounts)s::bigint[]) WITH ORDINALITY AS s (account, synthetic, counter, amount, ordinal)), "
        "opened AS (INSERT INTO ledger_accounts SELECT DISTINCT %(programme)s, account, synthetic, %(number)s::bigint "
        "FROM sides ON CONFLICT DO NOTHING) "
        "INSERT INTO postings SELECT %(programme)s, %(number)s, ordinal, %(effective_on)s, account, synthetic, "
        "counter, amount FROM sides",
        {
            "programme": entry.programme_id,
            "number": number,
            "effective_on": entry.effective_on,
            "accounts": [account for account, _, _ in sides],
            "synthetics": [synthetic_of(account) for account, _, _ in sides],
            "counters": [counter for _, counter, _ in sides],
            "amounts": [amount for _, _, amount in sides],
        },
    )


def journal(
    connection: "psycopg.Connection[dict[str, Any]]",
    *,
    programme: str,
    after: int,
    limit: int,
    from_on: date | None = None,
    to_on: date | None = None,
    known_at: datetime | None = None,
    fact: str | None = None,
    line: str | None = None,
    call: str | None = None,
    grant: str | None = None,
) -> dict[str, Any]:
    """Entries of a budget's journal in order, each with its postings; those that fit every filter given."""
    if not is_known(connection, programme):
        raise JournalUnknown(f"{programme} has no journal", field="programme")
    filters = {
        "effective_on >= %s": from_on,
        "effective_on <= %s": to_on,
        "hlc <= %s": hlc.last_at(known_at) if known_at else None,
        "fact = %s": fact,
        "line_id = %s": line,
        "call_id = %s": call,
        "grant_id = %s": grant,
    }
    given = {condition: value for condition, value in filters.items() if value is not None}
    conditions = " AND ".join(["programme_id = %s", "number > %s", *given])
    entries = connection.execute(
        f"SELECT * FROM journal_entries WHERE {conditions} ORDER BY number LIMIT %s".encode(),  # noqa: S608 - our own words
        (programme, after, *given.values(), limit),
    ).fetchall()
    numbers = [entry["number"] for entry in entries]
    rows = connection.execute(
        "SELECT number, account, sum(amount_grosze)::bigint AS amount FROM postings "
        "WHERE programme_id = %s AND number = ANY(%s) GROUP BY number, account",
        (programme, numbers),
    ).fetchall()
    touched: dict[int, dict[str, int]] = {}
    for row in rows:
        touched.setdefault(row["number"], {})[row["account"]] = row["amount"]
    return {
        "programme": programme,
        "entries": [_entry(entry) | {"accounts": touched.get(entry["number"], {})} for entry in entries],
        "next_after": numbers[-1] if len(numbers) == limit else None,
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": row["number"],
        "hlc": hlc.text_of(row["hlc"]),
        "fact": row["fact"],
        "effective_on": row["effective_on"],
        "value_on": row["value_on"],
        "actor": row["actor"],
        "document": row["document"],
        "line_id": row["line_id"],
        "call_id": row["call_id"],
        "grant_id": row["grant_id"],
        "caused_by": str(row["caused_by"]) if row["caused_by"] else None,
        "cause_service": row["cause_service"],
        "amount_grosze": row["amount_grosze"],
        "turnover_grosze": row["turnover_grosze"],
        "running_turnover_grosze": row["running_turnover_grosze"],
    }
