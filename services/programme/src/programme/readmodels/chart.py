"""The chart of accounts (zakładowy plan kont) as the ledger reads it: books, kinds, synthetic accounts, groups.

The budget's book holds the contra account and the twelve balances. Every other book (suspense, and whichever come) is
known by the first word of its accounts, adds up in itself and lies outside the limit.
"""

from collections.abc import Callable, Mapping

from shared.kernel.accounts import BALANCES, COMMITTED, HEADROOM, LIMIT, balance_of, line_of_account

_BUDGET_WORDS = frozenset({LIMIT, "free", "line", "returned", "lapsed", "written-off"})
BUDGET_BOOK = "budget"
ANY_GRANT = "*"


def book_of(account: str) -> str:
    """ "budget", or the name of the second book that an account lies in."""
    word = account.split("/", 1)[0]
    return BUDGET_BOOK if word in _BUDGET_WORDS else word


def kind_of(account: str) -> str:
    """One of the twelve balances, "limit", or the name of a second book."""
    book = book_of(account)
    return book if book != BUDGET_BOOK else balance_of(account) or LIMIT


def synthetic_of(account: str) -> str:
    """The account of the general ledger: what all grants of one home hold at one stage, otherwise the account itself.

    In a second book each grant keeps its own, for there the sum of two could hide both.
    """
    if book_of(account) != BUDGET_BOOK:
        return account
    words = account.split("/")
    if len(words) > 1 and words[-3:-2] == ["grant"]:
        words[-2] = ANY_GRANT
    return "/".join(words)


def call_of(account: str) -> str | None:
    return _word_after("call", account)


def grant_of(account: str) -> str | None:
    return _word_after("grant", account)


def _word_after(word: str, account: str) -> str | None:
    words = account.split("/")
    return words[words.index(word) + 1] if word in words[:-1] else None


def _part_of_line(number: int) -> Callable[[str], str | None]:
    """area, executing unit, classification: the three parts of a line's id."""

    def part(account: str) -> str | None:
        line = line_of_account(account)
        return line.split(".", 2)[number] if line else None

    return part


def _part_of_classification(number: int) -> Callable[[str], str | None]:
    """dział, rozdział, paragraf: the three parts of a line's classification."""
    classification = _part_of_line(2)

    def part(account: str) -> str | None:
        whole = classification(account)
        return whole.split("-", 2)[number] if whole else None

    return part


GROUPS: Mapping[str, Callable[[str], str | None]] = {
    "account": lambda account: account,
    "balance": kind_of,
    "area": _part_of_line(0),
    "unit": _part_of_line(1),
    "classification": _part_of_line(2),
    "division": _part_of_classification(0),
    "chapter": _part_of_classification(1),
    "paragraph": _part_of_classification(2),
    "line": line_of_account,
    "call": call_of,
    "grant": grant_of,
}
"""What accounts may be grouped by: from an account to its group, or None where it belongs to none."""


def figures(accounts: Mapping[str, int]) -> dict[str, int]:
    """The twelve balances of these accounts and the sums made of them, in grosze. Other books are left out."""
    sums = dict.fromkeys(BALANCES, 0)
    for account, amount in accounts.items():
        kind = kind_of(account)
        if kind in sums:
            sums[kind] += amount
    return {
        "limit": sum(sums.values()),
        **sums,
        "committed": sum(sums[name] for name in COMMITTED),
        "headroom": sum(sums[name] for name in HEADROOM),
    }


def grouped(accounts: Mapping[str, int], by: str) -> dict[str | None, dict[str, int]]:
    """The accounts of the budget's book by group; under None what belongs to no group."""
    group_of = GROUPS[by]
    parts: dict[str | None, dict[str, int]] = {}
    for account, amount in accounts.items():
        if book_of(account) == BUDGET_BOOK and account != LIMIT:
            parts.setdefault(group_of(account), {})[account] = amount
    return parts
