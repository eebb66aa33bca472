"""Turnovers of accounts as of a day, as known up to a journal number, from sealed blocks and the tail behind them.

Every 4 096 entries are sealed as a block of level 0, every 16 blocks of a level as one of the next: its turnovers by
synthetic account and by day, month and year of effect, written in the transaction of the entry that fills it. An answer
over n entries then reads at most 15 blocks of each of the log n levels, and 4 095 entries of tail; of each block the
years before the day, the months of its year, the days of its month. A block is never written again: a later entry with
an earlier day goes into its own. Why so, and what it costs: docs/decisions/0017.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import psycopg

Connection = psycopg.Connection[dict[str, Any]]

BLOCK = 4096
RADIX = 16
FOR_EVER = date.max
_BEFORE_ALL = date.min


_FROM_BLOCKS = b"""
    SELECT l.synthetic, l.debit_grosze AS debit, l.credit_grosze AS credit
      FROM unnest(%(levels)s::smallint[], %(blocks)s::bigint[]) AS b (level, block)
     CROSS JOIN unnest(%(spans)s::text[], %(starts)s::date[], %(ends)s::date[]) AS s (span, starts, ends)
      JOIN ledger_blocks l ON l.programme_id = %(programme)s AND l.level = b.level AND l.block = b.block
       AND l.span = s.span AND l.starts_on >= s.starts AND l.starts_on <= s.ends
     WHERE %(accounts)s::text[] IS NULL OR l.synthetic = ANY(%(accounts)s)
     UNION ALL"""
_FROM_TAIL = b"""
    SELECT synthetic, greatest(-amount_grosze, 0) AS debit, greatest(amount_grosze, 0) AS credit FROM postings
     WHERE programme_id = %(programme)s AND number > %(sealed)s AND number <= %(number)s
       AND effective_on <= %(until)s AND (%(accounts)s::text[] IS NULL OR synthetic = ANY(%(accounts)s))"""


@dataclass(frozen=True, slots=True)
class Turnover:
    """What went out of an account and what came in, in grosze."""

    debit: int = 0
    credit: int = 0

    @property
    def balance(self) -> int:
        return self.credit - self.debit

    def __add__(self, other: "Turnover") -> "Turnover":
        return Turnover(self.debit + other.debit, self.credit + other.credit)

    def __sub__(self, other: "Turnover") -> "Turnover":
        return Turnover(self.debit - other.debit, self.credit - other.credit)


NOTHING = Turnover()


def seal(cursor: "psycopg.Cursor[dict[str, Any]]", *, programme: str, number: int) -> None:
    """Write the blocks that this entry fills: none for most, one or more where its number is round."""
    if number % BLOCK:
        return
    filled = number // BLOCK
    cursor.execute(
        "INSERT INTO ledger_blocks "
        "SELECT p.programme_id, 0, %(block)s, s.span, date_trunc(s.span, p.effective_on::timestamp)::date, "
        "p.synthetic, sum(greatest(-p.amount_grosze, 0))::bigint, sum(greatest(p.amount_grosze, 0))::bigint "
        "FROM postings p CROSS JOIN (VALUES ('day'), ('month'), ('year')) AS s (span) "
        "WHERE p.programme_id = %(programme)s AND p.number > %(after)s AND p.number <= %(last)s "
        "GROUP BY 1, 3, 4, 5, 6",
        {"block": filled - 1, "programme": programme, "after": number - BLOCK, "last": number},
    )
    level = 0
    while filled % RADIX == 0:
        filled //= RADIX
        cursor.execute(
            "INSERT INTO ledger_blocks "
            "SELECT programme_id, %(level)s + 1, %(block)s, span, starts_on, synthetic, "
            "sum(debit_grosze)::bigint, sum(credit_grosze)::bigint FROM ledger_blocks "
            "WHERE programme_id = %(programme)s AND level = %(level)s AND block >= %(first)s AND block < %(end)s "
            "GROUP BY 1, 4, 5, 6",
            {
                "programme": programme,
                "level": level,
                "block": filled - 1,
                "first": (filled - 1) * RADIX,
                "end": filled * RADIX,
            },
        )
        level += 1


def turnovers(
    connection: Connection, *, programme: str, number: int, until: date, accounts: Sequence[str] | None = None
) -> dict[str, Turnover]:
    """By synthetic account: all that entries up to this number moved with effect up to this day, inclusive.

    An account is there as soon as it was touched, also when it holds nothing. `accounts`: these only.
    """
    blocks, sealed = _blocks(number)
    spans = _spans(until)
    rows = connection.execute(
        b"SELECT synthetic, sum(debit)::bigint AS debit, sum(credit)::bigint AS credit FROM ("
        + (_FROM_BLOCKS if blocks else b"")
        + _FROM_TAIL
        + b") AS parts GROUP BY synthetic",
        {
            "programme": programme,
            "levels": [level for level, _ in blocks],
            "blocks": [block for _, block in blocks],
            "spans": [span for span, _, _ in spans],
            "starts": [starts for _, starts, _ in spans],
            "ends": [ends for _, _, ends in spans],
            "sealed": sealed,
            "number": number,
            "until": until,
            "accounts": list(accounts) if accounts is not None else None,
        },
    ).fetchall()
    return {row["synthetic"]: Turnover(row["debit"], row["credit"]) for row in rows}


def balances(connection: Connection, *, programme: str, number: int, until: date) -> dict[str, int]:
    """By synthetic account, what it holds on this day as known up to this number."""
    found = turnovers(connection, programme=programme, number=number, until=until)
    return {account: turnover.balance for account, turnover in found.items()}


def day_before(day: date | None) -> date | None:
    """The last day before a period; None where nothing lies before it."""
    return None if day is None or day == _BEFORE_ALL else day - timedelta(days=1)


def between(later: Mapping[str, Turnover], earlier: Mapping[str, Turnover]) -> dict[str, Turnover]:
    """What was moved after the one and up to the other."""
    return {account: turnover - earlier.get(account, NOTHING) for account, turnover in later.items()}


def _blocks(number: int) -> tuple[list[tuple[int, int]], int]:
    """The largest sealed blocks that make up the entries up to a number, and the number up to which they reach."""
    found: list[tuple[int, int]] = []
    filled, level = number // BLOCK, 0
    while filled:
        rest = filled % RADIX
        found += [(level, filled - 1 - back) for back in range(rest)]
        filled, level = filled // RADIX, level + 1
    return found, number - number % BLOCK


def _spans(until: date) -> list[tuple[str, date, date]]:
    """Whole years, then whole months, then days that end with this one: each as (span, first start, last start)."""
    if until == FOR_EVER:
        return [("year", _BEFORE_ALL, FOR_EVER)]
    after = until + timedelta(days=1)
    year, month = after.replace(month=1, day=1), after.replace(day=1)
    found = [("day", month, until)] if after > month else []
    if month > year:
        found.append(("month", year, month - timedelta(days=1)))
    if year > _BEFORE_ALL:
        found.append(("year", _BEFORE_ALL, year - timedelta(days=1)))
    return found
