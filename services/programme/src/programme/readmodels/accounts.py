"""The ledger account by account: the chart of accounts with balances, and the statement of one account for a period."""

from datetime import date, datetime
from typing import Any

import psycopg

from programme.readmodels import chart, sums
from programme.readmodels.moment import Moment, moment
from programme.readmodels.sums import NOTHING, Turnover
from shared.kernel import hlc
from shared.kernel.refusal import Refusal

Connection = psycopg.Connection[dict[str, Any]]

_Place = tuple[date, int, int]
_AFTER_ALL_WORDS = "~"


class AccountUnknown(Refusal):
    rule = "A statement is given of an account that the journal has touched."
    status = 404


def accounts(
    connection: Connection,
    *,
    programme: str | None,
    as_of: date | None,
    known_at: datetime | None,
    under: str | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """The accounts of the general ledger with what each holds; `under` one of them, those of its single grants."""
    at = moment(connection, programme=programme, known_at=known_at)
    until = as_of or sums.FOR_EVER
    if under is None:
        held = sums.balances(connection, programme=at.programme, number=at.number, until=until)
        page = sorted(account for account in held if account > (after or ""))[:limit]
    else:
        page = _single_grants(connection, at, under, after or "", limit)
        held = _held(connection, at, page, until)
    return {
        **at.told(),
        "as_of": as_of,
        "under": under,
        "accounts": [
            {
                "account": account,
                "book": chart.place_of(account).book,
                "balance": chart.place_of(account).balance,
                "amount_grosze": held.get(account, 0),
            }
            for account in page
        ],
        "next_after": page[-1] if len(page) == limit else None,
    }


def statement(
    connection: Connection,
    *,
    programme: str | None,
    account: str,
    from_on: date | None,
    to_on: date | None,
    known_at: datetime | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """Opening balance, postings in order of effect, closing balance. Debits are below zero; nothing is rounded.

    `after` is an earlier page's `next_after`. An account that was first touched after `known_at` is empty then.
    """
    at = moment(connection, programme=programme, known_at=known_at)
    told = _Account(connection, at, account)
    opening = told.turnover_before(from_on)
    closing = told.turnover(to_on or sums.FOR_EVER)
    place = _place(after) if after else (from_on or date.min, 0, 0)
    rows = told.postings(place, to_on or sums.FOR_EVER, limit)
    running = told.balance_at(place)
    postings = []
    for row in rows:
        running += row["moved"]
        postings.append(_posting(row) | {"balance_grosze": running})
    moved = closing - opening
    return {
        **at.told(),
        "account": account,
        "book": chart.place_of(account).book,
        "balance": chart.place_of(account).balance,
        "from_on": from_on,
        "to_on": to_on,
        "opening_grosze": opening.balance,
        "debit_grosze": moved.debit,
        "credit_grosze": moved.credit,
        "closing_grosze": closing.balance,
        "postings": postings,
        "next_after": _place_of(rows[-1]) if len(rows) == limit else None,
    }


def _single_grants(connection: Connection, at: Moment, under: str, after: str, limit: int) -> list[str]:
    rows = connection.execute(
        "SELECT account FROM ledger_accounts WHERE programme_id = %s AND account > greatest(%s, %s) "
        "AND synthetic = %s AND opened_in <= %s ORDER BY account LIMIT %s",
        (at.programme, after, under.partition(chart.ANY_GRANT)[0], under, at.number, limit),
    ).fetchall()
    return [row["account"] for row in rows]


def _held(connection: Connection, at: Moment, names: list[str], until: date) -> dict[str, int]:
    rows = connection.execute(
        "SELECT account, sum(amount_grosze)::bigint AS amount FROM postings WHERE programme_id = %s "
        "AND account = ANY(%s) AND account <> synthetic AND effective_on <= %s AND number <= %s GROUP BY account",
        (at.programme, names, until, at.number),
    ).fetchall()
    return {row["account"]: row["amount"] for row in rows}


class _Account:
    """One account at one moment: of the general ledger (told from blocks), or of a single grant (from its postings)."""

    def __init__(self, connection: Connection, at: Moment, name: str) -> None:
        """Raises AccountUnknown."""
        self._connection, self._at, self._name = connection, at, name
        prefix = name.partition(chart.ANY_GRANT)[0]
        row = connection.execute(
            "SELECT synthetic FROM ledger_accounts WHERE programme_id = %(programme)s AND account >= %(prefix)s "
            "AND account <= %(last)s AND (account = %(name)s OR synthetic = %(name)s) LIMIT 1",
            {
                "programme": at.programme,
                "name": name,
                "prefix": prefix,
                "last": name if prefix == name else f"{prefix}{_AFTER_ALL_WORDS}",
            },
        ).fetchone()
        if row is None:
            raise AccountUnknown(f"{name} is not known in {at.programme}", field="account")
        self._general = row["synthetic"] == name
        self._is_it = "synthetic = %(name)s" if self._general else "account = %(name)s AND account <> synthetic"

    def turnover(self, until: date) -> Turnover:
        if self._general:
            found = sums.turnovers(
                self._connection,
                programme=self._at.programme,
                number=self._at.number,
                until=until,
                accounts=[self._name],
            )
            return found.get(self._name, NOTHING)
        return self._sum("effective_on <= %(until)s", until=until)

    def turnover_before(self, day: date | None) -> Turnover:
        before = sums.day_before(day)
        return self.turnover(before) if before else NOTHING

    def balance_at(self, place: _Place) -> int:
        """What it holds after the posting at this place, in order of effect."""
        day, number, ordinal = place
        on_the_day = self._sum(
            "effective_on = %(day)s AND (number, ordinal) <= (%(number)s, %(ordinal)s)",
            day=day,
            number=number,
            ordinal=ordinal,
        )
        return (self.turnover_before(day) + on_the_day).balance

    def postings(self, after: _Place, until: date, limit: int) -> list[dict[str, Any]]:
        return self._connection.execute(
            "SELECT p.ordinal, p.account, p.counter, p.amount_grosze AS moved, e.number, e.hlc, e.fact, "  # noqa: S608 - our own words
            "e.effective_on, e.value_on, e.actor, e.document, e.grant_id, e.caused_by, e.cause_service "
            "FROM postings p JOIN journal_entries e USING (programme_id, number) "
            f"WHERE {self._condition} AND (p.effective_on, p.number, p.ordinal) > (%(day)s, %(from)s, %(ordinal)s) "
            "AND p.effective_on <= %(until)s ORDER BY p.effective_on, p.number, p.ordinal LIMIT %(limit)s".encode(),
            {**self._fields, "day": after[0], "from": after[1], "ordinal": after[2], "until": until, "limit": limit},
        ).fetchall()

    def _sum(self, condition: str, **values: Any) -> Turnover:
        row = self._connection.execute(
            "SELECT coalesce(sum(greatest(-amount_grosze, 0)), 0)::bigint AS debit, "  # noqa: S608 - our own words
            "coalesce(sum(greatest(amount_grosze, 0)), 0)::bigint AS credit FROM postings p "
            f"WHERE {self._condition} AND {condition}".encode(),
            {**self._fields, **values},
        ).fetchone()
        assert row is not None
        return Turnover(row["debit"], row["credit"])

    @property
    def _condition(self) -> str:
        return f"p.programme_id = %(programme)s AND p.{self._is_it} AND p.number <= %(last)s"

    @property
    def _fields(self) -> dict[str, Any]:
        return {"programme": self._at.programme, "name": self._name, "last": self._at.number}


def _place(text: str) -> _Place:
    """Of a page's `next_after`, whose form the question has checked."""
    day, number, ordinal = text.split("/")
    return date.fromisoformat(day), int(number), int(ordinal)


def _place_of(row: dict[str, Any]) -> str:
    return f"{row['effective_on']}/{row['number']}/{row['ordinal']}"


def _posting(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": row["number"],
        "hlc": hlc.text_of(row["hlc"]),
        "fact": row["fact"],
        "effective_on": row["effective_on"],
        "value_on": row["value_on"],
        "actor": row["actor"],
        "document": row["document"],
        "account": row["account"],
        "counter_account": row["counter"],
        "grant_id": row["grant_id"],
        "caused_by": str(row["caused_by"]) if row["caused_by"] else None,
        "cause_service": row["cause_service"],
        "amount_grosze": row["moved"],
    }
