"""The journal as rows, entry by entry, and each account touched."""

from typing import Any

import psycopg

from programme.domain.budget import EntryPosted
from shared.eventstore.projections import Recorded
from shared.kernel import hlc
from shared.kernel.accounts import area_of_account, balance_of
from shared.kernel.refusal import Refusal

_CONTRA = "limit"
_SUSPENSE = "suspense"


class JournalUnknown(Refusal):
    rule = "A journal is shown of a programme year that has one."
    status = 404


class Journal:
    """Projection of the budget stream into journal_entries and postings."""

    name = "journal"

    def project(self, cursor: "psycopg.Cursor[dict[str, Any]]", recorded: Recorded) -> None:
        entry = recorded.event
        if not isinstance(entry, EntryPosted):
            return
        cause = entry.caused_by
        cursor.execute(
            "INSERT INTO journal_entries VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                entry.programme_id,
                recorded.version,
                recorded.hlc,
                entry.fact,
                entry.effective_on,
                entry.value_on,
                recorded.envelope["on_behalf_of"] or recorded.envelope["actor"],
                entry.document,
                entry.line_id,
                entry.call_id,
                entry.grant_id,
                cause.event_id if cause else None,
                hlc.from_text(cause.hlc) if cause else None,
                entry.amount_grosze,
            ),
        )
        for transfer in (*entry.transfers, *entry.suspense):
            for account, amount in (
                (transfer.debit, -transfer.amount_grosze),
                (transfer.credit, transfer.amount_grosze),
            ):
                cursor.execute(
                    "INSERT INTO postings VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                    (
                        entry.programme_id,
                        recorded.version,
                        recorded.hlc,
                        entry.effective_on,
                        account,
                        _column(account),
                        area_of_account(account) or "",
                        amount,
                    ),
                )


def _column(account: str) -> str:
    if account.startswith("suspense/grant/"):
        return _SUSPENSE
    return balance_of(account) or _CONTRA


def journal(
    connection: "psycopg.Connection[dict[str, Any]]", *, programme: str, after: int, limit: int
) -> dict[str, Any]:
    """Entries of a budget's journal in order, each with its postings."""
    entries = connection.execute(
        "SELECT * FROM journal_entries WHERE programme_id = %s AND number > %s ORDER BY number LIMIT %s",
        (programme, after, limit),
    ).fetchall()
    if not entries and not after:
        raise JournalUnknown(f"{programme} has no journal", field="programme")
    numbers = [entry["number"] for entry in entries]
    rows = connection.execute(
        "SELECT number, account, amount_grosze FROM postings WHERE programme_id = %s AND number = ANY(%s)",
        (programme, numbers),
    ).fetchall()
    touched: dict[int, dict[str, int]] = {}
    for row in rows:
        accounts = touched.setdefault(row["number"], {})
        accounts[row["account"]] = accounts.get(row["account"], 0) + row["amount_grosze"]
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
        "amount_grosze": row["amount_grosze"],
    }
