"""A ledger as figures: the twelve balances, their sums, and the same by area, as `grosz budget --json` gives them."""

from datetime import date
from typing import Any

from audit.ledger import Ledger
from shared.kernel import accounts
from shared.kernel.accounts import BALANCES, COMMITTED, HEADROOM

SUSPENSE = "suspense"
FIGURES = ("limit", *BALANCES, "committed", "headroom")


def kind_of(account: str) -> str | None:
    """Which of the twelve balances, "limit" or "suspense" an account is of; None: the chart has no such account."""
    if account == accounts.LIMIT or account.startswith("suspense/"):
        return account.partition("/")[0]
    try:
        return accounts.balance_of(account)
    except KeyError:
        return None


def figures_of(ledger: Ledger, *, as_of: date | None = None) -> dict[str, Any]:
    """Figures of the ledger at the end of a day; None: with everything effective.

    The limit is read off its own account, not off the sum of the balances, so that the two can be compared.
    Suspense is the sum of what lies there for each grant without its sign: two errors do not cancel each other.
    """
    total, suspense, areas = dict.fromkeys(BALANCES, 0), 0, dict[str, dict[str, int]]()
    for account, days in ledger.changes.items():
        kind = kind_of(account)
        if not any(as_of is None or day <= as_of for day in days):
            continue
        amount = ledger.on(account, as_of)
        if kind in total:
            total[kind] += amount
            area = accounts.area_of_account(account)
            if area:
                areas.setdefault(area, dict.fromkeys(BALANCES, 0))[kind] += amount
        elif kind == SUSPENSE and account != accounts.SUSPENSE_BANK:
            suspense += abs(amount)
    return {
        **_with_sums(total, limit=-ledger.on(accounts.LIMIT, as_of)),
        SUSPENSE: suspense,
        "areas": {area: _with_sums(sums, limit=sum(sums.values())) for area, sums in sorted(areas.items())},
    }


def _with_sums(balances: dict[str, int], *, limit: int) -> dict[str, int]:
    return {
        "limit": limit,
        **balances,
        "committed": sum(balances[name] for name in COMMITTED),
        "headroom": sum(balances[name] for name in HEADROOM),
    }
