"""The chart of accounts (zakładowy plan kont) as the ledger reads it: books, kinds, synthetic accounts, groups.

The budget's book holds the contra account and the twelve balances. Every other book (suspense, and whichever come) is
known by the first word of its accounts, adds up in itself and lies outside the limit.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from shared.kernel.accounts import BALANCES, COMMITTED, HEADROOM, LIMIT, balance_of, line_of_account

_BUDGET_WORDS = frozenset({LIMIT, "free", "line", "returned", "lapsed", "written-off"})
BUDGET_BOOK = "budget"
ANY_GRANT = "*"
_REMEMBERED = 20_000  # of the general ledger there are some hundreds; single grants come and go


class Place(NamedTuple):
    """What an account's name says; None where it says nothing of it.

    `balance` is one of the twelve, "limit", or the name of a second book; `account` is the account of the general
    ledger. The classification is dział-rozdział-paragraf, in parts: division, chapter, paragraph.
    """

    account: str
    book: str
    balance: str
    line: str | None = None
    area: str | None = None
    unit: str | None = None
    classification: str | None = None
    division: str | None = None
    chapter: str | None = None
    paragraph: str | None = None
    call: str | None = None
    grant: str | None = None


@lru_cache(_REMEMBERED)
def place_of(account: str) -> Place:
    """Read an account's name once."""
    word, *_ = words = account.split("/")
    if word not in _BUDGET_WORDS:
        return Place(account, word, word, grant=words[-1] if words[-2:-1] == ["grant"] else None)
    line = line_of_account(account)
    area, unit, classification = line.split(".", 2) if line else (None, None, None)
    division, chapter, paragraph = classification.split("-", 2) if classification else (None, None, None)
    return Place(
        synthetic_of(account),
        BUDGET_BOOK,
        balance_of(account) or LIMIT,
        line,
        area,
        unit,
        classification,
        division,
        chapter,
        paragraph,
        words[3] if words[2:3] == ["call"] else None,
        words[-2] if words[-3:-2] == ["grant"] else None,
    )


def synthetic_of(account: str) -> str:
    """The account of the general ledger: what all grants of one home hold at one stage, otherwise the account itself.

    In a second book each grant keeps its own, for there the sum of two could hide both.
    """
    words = account.split("/")
    if words[0] in _BUDGET_WORDS and words[-3:-2] == ["grant"]:
        words[-2] = ANY_GRANT
    return "/".join(words)


def group_of(account: str, by: str) -> str | None:
    """Which group an account belongs to, by any field of its place; None where it belongs to none."""
    group: str | None = getattr(place_of(account), by)
    return group


def figures(accounts: Mapping[str, int]) -> dict[str, int]:
    """The twelve balances of these accounts and the sums made of them, in grosze. Other books are left out."""
    sums = dict.fromkeys(BALANCES, 0)
    for account, amount in accounts.items():
        balance = place_of(account).balance
        if balance in sums:
            sums[balance] += amount
    return {
        "limit": sum(sums.values()),
        **sums,
        "committed": sum(sums[name] for name in COMMITTED),
        "headroom": sum(sums[name] for name in HEADROOM),
    }


def grouped(accounts: Mapping[str, int], by: str) -> dict[str | None, dict[str, int]]:
    """The accounts of the budget's book by group; under None what belongs to no group."""
    parts: dict[str | None, dict[str, int]] = {}
    for account, amount in accounts.items():
        if place_of(account).book == BUDGET_BOOK and account != LIMIT:
            parts.setdefault(group_of(account, by), {})[account] = amount
    return parts
