"""The journal counted from its stored bytes, without the domain's code: so that a check is not its own witness."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from bench.contender import CheckFailed
from shared.eventstore.store import Store


class Journal:
    """One budget's stream in a store."""

    def __init__(self, store: Store, programme_id: str, *, inbox_keys: str = "%") -> None:
        """`inbox_keys`: which inbox rows belong to it, as a LIKE pattern."""
        self._store = store
        self._programme_id = programme_id
        self._inbox_keys = inbox_keys

    def reserved(self, *, limit_grosze: int) -> tuple[int, int]:
        """(number, sum in grosze) of the reservations; every prefix obeys the law of money. Raises CheckFailed."""
        balances: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        for number, entry in enumerate(self._entries(), 1):
            if entry["version"] != number:
                raise CheckFailed(f"the journal has a gap before {entry['version']}")
            kinds[entry["data"]["fact"]] += 1
            self._post(balances, entry["data"]["transfers"], limit_grosze)
        if sum(balances.values()):
            raise CheckFailed("debits and credits differ")
        self._agrees(kinds["FundsReserved"])
        return kinds["FundsReserved"], _sum_of(balances, "/reserved")

    def allocated(self, *, limit_grosze: int) -> tuple[int, int]:
        """(number, sum in grosze) of the allocations to lines; checked in the same way."""
        balances: Counter[str] = Counter()
        number = 0
        for entry in self._entries():
            number += entry["data"]["fact"] == "AreaAllocated"
            self._post(balances, entry["data"]["transfers"], limit_grosze)
        return number, sum(balance for account, balance in balances.items() if account.startswith("line/"))

    def _entries(self) -> list[dict[str, Any]]:
        return [json.loads(row.state) for row in self._store.select_events(f"budget/{self._programme_id}")]

    def _post(self, balances: Counter[str], transfers: list[dict[str, Any]], limit_grosze: int) -> None:
        for transfer in transfers:
            balances[transfer["debit"]] -= transfer["amount_grosze"]
            balances[transfer["credit"]] += transfer["amount_grosze"]
        for account in {transfer[side] for transfer in transfers for side in ("debit", "credit")}:
            if balances[account] < (-limit_grosze if account == "limit" else 0):
                raise CheckFailed(f"{account} has gone to {balances[account]} grosze")

    def _agrees(self, entries: int) -> None:
        """One reservation stream and one contract message per entry; one inbox row per answer, yes or no."""
        answers = self._count("topic LIKE 'reservation.%%'")
        promised = self._count("topic = 'reservation.funds-reserved.v1' AND subject = 'programme.funds-reserved.v1'")
        inbox = self._rows("SELECT count(*) AS n FROM inbox WHERE status = 'done' AND key LIKE %s", self._inbox_keys)
        if promised != entries or inbox != answers:
            raise CheckFailed(f"{entries} entries, {promised} promises told, {answers} answers, {inbox} inbox rows")

    def _count(self, condition: str) -> int:
        return self._rows(
            f"SELECT count(*) AS n FROM events WHERE originator_id LIKE %s AND {condition}",  # noqa: S608 - our own words
            f"reservation/{self._programme_id}/%",
        )

    def _rows(self, query: str, *values: str) -> int:
        with self._store.connection() as connection:
            row = connection.execute(query.encode(), values or None).fetchone()
        assert row is not None
        return int(row["n"])


def _sum_of(balances: Counter[str], ending: str) -> int:
    return sum(balance for account, balance in balances.items() if account.endswith(ending))
