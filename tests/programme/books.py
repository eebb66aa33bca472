"""A programme store on a real PostgreSQL, filled with any journal, and a fold of its raw stream by code of its own."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from programme.domain.budget import EntryPosted
from programme.main import SERVICE
from programme.readmodels.moment import MONEY_SERVICES
from shared.eventstore.migrations import migrate
from shared.eventstore.projections import ProjectionRunner
from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from shared.kernel import hlc
from shared.kernel.accounts import BALANCES
from shared.kernel.canonical import canonical_json, plain
from shared.kernel.ids import event_id

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def stamp(milliseconds: int, counter: int = 0) -> int:
    """A stamp so many milliseconds after the beginning."""
    return ((int(BEGAN.timestamp()) * 1000 + milliseconds) << hlc.COUNTER_BITS) + counter


def instant(milliseconds: int) -> datetime:
    return BEGAN + timedelta(milliseconds=milliseconds)


class Books:
    """Entries go into the store as bytes; the journal's projection moves when the test says so."""

    def __init__(self, database_url: str, store: Store) -> None:
        self.database_url = database_url
        self.store = store
        self._runner = ProjectionRunner(store, SERVICE.codec, SERVICE.projections, Waker(database_url))
        self._journal = SERVICE.projections[0]

    def write(self, programme: str, entries: Sequence[tuple[int, EntryPosted]], *, first: int = 1) -> None:
        """Entries of one programme with their stamps, numbered from `first`, at the next positions of the store."""
        rows = []
        with psycopg.connect(self.database_url) as connection:
            (last,) = connection.execute("SELECT position FROM head").fetchone() or (0,)
            for number, (at, entry) in enumerate(entries, start=first):
                stream = f"budget/{programme}"
                envelope = {
                    "effective_on": entry.effective_on,
                    "actor": "anna",
                    "on_behalf_of": None,
                    "data": plain(entry),
                }
                rows.append(
                    (
                        stream,
                        number,
                        SERVICE.codec.name(entry),
                        canonical_json(envelope),
                        last + 1 + number - first,
                        UUID(str(event_id("torun", stream, number))),
                        at,
                    )
                )
            connection.cursor().executemany(
                "INSERT INTO events (originator_id, originator_version, topic, state, notification_id, event_id, hlc) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s)",
                rows,
            )
            connection.execute(
                "UPDATE head SET position = %s, hlc = greatest(hlc, %s)", (last + len(rows), rows[-1][6])
            )

    def project(self) -> None:
        while self._runner.advance(self._journal):
            pass

    def forget(self) -> None:
        """As before the first event: the read model is to be made anew from position 0."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute("TRUNCATE journal_entries, postings, ledger_accounts, ledger_blocks")
            connection.execute("DELETE FROM projections WHERE name = 'journal'")

    def all_have_passed(self) -> None:
        with psycopg.connect(self.database_url) as connection:
            for service in MONEY_SERVICES:
                connection.execute(
                    "INSERT INTO watermarks VALUES (%s, %s) ON CONFLICT (service) DO UPDATE SET hlc = excluded.hlc",
                    (service, stamp(10_000_000)),
                )

    def ask(self, answer: Callable[..., dict[str, Any]], **fields: Any) -> dict[str, Any]:
        """As a question is answered: in one snapshot."""
        with self.store.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return answer(connection, **fields)

    def raw(self, programme: str) -> Raw:
        with psycopg.connect(self.database_url) as connection:
            rows = connection.execute(
                "SELECT state, hlc FROM events WHERE originator_id = %s ORDER BY originator_version",
                (f"budget/{programme}",),
            ).fetchall()
        return Raw([(json.loads(bytes(state))["data"], at) for state, at in rows])


@contextmanager
def open_books(database_url: str) -> Iterator[Books]:
    migrate(database_url, SERVICE.migrations)
    store = Store(database_url)
    try:
        yield Books(database_url, store)
    finally:
        store.close()


@dataclass
class Raw:
    """A journal as its stored bytes have it, each entry with its stamp. All sums are taken anew, entry by entry."""

    entries: list[tuple[dict[str, Any], int]]

    def moves(self, *, until: date = date.max, known: datetime | None = None) -> list[tuple[dict[str, Any], str, int]]:
        """(entry, account, change) in journal order, for what was recorded by then with effect up to this day."""
        found = []
        for entry, at in self.entries:
            recorded = BEGAN + timedelta(milliseconds=(at >> hlc.COUNTER_BITS) - int(BEGAN.timestamp()) * 1000)
            if (known is None or recorded <= known) and date.fromisoformat(entry["effective_on"]) <= until:
                for transfer in [*entry["transfers"], *entry["suspense"]]:
                    found.append((entry, transfer["debit"], -transfer["amount_grosze"]))
                    found.append((entry, transfer["credit"], transfer["amount_grosze"]))
        return found

    def figures(self, by: str, *, until: date = date.max, known: datetime | None = None) -> dict[str, dict[str, int]]:
        """The twelve balances per group; under "" those of no group. Second books are left out."""
        groups: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(BALANCES, 0))
        for _, account, change in self.moves(until=until, known=known):
            if account != "limit" and second_book(account) is None:
                groups[group(account, by)][balance(account)] += change
        return dict(groups)

    def turnovers(
        self, by: str, *, until: date = date.max, known: datetime | None = None
    ) -> dict[str, tuple[int, int]]:
        """(debit, credit) per group."""
        groups: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for _, account, change in self.moves(until=until, known=known):
            debit, credit = groups[group(account, by)]
            groups[group(account, by)] = (debit - min(change, 0), credit + max(change, 0))
        return dict(groups)


def second_book(account: str) -> str | None:
    first = account.split("/", maxsplit=1)[0]
    return None if first in ("limit", "free", "line", "lapsed", "returned", "written-off") else first


def balance(account: str) -> str:
    words = account.split("/")
    if second_book(account) or account == "limit":
        return words[0]
    if words[-1] in ("blocked", "reserved", "contracted", "disbursed", "settled", "returned", "lapsed", "pool", "free"):
        return words[-1]
    if words[-1] == "written-off":
        return "written_off"
    return "opened" if "call" in words else "allocated"


def group(account: str, by: str) -> str:
    words = account.split("/")
    area, unit, classification = words[1].split(".") if words[0] == "line" else ("", "", "")
    division, chapter, paragraph = classification.split("-") if classification else ("", "", "")
    if by == "account":
        if "grant" in words and second_book(account) is None:
            words[words.index("grant") + 1] = "*"
        return "/".join(words)
    return {
        "balance": balance(account),
        "area": area,
        "unit": unit,
        "classification": classification,
        "division": division,
        "chapter": chapter,
        "paragraph": paragraph,
        "line": words[1] if words[0] == "line" else "",
        "call": words[words.index("call") + 1] if "call" in words else "",
        "grant": words[words.index("grant") + 1] if "grant" in words else "",
    }[by]
