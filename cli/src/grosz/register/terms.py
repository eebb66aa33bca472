"""The words of payment: whether a register tells one payment, several, or in which shares."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from grosz.register.mapping import Mapping


@dataclass(frozen=True)
class Terms:
    """What the terms of one grant are known to say. Where the words fit no pattern, nothing is known."""

    single: bool
    staggered: bool
    multi_year: bool
    percent: tuple[int, ...] = ()


def read_terms(text: str, mapping: Mapping) -> Terms:
    """Compare the words with the mapping's patterns. Words of several payments outweigh words of one."""
    payments = mapping.payments
    if payments is None:
        return Terms(single=False, staggered=False, multi_year=False)
    staggered = _fits(text, payments.staggered)
    shares = next((tuple(one.percent) for one in payments.shares if _fits(text, [one.terms])), ())
    return Terms(
        single=_fits(text, payments.single) and not staggered,
        staggered=staggered,
        multi_year=(staggered and mapping.multi_year.staggered) or _fits(text, mapping.multi_year.terms),
        percent=shares,
    )


def _fits(text: str, patterns: Iterable[str]) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)
