"""A contender is measured only when its money adds up: one that loses, doubles or overspends is found out."""

from __future__ import annotations

from typing import ClassVar

import pytest

from bench.contender import AMOUNT_GROSZE, LIMIT_GROSZE, CheckFailed, Contender, Request, check


class Purse(Contender):
    """Keeps the law in memory."""

    name: ClassVar[str] = "purse"
    title: ClassVar[str] = "a purse"
    idempotent: ClassVar[bool] = True

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}

    def reserve(self, request: Request) -> bool:
        if request.key in self.taken:
            return True
        if sum(self.taken.values()) + request.amount_grosze > LIMIT_GROSZE:
            return False
        self.taken[request.key] = request.amount_grosze
        return True

    def reserved(self) -> tuple[int, int]:
        return len(self.taken), sum(self.taken.values())

    def close(self) -> None:
        """Nothing is open."""


class Forgetful(Purse):
    def reserved(self) -> tuple[int, int]:
        number, total = super().reserved()
        return number - 1, total - AMOUNT_GROSZE


class Doubling(Purse):
    def reserve(self, request: Request) -> bool:
        known = Request(request.number, f"{request.key} {len(self.taken)}", request.amount_grosze)
        return super().reserve(known)


class Generous(Purse):
    def reserve(self, request: Request) -> bool:
        self.taken.setdefault(request.key, request.amount_grosze)
        return True


def driven(purse: Purse) -> Purse:
    for number in range(5):
        purse.reserve(Request(number, f"g{number}"))
    return purse


def test_a_contender_that_keeps_the_law_passes() -> None:
    check(driven(Purse()), 5, [Request(0, "g0")])


@pytest.mark.parametrize("kind", [Forgetful, Doubling, Generous])
def test_a_contender_that_loses_doubles_or_overspends_is_found_out(kind: type[Purse]) -> None:
    with pytest.raises(CheckFailed):
        check(driven(kind()), 5, [Request(0, "g0")])
