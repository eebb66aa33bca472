"""Figures by whom or what the money is for: area, executing unit, call, grant, organisation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from audit.figures import SUSPENSE, kind_of
from audit.ledger import Ledger
from shared.kernel import accounts
from shared.kernel.accounts import BALANCES, COMMITTED, HEADROOM

GROUPINGS = ("programme", "area", "call", "unit", "organisation", "grant")
UNKNOWN_ORGANISATION = "organisation not known"
"""A grant of which no fact names the organisation."""


def grouped(ledger: Ledger, by: str, *, as_of: date | None = None, organisations: Mapping[str, str]) -> dict[str, Any]:
    """The twelve balances, their sums, and what lies in suspense, for each group that money was ever moved in.

    Named as in `grosz budget --by`; `elsewhere` is what belongs to no group. organisations: grant to organisation.
    """
    groups: dict[str, dict[str, int]] = {}
    elsewhere = dict.fromkeys((*BALANCES, SUSPENSE), 0)
    for account, days in ledger.changes.items():
        group = _group(by, account, organisations)
        kind = kind_of(account)
        if kind not in elsewhere or account == accounts.SUSPENSE_BANK:
            continue
        if not any(as_of is None or day <= as_of for day in days):
            continue
        sums = elsewhere if group is None else groups.setdefault(group, dict.fromkeys(elsewhere, 0))
        amount = ledger.on(account, as_of)
        sums[kind] += abs(amount) if kind == SUSPENSE else amount
    return {
        "by": by,
        "groups": {group: _with_sums(sums) for group, sums in sorted(groups.items())},
        "elsewhere": _with_sums(elsewhere),
    }


def _group(by: str, account: str, organisations: Mapping[str, str]) -> str | None:
    words = account.split("/")
    match by:
        case "area":
            return accounts.area_of_account(account)
        case "unit":
            line = accounts.line_of_account(account)
            return line.split(".")[1] if line and "." in line else None
        case "call" | "grant":
            return _after(words, by)
        case "organisation":
            grant = _after(words, "grant")
            return grant and organisations.get(grant, UNKNOWN_ORGANISATION)
        case _:
            return None


def _after(words: list[str], word: str) -> str | None:
    at = words.index(word) + 1 if word in words else len(words)
    return words[at] if at < len(words) else None


def _with_sums(sums: dict[str, int]) -> dict[str, int]:
    return {
        "limit": sum(sums[name] for name in BALANCES),
        **sums,
        "committed": sum(sums[name] for name in COMMITTED),
        "headroom": sum(sums[name] for name in HEADROOM),
    }
